import type { Classification } from '../../catalogue/records.ts';

/** A classification for tests: Read and Low unless told otherwise. */
export const verdict = (more: Partial<Classification> = {}): Classification => ({
  digest: '0'.repeat(64),
  classifierVersion: '1',
  category: 'Read',
  riskLevel: 'Low',
  confidence: 1,
  flags: [],
  rationale: '',
  findings: [],
  moves: [],
  modes: [],
  dangerousParameters: [],
  hintMismatches: [],
  ...more,
});
