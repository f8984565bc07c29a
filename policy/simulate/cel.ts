import { Environment } from '@marcbachmann/cel-js';
import type { z } from 'zod';
import { AgentGatewayFile } from '../emitters/agentgateway.ts';
import { backendName, EnvoyFile } from '../emitters/envoy.ts';
import { parseYaml } from '../format.ts';
import { allow, deny, type Simulation } from './call.ts';
import { shaped, UnreadablePolicy } from './unreadable.ts';

const environment = new Environment({ unlistedVariablesAreDyn: true, enableOptionalTypes: true });

/** An expression of a call; `undefined` where evaluation fails. */
type Expression = (variables: Record<string, unknown>) => boolean | undefined;

/** A CEL expression, ready to be asked. @throws UnreadablePolicy when it does not parse */
export function compile(source: string): Expression {
  const parsed = parse(source);
  return (variables) => {
    try {
      return parsed(variables) === true;
    } catch {
      // What an error means is the gateway's to say, and differs by the kind of rule.
      return undefined;
    }
  };
}

function parse(source: string): (variables: Record<string, unknown>) => unknown {
  try {
    return environment.parse(source);
  } catch (error) {
    throw new UnreadablePolicy(
      `CEL does not read ${source.slice(0, 80)}: ${(error as Error).message.split('\n')[0]}.`,
    );
  }
}

/** agentgateway's or Envoy AI Gateway's rules, their expressions evaluated by a CEL library. @throws UnreadablePolicy */
export function simulateCel(text: string, target: 'agentgateway' | 'envoy'): Simulation {
  return target === 'agentgateway'
    ? agentGateway(shaped(parseYaml(text), AgentGatewayFile, target))
    : envoy(shaped(parseYaml(text), EnvoyFile, target));
}

/** Deny rules, then require rules, then allow rules, of which one must hold where there are any; an error holds nothing. */
function agentGateway({ mcpAuthorization: { rules } }: z.infer<typeof AgentGatewayFile>): Simulation {
  const of = (kind: 'allow' | 'deny' | 'require') =>
    rules.flatMap((rule, i) => {
      const source =
        typeof rule === 'string'
          ? kind === 'allow'
            ? rule
            : undefined
          : (rule as Record<string, string>)[kind];
      return source === undefined ? [] : [{ name: `rules[${i}]`, holds: compile(source) }];
    });
  const [denies, requires, allows] = [of('deny'), of('require'), of('allow')];
  return ({ tool, server, arguments: args }) => {
    const variables = { mcp: { tool: { name: tool, target: server ?? '', arguments: args } } };
    const denied = denies.find(({ holds }) => holds(variables));
    if (denied) return deny(denied.name, 'A deny rule matches.');
    const missed = requires.find(({ holds }) => !holds(variables));
    if (missed) return deny(missed.name, 'A required condition does not hold.');
    if (allows.length === 0) return allow('require', 'All required conditions hold.');
    const allowed = allows.find(({ holds }) => holds(variables));
    return allowed ? allow(allowed.name, 'An allow rule matches.') : deny('allow', 'No allow rule matches.');
  };
}

/** The first rule whose target and expression match decides; an expression that fails does not match. */
function envoy({ spec }: z.infer<typeof EnvoyFile>): Simulation {
  const { defaultAction, rules } = spec.securityPolicy.authorization;
  const compiled = rules.map(({ cel, ...rule }) => ({
    ...rule,
    holds: cel === undefined ? () => true : compile(cel),
  }));
  return ({ tool, server, arguments: args }) => {
    const backend = server === undefined ? spec.backendRefs[0]?.name : backendName(server);
    const selector = spec.backendRefs.find(({ name }) => name === backend)?.toolSelector;
    if (selector?.exclude?.includes(tool) || (selector?.include && !selector.include.includes(tool)))
      return deny('toolSelector', 'The tool is not selected.');
    const variables = {
      request: { mcp: { method: 'tools/call', backend, tool, params: { name: tool, arguments: args } } },
    };
    const at = compiled.findIndex(
      ({ target, holds }) =>
        (!target || target.tools.some((named) => named.backend === backend && named.tool === tool)) &&
        holds(variables),
    );
    if (at < 0)
      return defaultAction === 'Allow'
        ? allow('defaultAction', 'No rule matches.')
        : deny('defaultAction', 'No rule matches.');
    return compiled[at]!.action === 'Deny'
      ? deny(`rules[${at}]`, 'A rule denies it.')
      : allow(`rules[${at}]`, 'A rule allows it.');
  };
}
