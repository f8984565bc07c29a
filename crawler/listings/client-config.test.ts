import { describe, expect, test } from 'vitest';
import type { Listing } from '../../catalogue/records.ts';
import { clientServers } from './client-config.ts';
import { ListingError } from './error.ts';
import { startedBy } from './launch-words.ts';
import { plainUrl, withoutCredentials } from './withhold.ts';

const sourcesOf = (text: string, file: string) =>
  Object.fromEntries(clientServers(text, file).listings.map(({ name, source }) => [name, source]));

describe("a client's configuration", () => {
  test.each<[client: string, file: string, text: string]>([
    [
      'Claude Desktop',
      'claude_desktop_config.json',
      '{"mcpServers":{"a":{"command":"npx","args":["-y","zoo@1.0.0"]}}}',
    ],
    [
      'Claude Code',
      '.claude.json',
      '{"projects":{"/p":{"mcpServers":{"a":{"type":"stdio","command":"npx","args":["zoo@1.0.0"]}}}}}',
    ],
    [
      'VS Code',
      '.vscode/mcp.json',
      '// servers\n{"inputs":[],"servers":{"a":{"type":"stdio","command":"npx","args":["zoo@1.0.0",],}}}',
    ],
    ['VS Code settings', 'settings.json', '{"mcp":{"servers":{"a":{"command":"npx","args":["zoo@1.0.0"]}}}}'],
    [
      'Cursor',
      '.cursor/mcp.json',
      '{"mcpServers":{"a":{"command":"cmd","args":["/c","npx","-y","zoo@1.0.0"]}}}',
    ],
    [
      'Gemini',
      '.gemini/settings.json',
      '{"theme":"x","mcpServers":{"a":{"command":"npx","args":["zoo@1.0.0"],"trust":true}}}',
    ],
    [
      'Zed',
      'settings.json',
      '{"context_servers":{"a":{"source":"custom","command":"npx","args":["zoo@1.0.0"]}}}',
    ],
    [
      'Zed, older',
      'settings.json',
      '{"context_servers":{"a":{"command":{"path":"npx","args":["zoo@1.0.0"]}}}}',
    ],
    ['OpenCode', 'opencode.json', '{"mcp":{"a":{"type":"local","command":["npx","zoo@1.0.0"]}}}'],
    ['Codex', 'config.toml', 'model = "x"\n[mcp_servers.a]\ncommand = "npx"\nargs = ["zoo@1.0.0"]\n'],
    [
      'Goose',
      'config.yaml',
      'extensions:\n  a:\n    type: stdio\n    enabled: true\n    cmd: npx\n    args: [zoo@1.0.0]\n',
    ],
  ])('of %s is read', (_client, file, text) => {
    expect(sourcesOf(text, file)).toEqual({ a: { type: 'npm', name: 'zoo', version: '1.0.0' } });
  });

  test('may name remote servers, in each client\u2019s way', () => {
    const sources = sourcesOf(
      `{"mcpServers":{
        "plain":{"url":"https://a.example.com/mcp"},
        "sse":{"type":"sse","url":"https://b.example.com/sse"},
        "gemini":{"httpUrl":"https://c.example.com/mcp"},
        "bridge":{"command":"npx","args":["mcp-remote","https://d.example.com/mcp","--header","Authorization: Bearer abc"]},
        "open":{"url":"https://\${input:tenant}.example.com/mcp"}}}`,
      'mcp.json',
    );
    expect(sources).toEqual({
      plain: { type: 'remote', url: 'https://a.example.com/mcp' },
      sse: { type: 'remote', url: 'https://b.example.com/sse', transport: 'sse' },
      gemini: { type: 'remote', url: 'https://c.example.com/mcp', transport: 'streamable-http' },
      bridge: { type: 'remote', url: 'https://d.example.com/mcp' },
      open: { type: 'remote', url: 'https://${input:tenant}.example.com/mcp' },
    });
  });

  test('gives none of its user\u2019s secrets or paths away', () => {
    const { listings } = clientServers(
      JSON.stringify({
        mcpServers: {
          a: {
            command: 'npx',
            args: [
              'zoo',
              '/home/somebody/project',
              '--api-key',
              'hidden-1',
              '--url=https://me:hidden-2@example.com',
              '--fast',
            ],
            env: { ZOO_TOKEN: 'hidden-3' },
          },
          b: {
            url: 'https://example.com/mcp?api_key=hidden-4&region=eu',
            headers: { Authorization: 'Bearer hidden-5' },
          },
        },
      }),
      'mcp.json',
    );
    expect(JSON.stringify(listings)).not.toMatch(/hidden|somebody/);
    expect(
      listings.map(({ arguments: plain, placeholderArguments }) => [plain, placeholderArguments]),
    ).toEqual([
      [['{workspace}'], ['--api-key', 'placeholder', '--url=placeholder', '--fast']],
      [[], []],
    ]);
    expect(listings[0]?.environment).toEqual([{ name: 'ZOO_TOKEN', placeholder: 'placeholder' }]);
    expect(listings[1]?.source).toEqual({ type: 'remote', url: 'https://example.com/mcp?region=eu' });
  });

  test('keeps the name of the variable that holds a token', () => {
    const text = '[mcp_servers.a]\nurl = "https://example.com/mcp"\nbearer_token_env_var = "ZOO_TOKEN"\n';
    expect(clientServers(text, 'config.toml').listings[0]?.tokenFrom).toBe('ZOO_TOKEN');
  });

  test('never asks for the install scripts of a package', () => {
    const text = '{"mcpServers":{"a":{"command":"npx","args":["zoo"],"installScripts":true}}}';
    expect(clientServers(text, 'mcp.json').listings[0]?.source).toEqual({ type: 'npm', name: 'zoo' });
  });

  test('has each package once, and says what was left out', () => {
    const { listings, left } = clientServers(
      '{"mcpServers":{"a":{"command":"npx","args":["zoo"]},"b":{"command":"npx","args":["zoo@1.0.0"]},"off":{"command":"x","disabled":true},"odd":{"type":"stdio"}}}',
      'mcp.json',
    );
    expect(listings.map(({ name, otherNames }) => [name, otherNames])).toEqual([['a', ['b']]]);
    expect(left).toEqual([
      { name: 'off', reason: 'it is switched off' },
      { name: 'odd', reason: 'it names neither a command nor an address' },
    ]);
  });

  test.each([
    ['mcp.json', '{"mcpServers":', /mcp\.json: .*line 1/],
    ['mcp.json', '{}', /it configures no MCP servers/],
    ['config.toml', 'a = ', /config\.toml: /],
    ['config.yaml', 'a: [', /config\.yaml: /],
  ])('%s with %j is refused with a reason', (file, text, reason) => {
    expect(() => clientServers(text, file)).toThrow(ListingError);
    expect(() => clientServers(text, file)).toThrow(reason);
  });
});

describe('a command', () => {
  const cases: [words: string, source: Listing['source'], own: string[]][] = [
    [
      'npx -y -p @zoo/all@2.0.0 zoo-serve --x',
      { type: 'npm', name: '@zoo/all', version: '2.0.0', bin: 'zoo-serve' },
      ['--x'],
    ],
    ['pnpm dlx zoo', { type: 'npm', name: 'zoo' }, []],
    ['uvx zoo-py@1.2.3 serve', { type: 'pypi', name: 'zoo-py', version: '1.2.3' }, ['serve']],
    ['uvx --from zoo-py==1.0 zoo', { type: 'pypi', name: 'zoo-py', version: '1.0', bin: 'zoo' }, []],
    ['uv tool run zoo-py', { type: 'pypi', name: 'zoo-py' }, []],
    [
      'docker run -i --rm -e KEY ghcr.io/zoo/server:1.0 stdio',
      { type: 'oci', image: 'ghcr.io/zoo/server:1.0' },
      ['stdio'],
    ],
    ['/usr/local/bin/node server.js', { type: 'command', command: '/usr/local/bin/node' }, ['server.js']],
    ['uv run server.py', { type: 'command', command: 'uv' }, ['run', 'server.py']],
    [
      'npx --registry=http://example.com',
      { type: 'command', command: 'npx' },
      ['--registry=http://example.com'],
    ],
  ];
  test.each(cases)('%s', (words, source, own) => {
    const [command = '', ...rest] = words.split(' ');
    expect(startedBy(command, rest)).toEqual({ source, arguments: own });
  });
});

describe('what is withheld', () => {
  test('is an argument that could be a credential, and no more', () => {
    expect(withoutCredentials(['--port', '80', '${workspaceFolder}'])).toEqual({
      plain: ['--port', '80', '{workspace}'],
      placeholder: [],
    });
    expect(withoutCredentials(['ghp_abcdefgh12345678', 'x'])).toEqual({
      plain: [],
      placeholder: ['placeholder', 'x'],
    });
    expect(withoutCredentials(['--header', 'X: y']).placeholder).toEqual(['--header', 'placeholder']);
  });

  test('is the user of an address', () => {
    expect(plainUrl('https://me:word@example.com/mcp')).toBe('https://example.com/mcp');
    expect(plainUrl('https://example.com/mcp')).toBe('https://example.com/mcp');
  });
});
