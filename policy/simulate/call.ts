import { z } from 'zod';
import type { JsonObject } from '../../catalogue/json.ts';
import { isJsonObject } from '../../catalogue/json.ts';

/** One call of a tool, as an agent makes it. */
export const Call = z.strictObject({
  tool: z.string(),
  arguments: z.custom<JsonObject>(isJsonObject, 'expected an object').default({}),
  /** The server, for targets whose file is for several. */
  server: z.string().optional(),
  /** When the call is made; now, where it is left out. */
  at: z.iso.datetime().optional(),
  /** The server answered with an error: gateways that reserve give the reservation back. */
  failed: z.boolean().optional(),
});
export type Call = z.infer<typeof Call>;

/** What a policy does with a call, which rule decided, and why. */
export interface Verdict {
  verdict: 'allow' | 'ask' | 'deny';
  rule: string;
  reason: string;
}

/** A policy that is being asked; it remembers the calls that it let through. */
export type Simulation = (call: Call, now: number) => Verdict;

/** The three verdicts, each with the rule that decided and why. */
export const allow = (rule: string, reason: string): Verdict => ({ verdict: 'allow', rule, reason });
export const deny = (rule: string, reason: string): Verdict => ({ verdict: 'deny', rule, reason });
export const ask = (rule: string, reason: string): Verdict => ({ verdict: 'ask', rule, reason });
