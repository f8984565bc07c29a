import { DECEIVING_RULES } from '../../catalogue/deceit.ts';
import { MODEL_AS_RULE, type ModelView, type Move, type WeighedFinding } from '../../catalogue/records.ts';
import { CATEGORIES, FLAGS, rank, riskLevelAfter, type Category } from '../../catalogue/vocabulary.ts';
import type { Judgement } from '../combine.ts';
import { APPLIES, levelAfter } from '../judgement/level.ts';
import type { Assessment } from './answer.ts';
import type { Assessed } from './assess.ts';

/** From this confidence on, what the rules found is not lowered by a model's word. */
const STRONG = 0.8;
/** Agreement of two independent assessors leaves this share of the doubt. */
const DOUBT_AFTER_AGREEMENT = 0.5;
/** How sure a verdict is that rests on one of two assessors who disagree. */
const CONFIDENCE_IN_DISAGREEMENT = 0.6;

/**
 * The rules' judgement with a model's word beside it. The model may raise a category or settle a doubt; it may
 * lower one by at most a step, never below what the rules are sure of, and never on a definition that speaks to
 * its reader. Its word counts only with evidence, and whatever became of it is kept.
 */
export function merge(rules: Judgement, model: string, assessed: Assessed): Judgement {
  if (!assessed.ok) return { ...rules, model: { model, outcome: 'failed', failure: assessed.failure } };
  const { assessment } = assessed;
  const own = ownVerdict(assessment);
  const view = (outcome: ModelView['outcome']): ModelView => ({ model, outcome, ...own });
  if (assessment.evidence.length === 0) return { ...rules, model: view('no-evidence') };
  const mayLower = !isPoisoned(rules, assessment) && rules.confidence < STRONG;
  const category = mergedCategory(rules.category, own.category, mayLower);
  const moves = mergedMoves(rules, category, assessment, mayLower);
  const findings = mergedFindings(rules.findings, assessment, moves, category === own.category);
  const riskLevel = levelAfter(category, moves);
  const agrees = category === own.category && riskLevel === own.riskLevel;
  return {
    ...rules,
    category,
    riskLevel,
    findings,
    moves,
    flags: FLAGS.filter((flag) => rules.flags.includes(flag) || assessment.flags.includes(flag)),
    confidence: mergedConfidence(
      rules.confidence,
      rules.category === own.category,
      category !== rules.category,
    ),
    model: view(outcomeOf(rules, { category, riskLevel }, agrees)),
  };
}

function ownVerdict({ category, raises, lowers }: Assessment): Pick<Judgement, 'category' | 'riskLevel'> {
  const applies = ({ reason }: Assessment['raises' | 'lowers'][number]) => APPLIES[reason].includes(category);
  const up = raises.some(applies) ? 1 : 0;
  const down = lowers.some(applies) ? 1 : 0;
  return { category, riskLevel: riskLevelAfter(category, up - down) };
}

function isPoisoned(rules: Judgement, { addressesTheReader }: Assessment): boolean {
  return addressesTheReader || rules.findings.some(({ ruleId }) => DECEIVING_RULES.includes(ruleId));
}

function mergedCategory(rules: Category, own: Category, mayLower: boolean): Category {
  const difference = rank(CATEGORIES, own) - rank(CATEGORIES, rules);
  if (difference >= 0) return own;
  return mayLower ? CATEGORIES[rank(CATEGORIES, rules) - 1]! : rules;
}

/** The rules' findings and, last, the model's own, with the evidence for its category and its moves. */
function mergedFindings(
  findings: readonly WeighedFinding[],
  { evidence, raises, lowers }: Assessment,
  moves: readonly Move[],
  agrees: boolean,
): WeighedFinding[] {
  const used = [...raises, ...lowers].filter(({ reason }) => moves.some((move) => move.reason === reason));
  const spans = [...evidence, ...used.flatMap((move) => move.evidence)];
  return [
    ...findings,
    { ruleId: MODEL_AS_RULE, outcome: 'observed', evidence: spans, effect: agrees ? 'decides' : 'overruled' },
  ];
}

/** At most one move up and one down: the rules' own first, the model's where the rules had none. */
function mergedMoves(
  rules: Judgement,
  category: Category,
  { raises, lowers }: Assessment,
  mayLower: boolean,
): Move[] {
  const applies = ({ reason }: { reason: Move['reason'] }) => APPLIES[reason].includes(category);
  const findings = [rules.findings.length];
  const kept = rules.moves.filter(applies);
  const [up, down] = [raises.find(applies), lowers.find(applies)];
  const has = (direction: Move['direction']) => kept.some((move) => move.direction === direction);
  if (up && !has('up')) kept.push({ direction: 'up', reason: up.reason, findings });
  if (down && mayLower && !has('down')) kept.push({ direction: 'down', reason: down.reason, findings });
  return kept;
}

function mergedConfidence(rules: number, agrees: boolean, changed: boolean): number {
  const confidence = agrees
    ? 1 - (1 - rules) * DOUBT_AFTER_AGREEMENT
    : changed
      ? CONFIDENCE_IN_DISAGREEMENT
      : Math.min(rules, CONFIDENCE_IN_DISAGREEMENT);
  return Math.round(confidence * 100) / 100;
}

function outcomeOf(
  rules: Judgement,
  merged: Pick<Judgement, 'category' | 'riskLevel'>,
  agrees: boolean,
): ModelView['outcome'] {
  const before = rank(CATEGORIES, rules.category);
  const after = rank(CATEGORIES, merged.category);
  if (after > before) return 'raised';
  if (after < before) return 'lowered';
  if (agrees) return 'agreed';
  return 'overruled';
}
