import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { isJsonObject, type Json, type JsonObject } from '../../catalogue/json.ts';
import { GATEWAY } from '../emitters/agentcore.ts';
import { ToolHiveFile } from '../emitters/toolhive.ts';
import { parseYaml } from '../format.ts';
import { allow, deny, type Call, type Simulation, type Verdict } from './call.ts';
import { shaped, UnreadablePolicy } from './unreadable.ts';

type Request = Omit<cedar.StatefulAuthorizationCall, 'preparsedPolicySetId'>;

/** How many policy sets Cedar has been given to keep, which is what they are called by. */
let kept = 0;

/** Cedar's own evaluator on ToolHive's or AgentCore's policies. @throws UnreadablePolicy */
export function simulateCedar(text: string, target: 'toolhive' | 'agentcore'): Simulation {
  const policies =
    target === 'toolhive' ? byId(shaped(parseYaml(text), ToolHiveFile, target).cedar.policies) : text;
  const id = keep(policies);
  const servers = target === 'agentcore' ? serversOf(text) : [];
  return (call) => {
    const request = target === 'toolhive' ? toolHiveRequest(call) : agentCoreRequest(call, servers);
    return request ? ask(request, id) : deny('request', 'An argument is nothing that Cedar has a value for.');
  };
}

/** One policy to an id, as ToolHive loads them. */
export function byId(policies: readonly string[]): Record<string, string> {
  return Object.fromEntries(policies.map((policy, i) => [`policies[${i}]`, policy]));
}

/** What Cedar's parser has against a set of policies, or undefined. */
export function cedarProblem(policies: string | Record<string, string>): string | undefined {
  const answer = cedar.checkParsePolicySet({ staticPolicies: policies, templates: {}, templateLinks: [] });
  return answer.type === 'success' ? undefined : answer.errors.map(({ message }) => message).join('; ');
}

/** Parses a policy set once for all calls. @throws UnreadablePolicy */
function keep(staticPolicies: string | Record<string, string>): string {
  const id = `policies-${++kept}`;
  const answer = cedar.preparsePolicySet(id, { staticPolicies, templates: {}, templateLinks: [] });
  if (answer.type === 'success') return id;
  throw new UnreadablePolicy(
    `Cedar does not read it: ${answer.errors.map(({ message }) => message).join('; ')}.`,
  );
}

function ask(request: Request, preparsedPolicySetId: string): Verdict {
  const answer = cedar.statefulIsAuthorized({ ...request, preparsedPolicySetId });
  if (answer.type === 'failure')
    return deny('request', answer.errors[0]?.message ?? 'Cedar refused the request.');
  const { decision, diagnostics } = answer.response;
  const [rule] = diagnostics.reason;
  if (decision === 'allow') return allow(rule ?? 'permit', 'A policy permits it.');
  if (rule !== undefined) return deny(rule, 'A policy forbids it.');
  const [failed] = diagnostics.errors;
  return failed
    ? deny(failed.policyId, `No policy permits it; ${failed.error.message}.`)
    : deny('default', 'No policy permits it.');
}

function toolHiveRequest({ tool, arguments: args }: Call): Request | undefined {
  const attributes: Record<string, cedar.CedarValueJson> = {};
  for (const [name, value] of Object.entries(args)) {
    if (value === null || typeof value === 'object') attributes[`arg_${name}_present`] = true;
    else {
      const converted = cedarValue(value);
      if (converted === undefined) return undefined;
      attributes[`arg_${name}`] = converted;
    }
  }
  const resource = { type: 'Tool', id: tool };
  return {
    principal: { type: 'Client', id: 'agent' },
    action: { type: 'Action', id: 'call_tool' },
    resource,
    context: {},
    entities: [{ uid: resource, attrs: attributes, parents: [] }],
  };
}

function agentCoreRequest(
  { tool, server, arguments: args }: Call,
  servers: readonly string[],
): Request | undefined {
  const input = cedarRecord(args);
  if (!input) return undefined;
  return {
    principal: { type: 'AgentCore::OAuthUser', id: 'agent' },
    action: { type: 'AgentCore::Action', id: `${server ?? servers[0] ?? ''}___${tool}` },
    resource: { type: 'AgentCore::Gateway', id: GATEWAY },
    context: { input },
    entities: [],
  };
}

/** The targets that the actions of a policy name, for calls that name no server. */
function serversOf(text: string): string[] {
  return [...text.matchAll(/AgentCore::Action::"((?:[^"\\]|\\.)*?)___/g)].map(([, server]) => server!);
}

/** A JSON value as Cedar takes it, or undefined: it has no null, and decimals of four digits. */
function cedarValue(value: Json): cedar.CedarValueJson | undefined {
  if (value === null) return undefined;
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) return value;
    const decimal = value.toFixed(4);
    return Number(decimal) === value && Math.abs(value) < 9e14
      ? { __extn: { fn: 'decimal', arg: decimal } }
      : undefined;
  }
  if (Array.isArray(value)) {
    const items = value.map(cedarValue);
    return items.includes(undefined) ? undefined : (items as cedar.CedarValueJson[]);
  }
  return isJsonObject(value) ? cedarRecord(value) : value;
}

function cedarRecord(value: JsonObject): Record<string, cedar.CedarValueJson> | undefined {
  const members = Object.entries(value).map(([name, member]) => [name, cedarValue(member)] as const);
  return members.some(([, member]) => member === undefined)
    ? undefined
    : (Object.fromEntries(members) as Record<string, cedar.CedarValueJson>);
}
