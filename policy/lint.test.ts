import { describe, expect, it } from 'vitest';
import { changeInWords, diffPolicies } from './diff.ts';
import { EMITTERS, recommendPolicy } from './index.ts';
import { lint, type KnownServer } from './lint.ts';
import { READERS, readPolicy, targetOf, type Reading } from './read.ts';
import { stack } from './testing/stack.ts';
import { verdict } from './testing/verdict.ts';

const emitter = (id: string) => EMITTERS.find((one) => one.id === id)!;
const codes = async (id: string, text: string, servers?: KnownServer[]) =>
  (await lint(text, emitter(id), servers)).map(({ code, at }) => (at === '' ? code : `${code} ${at}`));

/** Seven lines that would become ten million members. */
const ALIASES_OF_ALIASES = ['a: &a [x, x, x, x, x, x, x, x, x, x]']
  .concat(
    [...'bcdefg'].map((name, i) => `${name}: &${name} [${Array(10).fill(`*${'abcdef'[i]}`).join(', ')}]`),
  )
  .join('\n');

describe('lint', () => {
  it.each(EMITTERS.map(({ id }) => id))('finds nothing in what is emitted for %s', async (id) => {
    const policies = stack().map((policy) => ({
      ...policy,
      // Names that targets cannot tell apart, and the tool called *, are told of in the notes.
      decisions: policy.decisions.filter(({ tool }) => tool !== '*'),
    }));
    const one = emitter(id);
    for (const policy of policies) {
      const known = [{ server: policy.server, tools: policy.decisions.map(({ tool }) => tool) }];
      const problems = await lint(one.emit(policy), one, known);
      expect(problems.filter(({ code }) => code !== 'uncovered-tool')).toEqual([]);
    }
  });

  it.each([
    ['claude-code', '{"permissions":{"allow":["mcp__*"]}}', 'ignored-rule permissions.allow[0]'],
    ['claude-code', '{"permissions":{"allow":["mcp__x__y(path:/z)"]}}', 'ignored-rule permissions.allow[0]'],
    ['claude-code', '{"permissions":{"deny":["mcp__x__y(path:/z)"]}}', 'ignored-rule permissions.deny[0]'],
    ['claude-code', '{"permissions":{"allow":["mcp_x_y"]}}', 'ignored-rule permissions.allow[0]'],
    ['claude-code', '{"permissions":{"allow":["mcp__x"]}}', 'wide-pattern permissions.allow[0]'],
    ['claude-code', '{"permissions":{"allow":["mcp__x__*"]}}', 'wide-pattern permissions.allow[0]'],
    ['claude-code', '{"permissions":{"denny":[]}}', 'unknown-key permissions.denny'],
    ['codex', '[mcp_servers.a]\ndisabled_tool = ["x"]\n', 'unknown-key mcp_servers.a.disabled_tool'],
    ['codex', '[mcp_servers.a.tools.x]\napproval = "prompt"\n', 'unknown-key mcp_servers.a.tools.x.approval'],
    [
      'codex',
      '[mcp_servers.a]\nenabled_tools = ["y"]\n[mcp_servers.a.tools.x]\napproval_mode = "prompt"\n',
      'ignored-rule mcp_servers.a.tools.x',
    ],
    ['codex', '[mcp_servers.a.tools.x]\napproval_mode = "ask"\n', 'unreadable'],
    [
      'gemini',
      '[[rule]]\nmcpName = "my_server"\ntoolName = "x"\ndecision = "deny"\npriority = 1\n',
      'ignored-rule rule[0]',
    ],
    ['gemini', '[[rule]]\ntoolName = "a__b"\ndecision = "deny"\npriority = 1\n', 'ignored-rule rule[0]'],
    ['gemini', '[[rule]]\ntoolName = "*"\ndecision = "allow"\npriority = 1\n', 'wide-pattern rule[0]'],
    ['gemini', '[[rule]]\ntoolName = "a"\ndecision = "ask"\npriority = 1\n', 'unreadable'],
    [
      'gemini',
      '[[rule]]\ntoolName = "a"\ndecison = "deny"\ndecision = "deny"\npriority = 1\n',
      'unknown-key',
    ],
    ['policylayer', '{"version":"1","default":"deny","tols":{}}', 'unknown-key'],
    ['policylayer', '{"version":"2","default":"deny"}', 'unreadable'],
    ['claude-code', `{"permissions":{"allow":${'['.repeat(100_000)}`, 'unreadable'],
    ['claude-code', `{"permissions":{"allow":${'['.repeat(999)}${']'.repeat(999)}}}`, 'unreadable'],
    ['intercept', `version: "1"\ntools: ${'['.repeat(9999)}`, 'unreadable'],
    ['codex', `mcp_servers = ${'['.repeat(9999)}`, 'unreadable'],
    ['intercept', 'version: "1"\ntools: *nothing\n', 'unreadable'],
    ['intercept', `version: "1"\ntools: {}\n${ALIASES_OF_ALIASES}`, 'unreadable'],
    [
      'intercept',
      'version: "1"\ntools:\n  t:\n    rules: [{name: a, rate_limit: 5/hour, action: deny}]\n',
      'unreadable',
    ],
    ['intercept', 'version: "1"\ntools:\n  t:\n    rules: [{name: a, conditons: []}]\n', 'unknown-key'],
    [
      'agentgateway',
      'mcpAuthorization:\n  rules:\n    - deny: mcp.tool.name == "a"\n',
      'fails-open mcpAuthorization.rules[0]',
    ],
    ['agentgateway', 'mcpAuthorization:\n  rules:\n    - require: mcp.tool.name ==\n', 'unreadable'],
    [
      'toolhive',
      'version: "1.0"\ntype: cedarv1\ncedar:\n  policies: [\'permit(principal, action, resource in Tool::["a","b"]);\']\n  entities_json: "[]"\n',
      'unreadable',
    ],
    ['cursor', '{"mcpAllowlist":["fs:*"]}', 'wide-pattern mcpAllowlist[0]'],
    [
      'agent-governance',
      'version: "1.0"\nname: n\ndefault_action: deny\nrules: [{tool: "read_*", action: allow}]\n',
      'wide-pattern rules[0]',
    ],
    [
      'goose',
      'user: {always_allow: [], ask_before: [], never_allow: [], never_alow: []}\n',
      'unknown-key user.never_alow',
    ],
  ])('%s: %.80s', async (id, text, expected) => {
    expect(await codes(id, text)).toContain(expected);
  });

  it('names tools that are gone and tools that no rule covers', async () => {
    const [notes] = stack();
    for (const one of EMITTERS.filter(
      ({ id }) => !['vscode', 'cursor', 'docker', 'agentgateway'].includes(id),
    )) {
      const text = one.emit(notes!);
      const tools = ['write_note', 'burn_notebook', 'notebook', 'run_macro', 'brand_new'];
      const found = (await lint(text, one, [{ server: 'notes', tools }])).map(({ code }) => code);
      expect([one.id, found.filter((code) => code === 'uncovered-tool').length > 0]).toEqual([one.id, true]);
      if (one.id !== 'litellm')
        expect([one.id, found]).toEqual([one.id, expect.arrayContaining(['unknown-tool'])]);
    }
  });
});

it('has a reader for every target', () => {
  expect(Object.keys(READERS).sort()).toEqual(EMITTERS.map(({ id }) => id).sort());
});

it.each(EMITTERS.map((one) => [one.id, one] as const))('tells a file for %s from all others', (id, one) => {
  for (const policy of stack()) expect(targetOf(one.emit(policy))).toBe(id);
});

describe('diff', () => {
  const reading = (posture: 'strict' | 'balanced', names: string[]): Reading =>
    readPolicy(
      emitter('policylayer').emit(
        recommendPolicy(
          's',
          names.map((name) => ({
            name,
            classification: verdict({ category: 'Write', riskLevel: 'Medium' }),
          })),
          posture,
        ),
      ),
      'policylayer',
    ) as Reading;

  it('says in words what changed', () => {
    const changes = diffPolicies(reading('balanced', ['a', 'b']), reading('strict', ['b', 'c']));
    expect(changes.map(changeInWords)).toEqual([
      'b was allowed, at most 30 a minute, and is now allowed, at most 10 a minute.',
      'c is named now: allowed, at most 10 a minute.',
      'a is no longer named: it was allowed, at most 30 a minute, and what is not named is denied.',
    ]);
  });

  it('says of the same file that nothing changes', () => {
    expect(diffPolicies(reading('strict', ['a']), reading('strict', ['a']))).toEqual([]);
  });
});
