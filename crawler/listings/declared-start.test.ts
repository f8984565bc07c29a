import { expect, test } from 'vitest';
import { ladderOf } from '../ladder.ts';
import { configuredServers } from './client-config.ts';
import { userStart } from './declared-start.ts';

function startOf(entry: object, env: NodeJS.ProcessEnv = {}) {
  const [server] = configuredServers(JSON.stringify({ mcpServers: { a: entry } }), 'mcp.json');
  if (server === undefined) throw new Error('the entry is no server');
  return { server, start: userStart(server, env) };
}

test('variables are filled in, in each client’s way, and what is not set is named and left out', () => {
  const { start } = startOf(
    {
      command: 'npx',
      args: ['zoo'],
      env: {
        A: '${TOKEN}',
        B: '${env:TOKEN}x',
        C: '$TOKEN',
        D: '${GONE:-fallback}',
        E: '${GONE}',
        F: 'pa$TOKEN',
        N: 7,
        Z: '',
      },
      env_vars: ['PASSED', 'MISSING'],
    },
    { TOKEN: 'hidden-1', PASSED: 'hidden-2' },
  );
  expect(start.environment).toEqual({
    PASSED: 'hidden-2',
    A: 'hidden-1',
    B: 'hidden-1x',
    C: 'hidden-1',
    D: 'fallback',
    F: 'pa$TOKEN',
    N: '7',
  });
  expect(start.unset).toEqual(['GONE', 'MISSING']);
});

test('arguments keep their values and their order, from the first that may be a credential', () => {
  const { start, server } = startOf(
    {
      command: 'npx',
      args: ['zoo', '--fast', '--api-key', '${KEY}', '--url=https://u:hidden-2@h', '/home/me/x'],
    },
    { KEY: 'hidden-1' },
  );
  expect(server.listing).toMatchObject({ arguments: ['--fast'] });
  expect(start.arguments).toEqual([
    '--fast',
    '--api-key',
    'hidden-1',
    '--url=https://u:hidden-2@h',
    '{workspace}',
  ]);
  expect(start.values.map(({ value }) => value)).toEqual(['hidden-1', 'https://u:hidden-2@h']);
});

test('a remote server’s token is that of its header, or of the variable that it names', () => {
  const env = { T: 'hidden-1' };
  const headers = { authorization: 'Bearer ${T}', 'X-Other': 'x' };
  expect(startOf({ url: 'https://h/mcp', headers }, env).start.token).toBe('hidden-1');
  expect(startOf({ url: 'https://h/mcp', bearer_token_env_var: 'T' }, env).start.token).toBe('hidden-1');
  expect(
    startOf({ url: 'https://h/mcp', headers: { Authorization: 'Basic abc' } }).start.token,
  ).toBeUndefined();
});

test('the start that is declared is tried first, and no rung twice', () => {
  const { server, start } = startOf({ command: 'npx', args: ['zoo'], env: { A: 'hidden-1' } });
  const { listing } = server;
  if (typeof listing === 'string') throw new Error(listing);
  expect(ladderOf({ ...listing, declared: start }).map(({ step }) => step)).toEqual([
    'default',
    'absent',
    'placeholder',
  ]);
  const bare = { ...listing, environment: [] };
  expect(ladderOf({ ...bare, declared: { arguments: [], environment: {} } }).map(({ step }) => step)).toEqual(
    ['absent'],
  );
});
