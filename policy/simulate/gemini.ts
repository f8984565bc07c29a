import type { z } from 'zod';
import { isJsonObject, type Json, type JsonObject } from '../../catalogue/json.ts';
import type { GeminiFile } from '../emitters/gemini.ts';
import { allow, ask, deny, type Call, type Simulation } from './call.ts';

type File = z.infer<typeof GeminiFile>;

/** A rule for one tool name, as the engine keeps it. */
interface Rule {
  at: number;
  server: string | undefined;
  /** The full name of a tool, or its beginning before an asterisk. */
  name: string | undefined;
  pattern: RegExp | undefined;
  decision: File['rule'][number]['decision'];
  priority: number;
}

/**
 * Gemini CLI's policy engine, after its documentation and its program, version 0.61: of the rules that match, the one
 * with the highest priority decides, and the earlier of two alike; without one, the person is asked. Conditions on
 * approval modes and on being interactive are not simulated: a rule that has them is taken to apply.
 */
export function simulateGemini({ rule }: File): Simulation {
  const rules = rule.flatMap(expand).sort((a, b) => b.priority - a.priority || a.at - b.at);
  return (call) => {
    const name = toolName(call);
    const text = stableJson(call.arguments);
    const found = rules.find((candidate) => matches(candidate, call.server, name, text));
    if (!found) return ask('default', 'No rule matches.');
    const at = `rule[${found.at}]`;
    if (found.decision === 'ask_user') return ask(at, 'The rule asks the person.');
    return found.decision === 'allow' ? allow(at, 'The rule allows it.') : deny(at, 'The rule denies it.');
  };
}

function expand(
  { mcpName, toolName: names, argsPattern, decision, priority }: File['rule'][number],
  at: number,
): Rule[] {
  const all = Array.isArray(names) ? names : [names];
  return all.map((name) => ({
    at,
    server: mcpName,
    name: mcpName === undefined ? name : `mcp_${mcpName}_${name ?? '*'}`,
    pattern: argsPattern === undefined ? undefined : new RegExp(argsPattern),
    decision,
    priority,
  }));
}

/** The name under which the program knows a server's tool. */
function toolName({ server = '', tool }: Call): string {
  const full = `mcp_${server}_${tool}`.replace(/[^a-zA-Z0-9_\-.:]/g, '_');
  return full.length > 63 ? `${full.slice(0, 30)}...${full.slice(-30)}` : full;
}

function matches(
  { server, name, pattern }: Rule,
  called: string | undefined,
  tool: string,
  text: string,
): boolean {
  if (server !== undefined && server !== '*' && server !== called) return false;
  if (name !== undefined && !fits(name, tool)) return false;
  return pattern === undefined || pattern.test(text);
}

function fits(name: string, tool: string): boolean {
  if (name === '*' || name === 'mcp_*_*') return true;
  return name.endsWith('*') ? tool.startsWith(name.slice(0, -1)) : name === tool;
}

/** Members sorted, without spaces; those of the arguments themselves stand between NULs. */
function stableJson(args: JsonObject): string {
  const members = Object.keys(args)
    .sort()
    .map((key) => `\0${JSON.stringify(key)}:${nestedJson(args[key]!)}\0`);
  return `{${members.join(',')}}`;
}

function nestedJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(nestedJson).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${nestedJson(value[key]!)}`);
  return `{${members.join(',')}}`;
}
