import type { Rule } from './emitter.ts';
import { InterceptFile } from './emitters/intercept.ts';
import { PolicyLayerFile } from './emitters/policylayer.ts';
import { GeminiFile } from './emitters/gemini.ts';
import { parseJson, parseYaml, readToml } from './format.ts';
import { holds } from './requirement.ts';
import { allow, ask, deny, type Simulation, type Verdict } from './simulate/call.ts';
import { counters } from './simulate/counters.ts';
import { simulateGemini } from './simulate/gemini.ts';
import { simulateIntercept } from './simulate/intercept.ts';
import { simulatePolicyLayer } from './simulate/policylayer.ts';
import { shaped } from './simulate/unreadable.ts';

export { Call, type Simulation, type Verdict } from './simulate/call.ts';
export { UnreadablePolicy } from './simulate/unreadable.ts';

/** Targets whose files can be asked what they do with a call. */
export const SIMULATED = [
  'policylayer',
  'intercept',
  'gemini',
  'toolhive',
  'agentcore',
  'agentgateway',
  'envoy',
] as const;
export type Simulated = (typeof SIMULATED)[number];

/**
 * The policy in `text`, ready to be asked about calls.
 * @throws UnreadablePolicy when the text is no such file
 */
export async function simulate(text: string, target: Simulated): Promise<Simulation> {
  switch (target) {
    case 'policylayer':
      return simulatePolicyLayer(shaped(parseJson(text), PolicyLayerFile, target));
    case 'intercept':
      return simulateIntercept(shaped(parseYaml(text), InterceptFile, target));
    case 'gemini':
      return simulateGemini(shaped(readToml(text), GeminiFile, target));
    case 'toolhive':
    case 'agentcore':
      return (await import('./simulate/cedar.ts')).simulateCedar(text, target);
    case 'agentgateway':
    case 'envoy':
      return (await import('./simulate/cel.ts')).simulateCel(text, target);
  }
}

/** What the neutral rules themselves do with a call: the yardstick for every target. Unknown tools are denied. */
export function simulateRules(rules: ReadonlyMap<string, Rule>): Simulation {
  const store = counters();
  return ({ tool, arguments: args }, now): Verdict => {
    const rule = rules.get(tool);
    if (!rule) return deny('default', 'The policy has no such tool.');
    if (rule.action === 'deny' || rule.action === 'hide') return deny(tool, 'The tool is denied.');
    const broken = rule.requirements.find((requirement) => !holds(requirement, args));
    if (broken) return deny(tool, broken.because);
    if (rule.action === 'ask') return ask(tool, 'A person decides.');
    if (rule.action === 'limit') {
      if (store.read(tool, rule.limit!.window, now) >= rule.limit!.max)
        return deny(tool, 'The limit is used up.');
      store.add(tool, rule.limit!.window, now, 1);
    }
    return allow(tool, 'The rule allows it.');
  };
}
