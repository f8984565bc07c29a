/** The catalogue's store: one SQLite file. Nothing outside this folder speaks SQL. */
export { openCatalogue, type Catalogue } from './open.ts';
export { CatalogueError, explainStoreError } from './errors.ts';
export { finishRun, latestRun, startRun, type Run } from './runs.ts';
export { recordListing, recordListings, recordObservation, type Recorded } from './observations.ts';
export {
  recordClassifications,
  setCurrentClassifier,
  unclassifiedDefinitions,
  type StoredDefinition,
} from './classifications.ts';
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
  riskiestTools,
  serverTools,
  toolKeys,
  type RelatedTool,
  type ToolKey,
  type ToolRecord,
} from './read-tools.ts';
export { counts, type Counts } from './read-counts.ts';
export { readAssessment, recordAssessment, type AssessmentKey } from './assessments.ts';
