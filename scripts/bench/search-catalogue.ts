/** A catalogue of invented servers and tools as large as the public index, with verdicts that no classifier made. */
import type { Classification, ToolDefinition } from '../../catalogue/records.ts';
import { definitionDigest } from '../../catalogue/digest.ts';
import {
  finishRun,
  openCatalogue,
  recordClassifications,
  recordListing,
  recordObservation,
  setCurrentClassifier,
  startRun,
} from '../../catalogue/store/index.ts';
import { CATEGORIES, FLAGS, RISK_LEVELS } from '../../catalogue/vocabulary.ts';
import { inventedListing, observation } from '../site/sample-catalogue.ts';
import { inventWords, pickFrequent, pickVerb, random } from './search-words.ts';

const PER_SERVER = 12;
const AT = '2026-01-01T00:00:00.000Z';
const VERSION = 'bench';
const BATCH = 500;

/** Writes such a catalogue with `tools` tools, some twelve to a server. */
export function fillForSearch(file: string, tools: number): void {
  const db = openCatalogue(file);
  const next = random(tools);
  const names = inventWords(40_000, next);
  const prose = names.slice(0, 20_000);
  const run = startRun(db, { startedAt: AT, toolriskVersion: '0.0.0' });
  const store = db.transaction((from: number, to: number) => {
    const verdicts: { name: string; classification: Classification }[] = [];
    for (let server = from; server < to; server++) {
      const name = `${pickFrequent(names, next)} ${names[Math.floor(next() * names.length)]!}`;
      const id = `${name.replace(' ', '-')}-${server}`;
      const left = Math.min(PER_SERVER, tools - server * PER_SERVER);
      const own = inventTools(left, names, prose, next);
      recordListing(db, inventedListing(id, name, sentence(prose, next)), AT);
      recordObservation(db, run, observation(id, own));
      verdicts.push(...own.map((tool) => ({ name: tool.name, classification: invent(tool, next) })));
    }
    recordClassifications(db, verdicts, AT);
  });
  const servers = Math.ceil(tools / PER_SERVER);
  for (let at = 0; at < servers; at += BATCH) store(at, Math.min(servers, at + BATCH));
  finishRun(db, run, { status: 'finished', finishedAt: AT });
  setCurrentClassifier(db, VERSION);
  db.close();
}

function inventTools(many: number, names: string[], prose: string[], next: () => number): ToolDefinition[] {
  const taken = new Set<string>();
  while (taken.size < many) {
    const noun = pickFrequent(names, next);
    taken.add(`${pickVerb(next)}_${noun}${next() < 0.4 ? `_${pickFrequent(names, next)}` : ''}`);
  }
  return [...taken].map((name) => ({
    name,
    title: undefined,
    description: `${sentence(prose, next)} ${sentence(prose, next)} ${sentence(prose, next)}`,
    inputSchema: {
      type: 'object',
      properties: { [pickFrequent(names, next)]: { type: 'string' }, path: { type: 'string' } },
    },
    outputSchema: undefined,
    annotations: undefined,
  }));
}

function sentence(prose: readonly string[], next: () => number): string {
  const words = Array.from({ length: 8 + Math.floor(next() * 8) }, () => pickFrequent(prose, next));
  return `${words.join(' ')}.`;
}

function invent(tool: ToolDefinition, next: () => number): Classification {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() ** 1.7 * from.length)]!;
  return {
    digest: definitionDigest(tool),
    classifierVersion: VERSION,
    category: pick(CATEGORIES),
    riskLevel: pick(RISK_LEVELS),
    confidence: 0.9,
    flags: next() < 0.4 ? [pick(FLAGS)] : [],
    rationale: '',
    ...{ findings: [], moves: [], modes: [], dangerousParameters: [] },
    hintMismatches: next() < 0.02 ? ['readOnlyHint'] : [],
  };
}
