import { z } from 'zod';
import type { Decision } from '../../catalogue/records.ts';
import { defineEmitter, type Policy } from '../emitter.ts';

const Limit = z.strictObject({
  counter: z.string().min(1),
  window: z.enum(['minute', 'hour']),
  max: z.int().positive(),
  scope: z.literal('grant'),
});

/** The shape of a condition is not published; Intercept's `{path, op, value}` is the nearest documented one. */
const Condition = z.strictObject({ path: z.string(), op: z.string(), value: z.unknown() });

const ToolRules = z.strictObject({
  deny_if: z.array(z.strictObject({ conditions: z.array(Condition), on_deny: z.string() })).optional(),
  limits: z.array(Limit).optional(),
});

/** PolicyLayer's `policy.json`, as far as its shape is public. */
export const PolicyLayerFile = z.strictObject({
  version: z.literal('1'),
  default: z.enum(['allow', 'deny']),
  hide: z.array(z.string()).optional(),
  all_tools: z.strictObject({ limits: z.array(Limit) }).optional(),
  tools: z.record(z.string(), ToolRules).optional(),
});

type Rules = z.infer<typeof ToolRules>;

const always = (message: string): Rules => ({ deny_if: [{ conditions: [], on_deny: message }] });

function rules({ tool, action, limit }: Decision): Rules {
  switch (action) {
    case 'allow':
      return {};
    case 'limit':
      return {
        limits: [{ counter: `${tool}_rate`, window: limit!.window, max: limit!.max, scope: 'grant' }],
      };
    case 'ask':
      // The gateway shows `on_deny` to the agent; this wording is what its own approval recipe uses.
      return always('Requires human approval.');
    case 'deny':
      return always('Denied by policy.');
    case 'hide':
      throw new Error('a hidden tool has no rules of its own');
  }
}

function emit({ decisions }: Policy): string {
  const hidden = decisions.filter(({ action }) => action === 'hide').map(({ tool }) => tool);
  const shown = decisions.filter(({ action }) => action !== 'hide');
  const file = {
    version: '1',
    default: 'deny',
    ...(hidden.length > 0 ? { hide: hidden } : {}),
    // fromEntries defines each key, so that a tool called __proto__ is a tool like any other.
    ...(shown.length > 0
      ? { tools: Object.fromEntries(shown.map((decision) => [decision.tool, rules(decision)])) }
      : {}),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function validate(text: string): string[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return [`It is not JSON: ${(error as Error).message}.`];
  }
  const result = PolicyLayerFile.safeParse(parsed);
  if (!result.success)
    return result.error.issues.map(({ path, message }) => `${path.join('.') || 'The file'}: ${message}.`);
  return [];
}

export default defineEmitter({
  id: 'policylayer',
  title: 'PolicyLayer',
  filename: 'policy.json',
  mediaType: 'application/json',
  supports: { deny: true, ask: true, limit: true, arguments: false },
  emit,
  validate,
});
