import type { Classification } from '../../catalogue/records.ts';
import {
  explainStoreError,
  openCatalogue,
  recordClassifications,
  setCurrentClassifier,
  unclassifiedDefinitions,
} from '../../catalogue/store/index.ts';
import { CLASSIFIER_VERSION, classify } from '../../classifier/index.ts';

/** What classifying a catalogue came to. */
export interface DatabaseResult {
  classifierVersion: string;
  /** Definitions that were judged now; those judged before by the same classifier are left alone. */
  classified: number;
}

/** How many verdicts one transaction stores: enough to be quick, few enough to lose little when stopped. */
const BATCH = 500;

/**
 * Judges every definition of a catalogue that this classifier has not judged yet, and makes its verdicts the
 * ones that readers see. Stopped in the middle, it goes on where it was; readers see the old verdicts till then.
 * @throws CatalogueError when the catalogue cannot be used.
 */
export function classifyDatabase(options: {
  db: string;
  now: () => Date;
  progress: (classified: number) => void;
}): DatabaseResult {
  openCatalogue(options.db, 'read').close();
  const db = openCatalogue(options.db);
  try {
    let classified = 0;
    let batch: { name: string; classification: Classification }[] = [];
    const store = () => {
      recordClassifications(db, batch, options.now().toISOString());
      classified += batch.length;
      batch = [];
      options.progress(classified);
    };
    for (const { definition } of unclassifiedDefinitions(db, CLASSIFIER_VERSION)) {
      batch.push({ name: definition.name, classification: classify(definition) });
      if (batch.length >= BATCH) store();
    }
    store();
    setCurrentClassifier(db, CLASSIFIER_VERSION);
    return { classifierVersion: CLASSIFIER_VERSION, classified };
  } catch (error) {
    throw explainStoreError(error, options.db);
  } finally {
    db.close();
  }
}
