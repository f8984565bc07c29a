/** A stack from its configuration to its files: what is kept, what is dropped, what is denied. */
import { describe, expect, test } from 'vitest';
import type { Classification } from '../../../catalogue/records.ts';
import { EMITTERS } from '../../../policy/index.ts';
import { loadEmitter, TARGETS } from '../client/emitters.ts';
import { ruleKey, stackFiles, stackPolicies, type StackServer } from './policies.ts';
import { readConfiguration } from './read.ts';
import { fromFragment, toFragment, type Shared } from './share.ts';
import { asksFile, tryCall } from './trial.ts';

async function keysOf(text: string): Promise<Record<string, string[]>> {
  const read = await readConfiguration(text);
  if ('problem' in read) throw new Error(read.problem);
  return Object.fromEntries(read.servers.map(({ alias, keys }) => [alias, keys]));
}

describe('a configuration', () => {
  const one = (entry: object) => JSON.stringify({ mcpServers: { a: entry } });
  test.each<[string, string, string]>([
    ['npx', one({ command: 'npx', args: ['-y', 'zoo@1.0.0'] }), 'npm:zoo'],
    ['npx with a scope', one({ command: 'npx', args: ['@Zoo/all@latest', '--x'] }), 'npm:@zoo/all'],
    ['npx with -p', one({ command: 'npx', args: ['-y', '-p', '@zoo/all', 'serve'] }), 'npm:@zoo/all'],
    ['npm exec', one({ command: 'npm', args: ['exec', '--', 'zoo'] }), 'npm:zoo'],
    ['pnpm dlx', one({ command: 'pnpm', args: ['dlx', 'zoo'] }), 'npm:zoo'],
    ['cmd /c', one({ command: 'cmd', args: ['/c', 'npx', 'zoo'] }), 'npm:zoo'],
    ['a path to npx', one({ command: 'C:\\\\node\\\\npx.cmd', args: ['zoo'] }), 'npm:zoo'],
    ['uvx', one({ command: 'uvx', args: ['Zoo_Py[all]==1.0'] }), 'pypi:zoo-py'],
    ['uvx --from', one({ command: 'uvx', args: ['--from', 'zoo-py==1.0', 'zoo'] }), 'pypi:zoo-py'],
    ['uv tool run', one({ command: 'uv', args: ['tool', 'run', 'zoo'] }), 'pypi:zoo'],
    [
      'docker',
      one({ command: 'docker', args: ['run', '-i', '--rm', '-e', 'KEY', 'ghcr.io/zoo/server:1.0'] }),
      'oci:ghcr.io/zoo/server',
    ],
    ['an address', one({ url: 'https://zoo.example.com/mcp/' }), 'url:zoo.example.com/mcp'],
    ['httpUrl', one({ httpUrl: 'https://zoo.example.com/mcp' }), 'url:zoo.example.com/mcp'],
    [
      'a bridge',
      one({ command: 'npx', args: ['mcp-remote', 'https://zoo.example.com/sse'] }),
      'url:zoo.example.com/sse',
    ],
    ['VS Code', '// mine\n{"servers":{"a":{"command":"npx","args":["zoo",],}}}', 'npm:zoo'],
    ['Zed', '{"context_servers":{"a":{"command":{"path":"npx","args":["zoo"]}}}}', 'npm:zoo'],
    [
      'a project of Claude Code',
      '{"projects":{"/p":{"mcpServers":{"a":{"command":"npx","args":["zoo"]}}}}}',
      'npm:zoo',
    ],
    ['OpenCode', '{"mcp":{"a":{"type":"local","command":["npx","zoo"]}}}', 'npm:zoo'],
    ['Codex', '[mcp_servers.a]\ncommand = "npx"\nargs = ["zoo"]\n', 'npm:zoo'],
    ['Goose', 'extensions:\n  a:\n    cmd: uvx\n    args: [zoo]\n', 'pypi:zoo'],
  ])('of %s names its server', async (_, text, key) => {
    expect((await keysOf(text)).a?.[0]).toBe(key);
  });

  test.each([
    ['{"mcpServers":', /neither JSON/],
    ['{}', /configures no MCP servers/],
    ['hello', /configures no MCP servers|neither/],
    [`{"a":"${'x'.repeat(2 ** 20)}"}`, /megabyte/],
  ])('%.20s is refused with a reason that quotes nothing', async (text, reason) => {
    const read = await readConfiguration(text);
    expect('problem' in read && read.problem).toMatch(reason);
  });

  test('is reduced to names, packages, images and hosts', async () => {
    const secret = 'hunter2-hunter2';
    const text = JSON.stringify({
      inputs: [{ id: 'x', default: secret }],
      mcpServers: {
        a: { command: 'npx', args: ['zoo', '--token', secret, `--key=${secret}`], env: { K: secret } },
        b: { url: `https://me:${secret}@zoo.example.com/mcp?key=${secret}#${secret}` },
        c: { url: 'https://zoo.example.com', headers: { Authorization: secret } },
        d: { command: 'docker', args: ['run', '-e', `K=${secret}`, 'zoo/all'], envFile: secret },
        e: { command: `/home/${secret}/server`, args: [secret], cwd: secret },
      },
    });
    const read = await readConfiguration(text);
    expect(JSON.stringify(read)).not.toContain('hunter2');
    expect('servers' in read && read.servers.map(({ shown }) => shown)).toEqual([
      'npm:zoo',
      'zoo.example.com',
      'zoo.example.com',
      'oci:zoo/all',
      'a command',
    ]);
  });

  test('shows no path of an address, which may be a key', async () => {
    const read = await readConfiguration(
      '{"mcpServers":{"a":{"url":"https://zoo.example.com/s/hunter2/mcp"}}}',
    );
    expect('servers' in read && read.servers[0]!.shown).toBe('zoo.example.com');
  });
});

const verdict = (
  category: Classification['category'],
  riskLevel: Classification['riskLevel'],
): Classification => ({
  ...{ digest: '0'.repeat(64), classifierVersion: '1', category, riskLevel, confidence: 1, flags: [] },
  ...{ rationale: '', findings: [], moves: [], modes: [], dangerousParameters: [], hintMismatches: [] },
});

const STACK: StackServer[] = [
  {
    alias: 'zoo',
    tools: [
      { name: 'list_animals', classification: verdict('Read', 'Low'), inputSchema: undefined },
      { name: 'delete_animal', classification: verdict('Destructive', 'Critical'), inputSchema: undefined },
    ],
  },
  { alias: 'unknown', tools: [] },
];

test('the page has every target of the policy room, and the same emitters', async () => {
  expect(TARGETS).toEqual(EMITTERS.map(({ id }) => id));
  for (const emitter of EMITTERS) expect(await loadEmitter(emitter.id)).toBe(emitter);
});

describe.each(EMITTERS)('for $id', (emitter) => {
  const policies = stackPolicies(STACK, 'balanced', new Map());
  test('a stack with an unknown server has valid files, and what becomes of it is said', () => {
    const made = stackFiles(emitter, policies);
    if ('problem' in made) throw new Error(made.problem);
    expect(made.files.length).toBe(emitter.emitStack ? 1 : 2);
    for (const { text } of made.files) expect(emitter.validate(text)).toEqual([]);
    expect(made.notes.join(' ')).toContain('Not in the catalogue: unknown;');
    expect(made.files.map(({ text }) => text).join('')).toContain('_animal');
  });

  test('no call of an unknown tool goes through where the target can stop it', async () => {
    const made = stackFiles(emitter, policies);
    if ('problem' in made) throw new Error(made.problem);
    const call = { server: 'unknown', tool: 'anything', arguments: {} };
    const { verdict: given, by } = await tryCall(emitter, policies, made.files, call);
    expect(given).toBe({ denied: 'deny', asked: 'ask', untouched: 'allow' }[emitter.unlisted]);
    expect(by).toBe(asksFile(emitter.id) ? 'file' : 'rules');
    const destroy = { server: 'zoo', tool: 'delete_animal', arguments: {} };
    expect((await tryCall(emitter, policies, made.files, destroy)).verdict).not.toBe('allow');
  });
});

test('a rule of one’s own takes the place of the recommended one, for this tool alone', () => {
  const overrides = new Map([[ruleKey('zoo', 'list_animals'), 'deny' as const]]);
  const [zoo] = stackPolicies(STACK, 'permissive', overrides);
  expect(zoo!.decisions.map(({ action }) => action)).toEqual(['deny', 'deny']);
  expect(zoo!.decisions[0]!.because).toContain('You chose');
});

test('two servers that a target knows by one name are refused', () => {
  const twice = stackPolicies(
    [
      { alias: 'a b', tools: [] },
      { alias: 'a_b', tools: [] },
    ],
    'strict',
    new Map(),
  );
  expect(
    stackFiles(
      EMITTERS.find(({ id }) => id === 'claude-code')!,
      twice,
    ),
  ).toEqual({
    problem: expect.stringContaining('rename one of them') as string,
  });
});

describe('a link', () => {
  const shared: Shared = {
    posture: 'strict',
    target: 'codex',
    servers: [
      { alias: 'zoo', id: 'zoo-server' },
      { alias: 'mine ünd yours', id: undefined },
    ],
    overrides: [{ alias: 'zoo', tool: 'delete_\u202eanimal', action: 'ask' }],
  };
  test('brings back what it was made of', () => {
    expect(fromFragment(toFragment(shared))).toEqual(shared);
    expect(toFragment(shared)).toMatch(/^#s=[\w-]+$/);
  });

  test('holds no name that could be a credential', () => {
    const token = 'ghp_abcdefgh12345678ABCDEFGH';
    const link = toFragment({ ...shared, servers: [{ alias: token, id: undefined }] });
    expect(fromFragment(link)?.servers).toEqual([{ alias: 'server-1', id: undefined }]);
  });

  test.each([
    '',
    '#s=',
    '#s=%%%',
    '#stack',
    '#s=bnVsbA',
    `#s=${btoa('["strict","codex",[["a","../x"]],[]]')}`,
  ])('%j is none of ours', (fragment) => expect(fromFragment(fragment)).toBeUndefined());
});
