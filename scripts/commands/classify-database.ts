import type { Classification, ToolDefinition } from '../../catalogue/records.ts';
import {
  explainStoreError,
  openCatalogue,
  recordClassifications,
  setCurrentClassifier,
  unclassifiedDefinitions,
  type Catalogue,
} from '../../catalogue/store/index.ts';
import { CLASSIFIER_VERSION, classify, classifyAssessed, versionWith } from '../../classifier/index.ts';
import type { Assessor } from './assessor.ts';

/** What classifying a catalogue came to. */
export interface DatabaseResult {
  classifierVersion: string;
  /** Definitions that were judged now; those judged before by the same classifier are left alone. */
  classified: number;
}

export interface DatabaseOptions {
  db: string;
  /** Called with the open catalogue, so that a model's answers can be kept in it. */
  assessor?: (db: Catalogue) => Promise<Assessor | undefined>;
  now: () => Date;
  progress: (classified: number) => void;
  /** Stops between batches. */
  signal?: AbortSignal;
}

/** How many verdicts one transaction stores: enough to be quick, few enough to lose little when stopped. */
const BATCH = 500;

/**
 * Judges every definition of a catalogue that this classifier has not judged yet, and makes its verdicts the
 * ones that readers see. Stopped in the middle, it goes on where it was; readers see the old verdicts till then.
 * @throws CatalogueError when the catalogue cannot be used.
 */
export async function classifyDatabase(options: DatabaseOptions): Promise<DatabaseResult> {
  const db = openCatalogue(options.db, 'update');
  try {
    const assessor = await options.assessor?.(db);
    const classifierVersion = assessor ? versionWith(assessor.model) : CLASSIFIER_VERSION;
    let classified = 0;
    for (const definitions of batches(unclassifiedDefinitions(db, classifierVersion))) {
      if (options.signal?.aborted) return { classifierVersion, classified };
      recordClassifications(db, await judge(definitions, assessor), options.now().toISOString());
      classified += definitions.length;
      options.progress(classified);
    }
    if (!options.signal?.aborted) setCurrentClassifier(db, classifierVersion);
    return { classifierVersion, classified };
  } catch (error) {
    throw explainStoreError(error, options.db);
  } finally {
    db.close();
  }
}

function* batches(stored: Iterable<{ definition: ToolDefinition }>): Generator<ToolDefinition[]> {
  let batch: ToolDefinition[] = [];
  for (const { definition } of stored) {
    batch.push(definition);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

interface Verdict {
  name: string;
  classification: Classification;
  provisional: boolean;
}

async function judge(definitions: ToolDefinition[], assessor: Assessor | undefined): Promise<Verdict[]> {
  const results = assessor && (await assessor.assess(definitions));
  return definitions.map((definition, i) => {
    const assessed = results?.[i];
    const classification =
      assessor && assessed
        ? classifyAssessed(definition, { model: assessor.model, assessed })
        : classify(definition);
    return { name: definition.name, classification, provisional: assessed?.ok === false };
  });
}
