/**
 * `node scripts/bench/site.ts [--tools N]`: builds the site of an invented catalogue and prints what it cost.
 * The shape is the public index's: some twelve tools to a server.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Classification, ToolDefinition } from '../../catalogue/records.ts';
import {
  finishRun,
  openCatalogue,
  recordClassifications,
  recordListing,
  recordObservation,
  setCurrentClassifier,
  startRun,
  unclassifiedDefinitions,
} from '../../catalogue/store/index.ts';
import { CLASSIFIER_VERSION, classify } from '../../classifier/index.ts';
import { buildSite } from '../site/build.ts';
import { inventedListing, observation } from '../site/sample-catalogue.ts';
import { syntheticRow } from './definitions.ts';

const PER_SERVER = 12;
const AT = '2026-01-01T00:00:00.000Z';

/** Fills a catalogue with invented tools, all of them classified. */
function fill(file: string, tools: number): void {
  const db = openCatalogue(file);
  const run = startRun(db, { startedAt: AT, toolriskVersion: '0.0.0' });
  const store = db.transaction((from: number, to: number) => {
    for (let at = from; at < to; at += PER_SERVER) {
      const id = `server-${at / PER_SERVER}`;
      recordListing(db, inventedListing(id, `Server ${at / PER_SERVER}`, 'An invented server.'), AT);
      recordObservation(db, run, observation(id, definitions(at, Math.min(tools, at + PER_SERVER))));
    }
  });
  for (let at = 0; at < tools; at += 1000 * PER_SERVER) store(at, Math.min(tools, at + 1000 * PER_SERVER));
  finishRun(db, run, { status: 'finished', finishedAt: AT });
  const verdicts: { name: string; classification: Classification }[] = [];
  for (const { definition } of unclassifiedDefinitions(db, CLASSIFIER_VERSION)) {
    verdicts.push({ name: definition.name, classification: classify(definition) });
    if (verdicts.length === 2000) recordClassifications(db, verdicts.splice(0), AT);
  }
  recordClassifications(db, verdicts, AT);
  setCurrentClassifier(db, CLASSIFIER_VERSION);
  db.close();
}

function definitions(from: number, to: number): ToolDefinition[] {
  return Array.from({ length: to - from }, (_, i) => {
    const { name, description, inputSchema, annotations } = JSON.parse(
      syntheticRow(from + i),
    ) as ToolDefinition;
    return JSON.parse(
      JSON.stringify({ name: `${name}_${i}`, description, inputSchema, annotations }),
    ) as ToolDefinition;
  });
}

const { values } = parseArgs({ options: { tools: { type: 'string', default: '10000' } } });
const tools = Number(values.tools);
const folder = mkdtempSync(join(tmpdir(), 'toolrisk-bench-'));
try {
  const db = join(folder, 'catalogue.db');
  fill(db, tools);
  const { pages, files, seconds, out } = await buildSite({ db, out: join(folder, 'dist'), version: '0.0.0' });
  const written = (readdirSync(out, { recursive: true }) as string[]).map((path) =>
    statSync(join(out, path)),
  );
  const bytes = written.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
  const peak = process.resourceUsage().maxRSS / 1024;
  console.log(`${pages} pages and ${files} data files in ${seconds.toFixed(1)} s`);
  console.log(`${Math.round(pages / seconds)} pages/s, ${Math.round((pages + files) / seconds)} files/s`);
  console.log(
    `${(bytes / 1e6).toFixed(0)} MB written, ${peak.toFixed(0)} MB at most in memory (filling included)`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
