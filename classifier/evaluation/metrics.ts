import type { Classification } from '../../catalogue/records.ts';
import {
  CATEGORIES,
  RISK_LEVELS,
  rank,
  type Category,
  type Flag,
  type RiskLevel,
} from '../../catalogue/vocabulary.ts';
import { share, type Share } from './wilson.ts';

/** A label by the codebook, or, where only the author's word is known, whether the tool only reads. */
export type Label =
  | { readonly category: Category; readonly riskLevel: RiskLevel; readonly flags?: readonly Flag[] }
  | { readonly readOnly: boolean };

/** A labelled tool and what the classifier made of it. */
export interface Judged {
  readonly vendor: string;
  readonly name: string;
  readonly label: Label;
  readonly verdict: Classification;
}

export interface ClassFigures {
  readonly category: Category;
  readonly precision: Share;
  readonly recall: Share;
  readonly f1: number;
}

/** Figures over tools labelled by the codebook. */
export interface CategoryFigures {
  readonly tools: number;
  readonly vendors: number;
  readonly accuracy: Share;
  readonly macroF1: number;
  readonly classes: readonly ClassFigures[];
  /** Counts by label (row) and verdict (column), in the order of the categories. */
  readonly confusion: readonly (readonly number[])[];
  /** Execute or Destructive tools that were called Read. */
  readonly dangerousCalledRead: Share;
  readonly levelExact: Share;
  readonly levelWithinOne: Share;
  readonly calibration: readonly CalibrationBand[];
  /** Mean and spread of the accuracy over vendors, each weighing alike. */
  readonly byVendor: {
    readonly mean: number;
    readonly worst: readonly { vendor: string; accuracy: Share }[];
  };
}

export interface CalibrationBand {
  readonly from: number;
  readonly to: number;
  readonly stated: number;
  readonly right: Share;
}

type Full = Judged & { readonly label: { readonly category: Category; readonly riskLevel: RiskLevel } };

const isFull = (one: Judged): one is Full => 'category' in one.label;

/** Figures over the tools whose label names a category; undefined when there are none. */
export function categoryFigures(judged: readonly Judged[]): CategoryFigures | undefined {
  const rows = judged.filter(isFull);
  if (rows.length === 0) return undefined;
  const right = rows.filter(isRight);
  const confusion = CATEGORIES.map((label) =>
    CATEGORIES.map(
      (said) => rows.filter((row) => row.label.category === label && row.verdict.category === said).length,
    ),
  );
  const classes = CATEGORIES.map((category, index) => classFigures(category, index, confusion));
  const dangerous = rows.filter(
    ({ label }) => label.category === 'Execute' || label.category === 'Destructive',
  );
  const distance = ({ label, verdict }: Full): number =>
    Math.abs(rank(RISK_LEVELS, label.riskLevel) - rank(RISK_LEVELS, verdict.riskLevel));
  const present = classes.filter((one) => one.recall.of > 0);
  return {
    tools: rows.length,
    vendors: new Set(rows.map(({ vendor }) => vendor)).size,
    accuracy: share(right.length, rows.length),
    macroF1: present.reduce((sum, { f1 }) => sum + f1, 0) / present.length,
    classes,
    confusion,
    dangerousCalledRead: share(
      dangerous.filter(({ verdict }) => verdict.category === 'Read').length,
      dangerous.length,
    ),
    levelExact: share(rows.filter((row) => distance(row) === 0).length, rows.length),
    levelWithinOne: share(rows.filter((row) => distance(row) <= 1).length, rows.length),
    calibration: calibration(rows),
    byVendor: vendorFigures(rows),
  };
}

const isRight = ({ label, verdict }: Full): boolean => label.category === verdict.category;

function classFigures(
  category: Category,
  index: number,
  confusion: readonly (readonly number[])[],
): ClassFigures {
  const hits = confusion[index]?.[index] ?? 0;
  const labelled = (confusion[index] ?? []).reduce((sum, count) => sum + count, 0);
  const said = confusion.reduce((sum, row) => sum + (row[index] ?? 0), 0);
  const f1 = labelled + said === 0 ? 0 : (2 * hits) / (labelled + said);
  return { category, precision: share(hits, said), recall: share(hits, labelled), f1 };
}

/** Ten bands of stated confidence, those that hold a verdict, with the share that was right. */
function calibration(rows: readonly Full[]): CalibrationBand[] {
  return Array.from({ length: 10 }, (_, band) => band / 10).flatMap((from) => {
    const to = from + 0.1;
    const held = rows.filter(
      ({ verdict }) => verdict.confidence >= from && (verdict.confidence < to || from >= 0.9),
    );
    if (held.length === 0) return [];
    const stated = held.reduce((sum, { verdict }) => sum + verdict.confidence, 0) / held.length;
    return [{ from, to, stated, right: share(held.filter(isRight).length, held.length) }];
  });
}

function vendorFigures(rows: readonly Full[]): CategoryFigures['byVendor'] {
  const vendors = Map.groupBy(rows, ({ vendor }) => vendor);
  const each = [...vendors].map(([vendor, own]) => ({
    vendor,
    accuracy: share(own.filter(isRight).length, own.length),
  }));
  const worst = each
    .filter(({ accuracy }) => accuracy.value < 1)
    .sort((a, b) => a.accuracy.value - b.accuracy.value || a.vendor.localeCompare(b.vendor))
    .slice(0, 10);
  return { mean: each.reduce((sum, { accuracy }) => sum + accuracy.value, 0) / each.length, worst };
}

/** Agreement on Read or not with tools of which only the author's word is known; undefined when there are none. */
export function readOnlyAgreement(judged: readonly Judged[]): Share | undefined {
  const rows = judged.filter((one) => 'readOnly' in one.label);
  if (rows.length === 0) return undefined;
  const agreed = rows.filter(
    ({ label, verdict }) => 'readOnly' in label && label.readOnly === (verdict.category === 'Read'),
  );
  return share(agreed.length, rows.length);
}

/** The tools that the classifier got wrong in category or level, worst first: by distance, then by confidence. */
export function misses(judged: readonly Judged[]): Judged[] {
  const cost = ({ label, verdict }: Judged): number => {
    if ('readOnly' in label)
      return label.readOnly === (verdict.category === 'Read') ? 0 : 10 + verdict.confidence;
    const category = Math.abs(rank(CATEGORIES, label.category) - rank(CATEGORIES, verdict.category));
    const level = Math.abs(rank(RISK_LEVELS, label.riskLevel) - rank(RISK_LEVELS, verdict.riskLevel));
    return category * 10 + level * 3 + (category + level > 0 ? verdict.confidence : 0);
  };
  return judged.filter((one) => cost(one) > 0).sort((a, b) => cost(b) - cost(a));
}
