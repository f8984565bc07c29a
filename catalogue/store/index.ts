/** The catalogue's store: one SQLite file. Nothing outside this folder speaks SQL. */
export * from './reads.ts';
export { openCatalogue } from './open.ts';
export { mergeCatalogue, type Merged } from './merge.ts';
export { CatalogueError, explainStoreError } from './errors.ts';
export { adoptRun, finishRun, startRun } from './runs.ts';
export { runKey as newRunKey } from './run-key.ts';
export { recordListing, recordListings } from './listings.ts';
export { lastCrawls, type LastCrawl } from './last-crawls.ts';
export { recordObservation, recordObservations, type Recorded } from './observations.ts';
export { recordClassifications, setCurrentClassifier, unclassifiedDefinitions } from './classifications.ts';
export { recordAssessment } from './assessments.ts';
