/**
 * The reading half of the store, for callers that already hold an open catalogue. It imports no SQLite, so that
 * the site's bundle needs none.
 */
export type { Catalogue } from './open.ts';
export { latestRun, listRuns, readRun, type Run, type RunSummary } from './runs.ts';
export { classifierChanges, runChanges, type RecordedChange } from './read-changes.ts';
export { serverChanges, toolHistory, type SeenVersion, type ToolHistory } from './read-history.ts';
export { listClassifierUses, type ClassifierUse } from './verdicts.ts';
export {
  listServers,
  readServer,
  type ServerRecord,
  type ServerSummary,
  type ToolSummary,
} from './read-servers.ts';
export {
  readDefinition,
  readTool,
  relatedTools,
  serverToolRecords,
  serverTools,
  toolKeys,
  toolsElsewhere,
  unclassifiedTools,
  type RelatedTool,
  type ToolKey,
  type ToolRecord,
} from './read-tools.ts';
export { findServer, findTools, listServerIds, type ToolQuery } from './find.ts';
export { counts, currentClassifier, holdings, type Counts, type Holdings } from './read-counts.ts';
export { readAssessment } from './assessments.ts';
