/** Catalogues for tests: invented servers, and one line for a run, an observation or a verdict. */
import { definitionDigest } from '../digest.ts';
import type { Classification, Listing, Observation, ToolDefinition } from '../records.ts';
import { recordClassifications, setCurrentClassifier, unclassifiedDefinitions } from './classifications.ts';
import { recordListing } from './listings.ts';
import { recordObservation, type Recorded } from './observations.ts';
import type { Catalogue } from './open.ts';
import { finishRun, startRun } from './runs.ts';

/** An invented npm package, listed. */
export const testListing = (id: string): Listing => ({
  ...{ id, name: id.toUpperCase(), summary: 'A server for tests.', publisher: 'us', tier: 'core' },
  source: { type: 'npm', name: id },
  ...{ arguments: [], placeholderArguments: [], environment: [] },
});

/** What a crawl gave on a day, counted from the first of the year 2026. */
export const testObservation = (
  serverId: string,
  day: number,
  tools: ToolDefinition[],
  more: Partial<Observation> = {},
): Observation => ({
  ...{ serverId, provenance: 'observed', outcome: 'listed', detail: 'It listed its tools.' },
  ...{ startedAt: dayOf(day), finishedAt: dayOf(day) },
  launch: { arguments: [], environmentNames: [] },
  tools: tools.map((definition) => ({ raw: JSON.stringify(definition), definition })),
  ...{ quarantined: [], stderrTail: '' },
  ...more,
});

/** Read and Low, unless told otherwise. */
export const testVerdict = (
  definition: ToolDefinition,
  more: Partial<Classification> = {},
): Classification => ({
  ...{ digest: definitionDigest(definition), classifierVersion: '1', category: 'Read', riskLevel: 'Low' },
  ...{ confidence: 0.9, flags: [], rationale: 'It reads.', findings: [], moves: [], modes: [] },
  ...{ dangerousParameters: [], hintMismatches: [] },
  ...more,
});

/** ISO 8601 of noon of a day, counted from the first of the year 2026. */
export function dayOf(day: number): string {
  return new Date(Date.UTC(2026, 0, 1 + day, 12)).toISOString();
}

/** One run of one day with these observations. */
export function testRun(
  db: Catalogue,
  day: number,
  observations: readonly Observation[],
): { runId: number; recorded: Recorded[] } {
  const runId = startRun(db, { startedAt: dayOf(day), toolriskVersion: '0' });
  const recorded = observations.map((observation) => {
    recordListing(db, testListing(observation.serverId), dayOf(day));
    return recordObservation(db, runId, observation);
  });
  finishRun(db, runId, { status: 'finished', finishedAt: dayOf(day) });
  return { runId, recorded };
}

/** Judges what this version has not judged, each definition as `judge` says, and makes it the current one. */
export function testClassify(
  db: Catalogue,
  version: string,
  day: number,
  judge: (definition: ToolDefinition) => Partial<Classification> = () => ({}),
): void {
  const verdicts = [...unclassifiedDefinitions(db, version)].map(({ definition }) => ({
    name: definition.name,
    classification: testVerdict(definition, { classifierVersion: version, ...judge(definition) }),
  }));
  recordClassifications(db, verdicts, dayOf(day));
  setCurrentClassifier(db, version, dayOf(day));
}
