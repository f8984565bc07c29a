/** What is asked of the search, and its form in an address. */
import {
  CATEGORIES,
  FLAGS,
  RISK_LEVELS,
  type Category,
  type Flag,
  type RiskLevel,
} from '../../../catalogue/vocabulary.ts';

/** Words and facets. Several levels or categories mean any of them; several flags mean all. */
export interface Question {
  text: string;
  kind: 'all' | 'servers' | 'tools';
  levels: RiskLevel[];
  categories: Category[];
  flags: Flag[];
  /** Only tools whose declared hints contradict their words. */
  mismatch: boolean;
}

export const NOTHING_ASKED: Question = {
  text: '',
  kind: 'all',
  levels: [],
  categories: [],
  flags: [],
  mismatch: false,
};

const TEXT_LIMIT = 200;

/** Reads a question from the query of an address; what it does not know it leaves out. */
export function readQuestion(query: string): Question {
  const asked = new URLSearchParams(query);
  const known = <T extends string>(name: string, values: readonly T[]): T[] =>
    values.filter((value) => asked.getAll(name).some((one) => one.toLowerCase() === value.toLowerCase()));
  const kind = asked.get('kind');
  return {
    text: (asked.get('q') ?? '').slice(0, TEXT_LIMIT),
    kind: kind === 'servers' || kind === 'tools' ? kind : 'all',
    levels: known('level', RISK_LEVELS),
    categories: known('category', CATEGORIES),
    flags: known('flag', FLAGS),
    mismatch: asked.get('mismatch') === '1',
  };
}

/** The query of the address that asks this; empty where nothing is asked. */
export function writeQuestion(question: Question): string {
  const query = new URLSearchParams();
  if (question.text.trim() !== '') query.set('q', question.text.trim());
  if (question.kind !== 'all') query.set('kind', question.kind);
  for (const level of question.levels) query.append('level', level.toLowerCase());
  for (const category of question.categories) query.append('category', category.toLowerCase());
  for (const flag of question.flags) query.append('flag', flag);
  if (question.mismatch) query.set('mismatch', '1');
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** Whether there is anything to look for. */
export function isAsked({ text, levels, categories, flags, mismatch, kind }: Question): boolean {
  return (
    text.trim() !== '' || mismatch || kind !== 'all' || levels.length + categories.length + flags.length > 0
  );
}
