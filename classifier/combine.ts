import type { Classification, DangerousParameter, Mode, WeighedFinding } from '../catalogue/records.ts';
import type { Category, Flag } from '../catalogue/vocabulary.ts';
import { judgeCategory } from './judgement/category.ts';
import { judgeConfidence } from './judgement/confidence.ts';
import { collect, type Seen } from './judgement/findings.ts';
import { judgeFlags } from './judgement/flags.ts';
import { isSupported, mismatches, withHints } from './judgement/hints.ts';
import { judgeLevel } from './judgement/level.ts';
import { dangerousParameters, modesOf } from './judgement/modes.ts';
import type { Reading } from './reading/reading.ts';

/** A verdict without its prose and its identity. */
export type Judgement = Omit<Classification, 'digest' | 'classifierVersion' | 'rationale'>;

/** Weighs what the rules saw. The only place that does; every weight is in classifier/judgement/. */
export function combine(reading: Reading, seen: readonly Seen[]): Judgement {
  const verdict = withHints(reading, judgeCategory(seen));
  const level = judgeLevel(verdict.category, seen, verdict.established);
  const flags: Flag[] = judgeFlags(verdict.category, seen);
  const findings: WeighedFinding[] = collect(seen, verdict, level, flags);
  const modes: Mode[] = modesOf(reading);
  const parameters: DangerousParameter[] = dangerousParameters(seen, reading);
  const category: Category = verdict.category;
  return {
    category,
    riskLevel: level.riskLevel,
    confidence: judgeConfidence(verdict, seen, isSupported(reading, category)),
    flags,
    findings,
    moves: level.moves.map((move) => ({
      ...move,
      findings: findings.flatMap(({ ruleId, outcome }, index) =>
        outcome === 'observed' && level.rules.get(move.reason)?.has(ruleId) ? [index] : [],
      ),
    })),
    modes,
    dangerousParameters: parameters,
    hintMismatches: mismatches(reading, category),
  };
}
