/** Changes in words. Every name and value in them is a server's, so it is quoted, cut and made visible. */
import type {
  Change,
  FieldChange,
  FieldValue,
  ToolVersion,
  Verdict,
} from '../../../catalogue/change-records.ts';
import {
  OUTCOME_MEANING,
  type ChangeCause,
  type ChangeKind,
  type FieldPart,
} from '../../../catalogue/vocabulary.ts';
import { code, count, shortList } from './rich.ts';

/** What happened, as the label of a line. */
export const CHANGE_LABEL: Record<ChangeKind, string> = {
  added: 'Added',
  removed: 'Removed',
  redefined: 'Redefined',
  reclassified: 'Reclassified',
  server: 'Server changed',
  circumstances: 'Asked otherwise',
  outcome: 'Crawl ended otherwise',
};

const CAUSE: Record<ChangeCause, string> = {
  definition: 'because its definition changed',
  classifier: 'because the classifier changed, and the definition did not',
  both: 'because its definition changed, and the classifier too',
};

const PART: Record<FieldPart, string> = {
  name: 'name',
  title: 'title',
  description: 'description',
  input: 'input schema',
  output: 'output schema',
  hint: 'declared hints',
  annotation: 'annotations',
};

/** `Destructive, Critical`, or that there is no verdict. */
function verdictInWords(verdict: Pick<Verdict, 'category' | 'riskLevel'> | null): string {
  return verdict ? `${verdict.category}, ${verdict.riskLevel}` : 'not judged';
}

const judged = ({ verdict }: ToolVersion): string => verdictInWords(verdict);

/** One change as a composed sentence, without the name of the tool, which stands before it. */
export function changeInWords(change: Change): string {
  switch (change.kind) {
    case 'added':
      return `New: ${judged(change.after)}.`;
    case 'removed':
      return `No longer there; it was ${judged(change.before)}.`;
    case 'redefined':
      return `Another definition: ${partsInWords(change)}. It was ${judged(change.before)} and is ${judged(change.after)}.`;
    case 'reclassified':
      return `From ${verdictInWords(change.before)} to ${verdictInWords(change.after)}, ${CAUSE[change.cause]}.`;
    case 'server':
      return `${placesInWords(change)} changed.`;
    case 'circumstances':
      return `It was asked in another way: ${placesInWords(change)}.`;
    case 'outcome':
      return `Before, it ${OUTCOME_MEANING[change.before]}; then it ${OUTCOME_MEANING[change.after]}.`;
  }
}

/** Which parts of a definition differ: `description, parameter path`. */
function partsInWords({ fields, moreFields }: Extract<Change, { kind: 'redefined' }>): string {
  const parts = fields.map(({ part, parameter }) =>
    parameter === undefined ? PART[part] : `parameter ${code(parameter, 40)}`,
  );
  const all = [...new Set(parts)];
  return shortList(all, 4) + (moreFields > 0 ? ` and ${count(moreFields, 'further field')}` : '');
}

/** Which places of a server differ, by their pointers. */
function placesInWords({ fields, moreFields }: { fields: FieldChange[]; moreFields: number }): string {
  const places = fields.map(({ pointer }) => code(pointer.slice(1), 60));
  return shortList(places, 4) + (moreFields > 0 ? ` and ${count(moreFields, 'further field')}` : '');
}

/** One side of a changed field, with marks where something was cut. */
export function valueText(value: FieldValue, max: number): string {
  const start = value.type === 'text' && value.skipped > 0 ? '…' : '';
  const cut = value.text.length > max || value.omitted > 0 ? '…' : '';
  return `${start}${value.text.slice(0, max).replace(/[\ud800-\udbff]$/, '')}${cut}`;
}
