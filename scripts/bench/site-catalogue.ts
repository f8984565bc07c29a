/** A catalogue of invented servers and tools for the site's bench. */
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
  type Catalogue,
} from '../../catalogue/store/index.ts';
import { CLASSIFIER_VERSION, classify } from '../../classifier/index.ts';
import { inventedListing, observation } from '../site/sample-catalogue.ts';
import { syntheticRow } from './definitions.ts';

export const PER_SERVER = 12;
const FIRST = '2026-01-01T00:00:00.000Z';
const SECOND = '2026-01-02T00:00:00.000Z';

/** Fills a catalogue with invented tools, all of them classified. */
export function fillCatalogue(file: string, tools: number): void {
  const db = openCatalogue(file);
  const run = startRun(db, { startedAt: FIRST, toolriskVersion: '0.0.0' });
  const store = db.transaction((from: number, to: number) => {
    for (let at = from; at < to; at += PER_SERVER) {
      const id = serverId(at);
      recordListing(db, inventedListing(id, `Server ${at / PER_SERVER}`, 'An invented server.'), FIRST);
      recordObservation(db, run, observation(id, definitions(at, Math.min(tools, at + PER_SERVER))));
    }
  });
  for (let at = 0; at < tools; at += 1000 * PER_SERVER) store(at, Math.min(tools, at + 1000 * PER_SERVER));
  finishRun(db, run, { status: 'finished', finishedAt: FIRST });
  classifyAll(db, FIRST);
  setCurrentClassifier(db, CLASSIFIER_VERSION);
  db.close();
}

/** Crawls a share of the servers again, spread evenly; each has one tool redefined. Gives their number. */
export function changeCatalogue(file: string, tools: number, share: number): number {
  const db = openCatalogue(file);
  const run = startRun(db, { startedAt: SECOND, toolriskVersion: '0.0.0' });
  let changed = 0;
  for (let at = 0; at < tools; at += Math.round(PER_SERVER / share)) {
    const found = definitions(at, Math.min(tools, at + PER_SERVER));
    found[0] = { ...found[0]!, description: `${found[0]!.description} It was changed on the second day.` };
    const times = { startedAt: SECOND, finishedAt: SECOND };
    recordObservation(db, run, observation(serverId(at), found, times));
    changed++;
  }
  finishRun(db, run, { status: 'finished', finishedAt: SECOND });
  classifyAll(db, SECOND);
  db.close();
  return changed;
}

const serverId = (at: number): string => `server-${at / PER_SERVER}`;

function classifyAll(db: Catalogue, at: string): void {
  const verdicts: { name: string; classification: Classification }[] = [];
  for (const { definition } of unclassifiedDefinitions(db, CLASSIFIER_VERSION)) {
    verdicts.push({ name: definition.name, classification: classify(definition) });
    if (verdicts.length === 2000) recordClassifications(db, verdicts.splice(0), at);
  }
  recordClassifications(db, verdicts, at);
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
