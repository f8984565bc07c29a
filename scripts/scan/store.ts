/** Keeps what a scan observed in a catalogue, as a crawl of listed servers would. */
import {
  explainStoreError,
  finishRun,
  openCatalogue,
  recordClassifications,
  recordListing,
  recordObservation,
  setCurrentClassifier,
  startRun,
} from '../../catalogue/store/index.ts';
import { classify, CLASSIFIER_VERSION } from '../../classifier/index.ts';
import { version } from '../package.ts';
import type { Crawled } from './crawl.ts';

/** Records the crawled servers as one run. @throws CatalogueError when the file cannot be used */
export function storeCrawl(file: string, crawled: readonly Crawled[]): void {
  const db = openCatalogue(file);
  try {
    const now = () => new Date().toISOString();
    const runId = startRun(db, { startedAt: now(), toolriskVersion: version() });
    for (const { entry, observation } of crawled) {
      recordListing(db, entry.listing, now());
      recordObservation(db, runId, observation);
      const verdicts = observation.tools.map(({ definition }) => ({
        name: definition.name,
        classification: classify(definition),
      }));
      recordClassifications(db, verdicts, now());
    }
    setCurrentClassifier(db, CLASSIFIER_VERSION);
    finishRun(db, runId, { status: 'finished', finishedAt: now() });
  } catch (error) {
    throw explainStoreError(error, file);
  } finally {
    db.close();
  }
}
