import type { DangerousParameter, Mode } from '../../catalogue/records.ts';
import type { Category } from '../../catalogue/vocabulary.ts';
import type { Sense } from '../lexicon/verbs.ts';
import type { Reading } from '../reading/reading.ts';
import type { Seen } from './findings.ts';

/** The category of an act by its sense. */
export const CATEGORY_OF_SENSE: Record<Sense, Category> = {
  read: 'Read',
  light: 'Write',
  write: 'Write',
  unlink: 'Write',
  message: 'Write',
  money: 'Write',
  process: 'Execute',
  lifecycle: 'Execute',
  cancel: 'Execute',
  code: 'Execute',
  query: 'Execute',
  browser: 'Execute',
  device: 'Execute',
  destroy: 'Destructive',
  revoke: 'Destructive',
  clear: 'Destructive',
  reset: 'Destructive',
  overwrite: 'Destructive',
};

/** The modes that an enumerated parameter offers, with the category of each. */
export function modesOf(reading: Reading): Mode[] {
  return reading.modes.flatMap((mode): Mode[] =>
    mode.parameter
      ? [{ parameter: mode.parameter.path, value: mode.value, category: CATEGORY_OF_SENSE[mode.sense] }]
      : [],
  );
}

const WHY: Record<string, string> = {
  'destructive-switch': 'deletes or overwrites when set',
  'command-parameter': 'is run as a command or code',
  'query-parameter': 'is run as a query',
  'destructive-mode': 'has a value that deletes, revokes or resets',
  'execute-mode': 'has a value that runs, starts or stops something',
  'states-arguments-mode': 'is described as deleting or overwriting',
  'saves-file': 'names the file that is written',
  'calls-raw-api': 'chooses any method',
  'runs-queries': 'is run as a query',
  'widening-switch': 'widens what the call reaches',
  'runs-on-host': 'is run as a command or code',
};

/** Parameters that make a call dangerous, each once, in the order of the schema. */
export function dangerousParameters(seen: readonly Seen[], reading: Reading): DangerousParameter[] {
  const why = new Map<string, string>();
  for (const { rule, place, detail, outcome } of seen) {
    const reason = WHY[rule.id];
    if (outcome !== 'observed' || detail === undefined || reason === undefined) continue;
    if ((place === 'parameter' || place === 'mode') && !why.has(detail)) why.set(detail, reason);
  }
  return reading.parameters.flatMap((parameter) => {
    const reason = why.get(parameter.path);
    if (reason === undefined) return [];
    why.delete(parameter.path);
    return [{ pointer: parameter.pointer, name: parameter.key, why: reason }];
  });
}
