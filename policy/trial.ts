/** An attack's call put to the recommended policy: what the policy does with it, in each posture. */
import type { AttackEffect, AttackTrial } from '../catalogue/attacks.ts';
import type { Classification } from '../catalogue/records.ts';
import { POSTURES, type Posture } from '../catalogue/vocabulary.ts';
import type { ToolDecision } from './emitter.ts';
import { recommend } from './recommend.ts';
import type { Requirement } from './requirement.ts';
import { simulateRules, type Verdict } from './simulate.ts';

/** What one posture's policy does with the call. */
export interface TrialResult {
  decision: ToolDecision;
  verdict: Verdict;
  effect: AttackEffect;
}

/**
 * The recommended rule of the trial's tool, with what the trial tells the policy beside the verdict: a root for
 * paths, hosts for URLs, a pattern for one argument.
 */
function trialDecision(trial: AttackTrial, verdict: Classification, posture: Posture): ToolDecision {
  const { tool, root, hosts, rule } = trial;
  const options = { inputSchema: tool.inputSchema, root, hosts };
  const { byArgument: _, ...decision } = recommend(tool.name, verdict, posture, options);
  if (!rule || decision.action === 'deny' || decision.action === 'hide') return decision;
  const asked: Requirement = {
    argument: rule.argument,
    check: { kind: 'pattern', source: rule.pattern },
    purpose: 'guard',
    required: false,
    because: rule.because,
  };
  return { ...decision, requirements: [...decision.requirements, asked] };
}

/** Puts the trial's call to the policy of each posture. `verdict` is the classifier's on the trial's tool. */
export function tryAttack(trial: AttackTrial, verdict: Classification): Record<Posture, TrialResult> {
  const results = POSTURES.map((posture) => {
    const decision = trialDecision(trial, verdict, posture);
    const put = simulateRules(new Map([[decision.tool, decision]]));
    const answer = put({ tool: decision.tool, arguments: trial.arguments }, 0);
    return [posture, { decision, verdict: answer, effect: effectOf(decision, answer) }];
  });
  return Object.fromEntries(results) as Record<Posture, TrialResult>;
}

/** A denial stops an attack; a question or a limit on the number of calls limits it. */
function effectOf({ action }: ToolDecision, { verdict }: Verdict): AttackEffect {
  if (verdict === 'deny') return 'stops';
  return verdict === 'ask' || action === 'limit' ? 'limits' : 'none';
}

/** What a rule does to an attack that goes through its tool, whatever the arguments. */
export function effectOfRule({ action }: Pick<ToolDecision, 'action'>): AttackEffect {
  if (action === 'deny' || action === 'hide') return 'stops';
  return action === 'allow' ? 'none' : 'limits';
}
