import type { Json } from '../json.ts';
import type { Catalogue } from './open.ts';

/** What a stored assessment depends on: the definition, what was asked, and which model answered. */
export interface AssessmentKey {
  digest: string;
  promptDigest: string;
  model: string;
}

/** The stored assessment for a key, as plain JSON, or undefined where nobody asked yet. */
export function readAssessment(db: Catalogue, key: AssessmentKey): Json | undefined {
  const record = db
    .prepare<AssessmentKey, string>(
      'SELECT record FROM assessments WHERE digest = @digest AND prompt_digest = @promptDigest AND model = @model',
    )
    .pluck()
    .get(key);
  return record === undefined ? undefined : (JSON.parse(record) as Json);
}

/** Keeps an assessment; the newest for a key counts. */
export function recordAssessment(db: Catalogue, key: AssessmentKey, assessment: object, at: string): void {
  db.prepare(
    `INSERT INTO assessments (digest, prompt_digest, model, assessed_at, record)
     VALUES (@digest, @promptDigest, @model, @at, @record)
     ON CONFLICT DO UPDATE SET assessed_at = @at, record = @record`,
  ).run({ ...key, at, record: JSON.stringify(assessment) });
}
