/** The charts of the statistics page, each from one survey of the catalogue, one count of it, or the evaluation. */
import { COMBINATIONS, COMBINATION_TITLE } from '../../../catalogue/combinations.ts';
import type { EvaluationFigures } from '../../../catalogue/evaluation.ts';
import { GRADES } from '../../../catalogue/grade.ts';
import type { Counts, ToolSummary } from '../../../catalogue/store/reads.ts';
import { CATEGORIES, FLAGS, HINTS, OUTCOMES, RISK_LEVELS, type Hint } from '../../../catalogue/vocabulary.ts';
import type { SiteContext } from '../../context.ts';
import { count, list, number, sentence } from '../text/rich.ts';
import { FLAG_LABEL } from '../text/words.ts';
import type { Chart, Tone } from './charts.ts';
import { counted } from './counted.ts';
import { isJudged, JUDGED_HINTS } from './judged-hints.ts';
import { surveyed, type Survey } from './survey.ts';

const WORST_FIRST = RISK_LEVELS.toReversed();
const LEVEL_TONES: Tone[] = ['critical', 'high', 'medium', 'low'];
const INKS: Tone[] = ['ink-4', 'ink-3', 'ink-2', 'ink-1'];

/** The part of the whole that a number is, in words: `12 of 40 (30 %)`. */
export function shareInWords(hits: number, of: number): string {
  return of === 0
    ? `${number(hits)} of none`
    : `${number(hits)} of ${number(of)} (${((100 * hits) / of).toFixed(1)} %)`;
}

/** How the crawls of all listed servers ended. */
export function outcomeChart({ outcomes, servers }: Counts): Chart {
  const rows = OUTCOMES.filter((outcome) => outcomes[outcome])
    .map((outcome) => ({ label: outcome, values: [outcomes[outcome]!] }))
    .toSorted((a, b) => b.values[0]! - a.values[0]!);
  return {
    ...{
      id: 'outcomes',
      title: `How the last crawl of ${count(servers, 'listed server')} ended`,
      kind: 'stacked',
    },
    description: rows.map(({ label, values }) => `${label}: ${number(values[0]!)}`).join('; '),
    ...{ head: 'outcome', columns: ['servers'], tones: ['ink-1'], rows },
  };
}

/** Levels within each category, of the tools of one server. */
export function serverChart(tools: readonly ToolSummary[]): Chart {
  const verdicts = Object.fromEntries(
    CATEGORIES.map((category) => [category, { Low: 0, Medium: 0, High: 0, Critical: 0 }]),
  ) as Survey['verdicts'];
  for (const { classification } of tools) verdicts[classification.category][classification.riskLevel]++;
  return verdictChart({ verdicts, tools: tools.length });
}

/** Levels within each category. */
export function verdictChart({ verdicts, tools }: Pick<Survey, 'verdicts' | 'tools'>): Chart {
  const rows = CATEGORIES.map((category) => ({
    label: category,
    values: WORST_FIRST.map((level) => verdicts[category][level]),
  }));
  return {
    ...{ id: 'verdicts', title: `Category and risk level of ${count(tools, 'tool')}`, kind: 'stacked' },
    description: rows
      .map(({ label, values }) => `${label}: ${list(WORST_FIRST.map((level, i) => `${values[i]} ${level}`))}`)
      .join('; '),
    ...{ head: 'category', columns: WORST_FIRST, tones: LEVEL_TONES, rows },
  };
}

/** How many tools have each flag; a tool may have several. */
export function flagChart({ flags, tools }: Survey): Chart {
  const rows = FLAGS.map((flag) => ({ label: FLAG_LABEL[flag], values: [flags.get(flag) ?? 0] }));
  return {
    ...{ id: 'flags', title: `Flags among ${count(tools, 'tool')}`, kind: 'stacked' },
    description: rows.map(({ label, values }) => `${label}: ${number(values[0]!)}`).join('; '),
    ...{ head: 'flag', columns: ['tools'], tones: ['ink-1'], rows },
  };
}

/** Grades of the servers that have tools. */
export function gradeChart({ grades, servers }: Survey): Chart {
  const rows = GRADES.map((letter) => ({ label: `Grade ${letter}`, values: [grades[letter]] }));
  return {
    ...{ id: 'grades', title: `Grades of ${count(servers, 'server')} with tools`, kind: 'stacked' },
    description: rows.map(({ label, values }) => `${label}: ${number(values[0]!)}`).join('; '),
    ...{ head: 'grade', columns: ['servers'], tones: ['ink-1'], rows },
  };
}

/** How many servers make each toxic combination by themselves. */
export function combinationChart({ combinations, servers }: Survey): Chart {
  const rows = COMBINATIONS.map((one) => ({
    label: sentence(COMBINATION_TITLE[one]),
    values: [combinations.get(one) ?? 0],
  }));
  return {
    ...{
      id: 'combinations',
      title: `Toxic combinations on ${count(servers, 'server')} with tools`,
      kind: 'stacked',
    },
    description: rows.map(({ label, values }) => `${label}: ${number(values[0]!)}`).join('; '),
    ...{ head: 'combination', columns: ['servers'], tones: ['ink-1'], rows },
  };
}

/** What authors declare, beside the category that the words give. */
export function hintChart({ hints, tools }: Survey): Chart {
  const rows = JUDGED_HINTS.flatMap((hint) =>
    (['true', 'false', 'not declared', 'not a boolean'] as const)
      .map((declared) => ({
        label: `${hint}: ${declared}`,
        values: CATEGORIES.map((category) => hints[hint].declared[declared][category]),
      }))
      .filter(({ values }) => values.some((n) => n > 0)),
  );
  return {
    ...{
      id: 'hints',
      title: `Declared hints of ${count(tools, 'tool')} by the category of our verdict`,
      kind: 'stacked',
    },
    description: rows
      .map(
        ({ label, values }) =>
          `${label}: ${list(CATEGORIES.map((category, i) => `${values[i]} ${category}`))}`,
      )
      .join('; '),
    ...{ head: 'declared', columns: CATEGORIES, tones: INKS, rows },
  };
}

/** Of the tools that declare each hint as true or false, those whose words contradict it; where nobody judges, `?`. */
export function contradictionsInWords({ hints }: Pick<Survey, 'hints'>): { hint: Hint; said: string }[] {
  return HINTS.map((hint) => {
    const { declared, mismatches } = hints[hint];
    const tools = [declared.true, declared.false]
      .flatMap(Object.values<number>)
      .reduce((sum, some) => sum + some, 0);
    const said = isJudged(hint)
      ? `${shareInWords(mismatches, tools)} that declare it`
      : `? of ${number(tools)} that declare it: not judged`;
    return { hint, said };
  });
}

/** Labels against verdicts of the rules. */
export function confusionChart({ confusion, tools }: EvaluationFigures): Chart {
  const rows = CATEGORIES.map((category, i) => ({ label: category, values: confusion[i] ?? [] }));
  return {
    ...{
      id: 'confusion',
      title: `Label (row) and verdict (column) of ${count(tools, 'labelled tool')}`,
    },
    description: rows
      .map(
        ({ label, values }) =>
          `labelled ${label}: ${list(CATEGORIES.map((to, i) => `${values[i]} judged ${to}`))}`,
      )
      .join('; '),
    ...{ head: 'label', columns: CATEGORIES, tones: ['ink-1', 'high'], rows, kind: 'matrix' },
  };
}

/** Whether a stated confidence is kept: the share of right categories in each band. */
export function calibrationChart({ calibration, tools }: EvaluationFigures): Chart {
  const rows = calibration.map(({ from, to, stated, right }) => ({
    label: `${from.toFixed(1)} to ${to.toFixed(1)} (${count(right.of, 'tool')})`,
    values: [stated, right.of === 0 ? 0 : right.hits / right.of],
  }));
  return {
    ...{
      id: 'calibration',
      title: `Stated confidence and share of right categories, ${count(tools, 'labelled tool')}`,
    },
    description: rows
      .map(
        ({ label, values: [stated, right] }) =>
          `${label}: stated ${stated!.toFixed(2)}, right ${right!.toFixed(2)}`,
      )
      .join('; '),
    ...{
      head: 'confidence',
      columns: ['stated', 'right'],
      tones: ['ink-4', 'ink-1'],
      rows,
      kind: 'beside',
      unit: 'share',
    },
  };
}

/** How often each rule observes something in the catalogue's tools, the most frequent first. */
export function ruleChart({ rules, tools }: Survey): Chart {
  const rows = [...rules]
    .toSorted(([a, { observed: x }], [b, { observed: y }]) => y - x || (a < b ? -1 : 1))
    .map(([label, { observed, decides }]) => ({ label, values: [decides, observed - decides] }));
  return {
    ...{
      id: 'rule-counts',
      title: `How often each rule speaks up for ${count(tools, 'tool')}`,
      kind: 'stacked',
    },
    description: `${rows.length} rules; the most frequent: ${rows
      .slice(0, 5)
      .map(({ label, values }) => `${label} ${values[0]! + values[1]!}`)
      .join(', ')}`,
    ...{ head: 'rule', columns: ['decides the category', 'otherwise'], tones: ['ink-1', 'ink-3'], rows },
  };
}

/** All charts of the statistics page, and of those on methodology that have a file; in the order of the pages. */
export function allCharts({ catalogue, evaluation }: Pick<SiteContext, 'catalogue' | 'evaluation'>): Chart[] {
  const survey = surveyed();
  const figures = evaluation?.figures;
  return [
    outcomeChart(counted(catalogue)),
    ...[verdictChart, flagChart, gradeChart, combinationChart, hintChart, ruleChart].map((chart) =>
      chart(survey),
    ),
    ...(figures ? [confusionChart(figures), calibrationChart(figures)] : []),
  ];
}
