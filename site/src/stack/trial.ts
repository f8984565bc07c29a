/** Asks a stack's policy about one call, as its target would. */
import type { JsonObject } from '../../../catalogue/json.ts';
import type { Emitter, Policy } from '../../../policy/emitter.ts';
import { resolve } from '../../../policy/resolve.ts';
import {
  simulate,
  SIMULATED,
  simulateRules,
  type Simulated,
  type Verdict,
} from '../../../policy/simulate.ts';
import type { StackFile } from './policies.ts';

/** A call of a tool of one of the stack's servers. */
export interface TriedCall {
  server: string;
  tool: string;
  arguments: JsonObject;
}

/** What came out, and what was asked: the file itself, or its rules in the target's terms. */
export interface Tried extends Verdict {
  by: 'file' | 'rules';
}

/** Cedar's evaluator is WebAssembly, which the page's security policy does not let run. */
const NOT_HERE: readonly Simulated[] = ['toolhive', 'agentcore'];

/** Whether the target's own file can be asked in a browser. */
export function asksFile(target: string): target is Simulated {
  return SIMULATED.some((one) => one === target) && !NOT_HERE.some((one) => one === target);
}

/** @throws UnreadablePolicy where the file is none of the target's */
export async function tryCall(
  emitter: Emitter,
  policies: readonly Policy[],
  files: readonly StackFile[],
  call: TriedCall,
): Promise<Tried> {
  const file = files.find(({ server }) => server === undefined || server === call.server);
  if (file && asksFile(emitter.id)) {
    const ask = await simulate(file.text, emitter.id);
    const { server, tool, arguments: args } = call;
    return { ...ask({ server, tool, arguments: args }, Date.now()), by: 'file' };
  }
  return { ...byRules(emitter, policies, call), by: 'rules' };
}

function byRules(
  emitter: Emitter,
  policies: readonly Policy[],
  { server, tool, arguments: args }: TriedCall,
): Verdict {
  const policy = policies.find((one) => one.server === server);
  const rules = new Map((policy ? resolve(policy, emitter) : []).map((rule) => [rule.tool, rule]));
  const rule = rules.get(tool);
  if (!rule || rule.unnamed) return UNLISTED[emitter.unlisted];
  return simulateRules(rules)({ tool, arguments: args }, 0);
}

const UNLISTED: Record<Emitter['unlisted'], Verdict> = {
  denied: {
    verdict: 'deny',
    rule: 'default',
    reason: 'The file does not name the tool, and what it does not name is denied.',
  },
  asked: { verdict: 'ask', rule: 'default', reason: 'The file does not name the tool, so a person decides.' },
  untouched: {
    verdict: 'allow',
    rule: 'default',
    reason: 'The file does not name the tool, and leaves it alone.',
  },
};
