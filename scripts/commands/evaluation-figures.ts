import type { EvaluationFigures, Hits } from '../../catalogue/evaluation.ts';
import type { Share } from '../../classifier/evaluation/wilson.ts';
import { CLASSIFIER_VERSION } from '../../classifier/index.ts';
import type { Evaluation } from './evaluation-page.ts';

/** An evaluation's figures as they are recorded: counts, from which every share can be computed again. */
export function evaluationFigures({ gold, rules, ablation }: Evaluation, date: string): EvaluationFigures {
  return {
    ...{ date, classifierVersion: CLASSIFIER_VERSION, tools: gold.tools, vendors: gold.vendors },
    category: hits(gold.accuracy),
    level: hits(gold.levelExact),
    levelWithinOne: hits(gold.levelWithinOne),
    macroF1: rounded(gold.macroF1),
    dangerousCalledRead: hits(gold.dangerousCalledRead),
    confusion: gold.confusion.map((row) => [...row]),
    classes: gold.classes.map(({ category, precision, recall, f1 }) => ({
      ...{ category, precision: hits(precision), recall: hits(recall), f1: rounded(f1) },
    })),
    calibration: gold.calibration.map(({ from, to, stated, right }) => ({
      ...{ from: rounded(from), to: rounded(to), stated: rounded(stated), right: hits(right) },
    })),
    rules: rules.map(({ ruleId, fired, decided, precision }) => ({
      ...{ ruleId, fired, decided, right: precision.hits, without: ablation.get(ruleId) ?? 0 },
    })),
  };
}

const hits = ({ hits, of }: Share): Hits => ({ hits, of });
const rounded = (value: number): number => Number(value.toFixed(3));
