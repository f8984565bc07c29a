import { z } from 'zod';
import { defineEmitter } from '../emitter.ts';
import { jsonProblems, jsonText } from '../format.ts';
import type { Resolved } from '../resolve.ts';

const Limit = z.strictObject({
  counter: z.string().min(1),
  window: z.enum(['minute', 'hour']),
  max: z.int().positive(),
  scope: z.literal('grant'),
});

/** The shape of a condition is not published; Intercept's `{path, op, value}` is the nearest documented one. */
const Condition = z.strictObject({ path: z.string(), op: z.string(), value: z.unknown() });
export type Condition = z.infer<typeof Condition>;
const Conditions = z.strictObject({ conditions: z.array(Condition), on_deny: z.string().optional() });

const ToolRules = z.strictObject({
  require: z.array(Conditions).optional(),
  deny_if: z.array(Conditions).optional(),
  limits: z.array(Limit).optional(),
});
export type ToolRules = z.infer<typeof ToolRules>;

/** PolicyLayer's `policy.json`, as far as its shape is public. */
export const PolicyLayerFile = z.strictObject({
  version: z.literal('1'),
  default: z.enum(['allow', 'deny']),
  hide: z.array(z.string()).optional(),
  all_tools: z.strictObject({ limits: z.array(Limit) }).optional(),
  tools: z.record(z.string(), ToolRules).optional(),
});
export type PolicyLayerFile = z.infer<typeof PolicyLayerFile>;

/** The rules of a tool that is not hidden, without conditions on its arguments. */
export function toolRules({ tool, action, limit }: Resolved): ToolRules {
  switch (action) {
    case 'allow':
      return {};
    case 'limit':
      return {
        limits: [{ counter: `${tool}_rate`, window: limit!.window, max: limit!.max, scope: 'grant' }],
      };
    case 'ask':
      return always(policyLayerBasics.askDenial);
    case 'deny':
      return always('Denied by policy.');
    case 'hide':
      throw new Error('a hidden tool has no rules of its own');
  }
}

const always = (message: string): ToolRules => ({ deny_if: [{ conditions: [], on_deny: message }] });

/** The file for tools whose rules `rulesOf` gives. */
export function policyLayerText(
  resolved: readonly Resolved[],
  rulesOf: (resolved: Resolved) => ToolRules,
): string {
  const named = resolved.filter(({ unnamed }) => !unnamed);
  const hidden = named.filter(({ action }) => action === 'hide').map(({ tool }) => tool);
  const shown = named.filter(({ action }) => action !== 'hide');
  return jsonText({
    version: '1',
    default: 'deny',
    ...(hidden.length > 0 ? { hide: hidden } : {}),
    // fromEntries defines each key, so that a tool called __proto__ is a tool like any other.
    ...(shown.length > 0
      ? { tools: Object.fromEntries(shown.map((rule) => [rule.tool, rulesOf(rule)])) }
      : {}),
  });
}

/** Both ways of writing the file deny and hide; `*` means every tool in it. */
export const policyLayerBasics = {
  filename: 'policy.json',
  mediaType: 'application/json',
  unlisted: 'denied',
  hides: true,
  /** Its own approval recipe: there is no prompt, the call is denied and the agent shown these words. */
  askDenial: 'Requires human approval.',
  cannotName: (_server: string, tool: string) => (tool === '*' ? 'an asterisk means every tool' : undefined),
  validate: (text: string) => jsonProblems(text, PolicyLayerFile),
  schema: PolicyLayerFile,
} as const;

export default defineEmitter({
  ...policyLayerBasics,
  supports: { deny: true, ask: true, limit: true, arguments: false },
  id: 'policylayer',
  title: 'PolicyLayer',
  write: ({ rules }) => policyLayerText(rules, toolRules),
});
