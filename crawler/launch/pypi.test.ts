import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Listing } from '../../catalogue/records.ts';
import { crawlServer } from '../crawl.ts';
import { installWords, PYTHON, versionWords, type PypiClient } from './pypi-client.ts';
import { versionOfPypi } from './pypi-version.ts';
import { installPypi } from './pypi.ts';
import { zipOf } from './test-zip.ts';

const SERVER = `
import json, os, sys
open(os.environ.get('ZOO_RAN', os.devnull), 'w').close()
def main():
    for line in sys.stdin:
        asked = json.loads(line)
        if 'id' not in asked: continue
        if asked['method'] == 'initialize':
            result = {'protocolVersion': '2025-06-18', 'capabilities': {'tools': {}}, 'serverInfo': {'name': 'py', 'version': '1'}}
        else:
            result = {'tools': [{'name': 'told', 'description': ' '.join(sys.argv), 'inputSchema': {'type': 'object'}}]}
        print(json.dumps({'jsonrpc': '2.0', 'id': asked['id'], 'result': result}), flush=True)
`;

/** A wheel of the zoo (PyPA, Binary distribution format). */
function wheel(
  name: string,
  version: string,
  { scripts = '', requires = '', python = '>=3.8' } = {},
): Buffer {
  const info = `${name}-${version}.dist-info`;
  const metadata = `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\nRequires-Python: ${python}\n${requires}`;
  return zipOf([
    { name: `${name}/__init__.py`, content: SERVER },
    { name: `${info}/METADATA`, content: metadata },
    {
      name: `${info}/WHEEL`,
      content: 'Wheel-Version: 1.0\nGenerator: zoo\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    },
    { name: `${info}/entry_points.txt`, content: `[other]\nx = y:z\n[console_scripts]\n${scripts}` },
    { name: `${info}/RECORD`, content: '' },
  ]);
}

const WHEELS: Record<string, Buffer> = {
  'zoo_py-1.0.0-py3-none-any.whl': wheel('zoo_py', '1.0.0', {
    scripts: 'zoo-py = zoo_py:main\nother = zoo_py:none\n',
  }),
  'zoo_py-1.1.0-py3-none-any.whl': wheel('zoo_py', '1.1.0', { scripts: 'zoo-py = zoo_py:main\n' }),
  'zoo_two-1.0.0-py3-none-any.whl': wheel('zoo_two', '1.0.0', {
    scripts: 'a = zoo_two:main\nb = zoo_two:main\n',
  }),
  'zoo_needs-1.0.0-py3-none-any.whl': wheel('zoo_needs', '1.0.0', {
    requires: 'Requires-Dist: zoo-nowhere\n',
  }),
  'zoo_source-1.0.0.tar.gz': Buffer.from('building this would run its code'),
};

let place: string;
let server: Server;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'toolrisk-pypi-'));
  server = createServer((request, response) => {
    const path = request.url ?? '';
    const file = WHEELS[path.slice('/files/'.length)];
    if (file !== undefined) return void response.end(file);
    const name = /^\/simple\/([^/]+)\/$/.exec(path)?.[1]?.replaceAll('-', '_');
    const links = Object.entries(WHEELS).filter(([key]) => key.startsWith(`${name}-`));
    if (links.length === 0) return void response.writeHead(404).end();
    const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    response.setHeader('content-type', 'text/html');
    response.end(
      links.map(([key, bytes]) => `<a href="/files/${key}#sha256=${digest(bytes)}">${key}</a>`).join('\n'),
    );
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/simple/`;
  env = {
    PATH: process.env['PATH'],
    PIP_INDEX_URL: url,
    PIP_CONFIG_FILE: '/dev/null',
    UV_DEFAULT_INDEX: url,
  };
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(place, { recursive: true, force: true });
});

const install = (name: string, version?: string, more: NodeJS.ProcessEnv = {}) =>
  installPypi(
    { type: 'pypi', name, ...(version === undefined ? {} : { version }) },
    { cache: place, timeoutMs: 120_000, env: { ...env, ...more } },
  );

describe('a PyPI package', () => {
  test('is installed from its wheel, runs in a sandbox, and lists its tools', async () => {
    const listing: Listing = {
      ...{ id: 'py', name: 'Py', summary: 'S.', publisher: 'P', tier: 'core' },
      source: { type: 'pypi', name: 'zoo-py', version: '1.0.0' },
      ...{ arguments: ['--flag'], placeholderArguments: [], environment: [] },
    };
    const found = await crawlServer(listing, { cache: place, sandbox: 'bubblewrap', timeoutMs: 60_000, env });
    expect(found).toMatchObject({
      outcome: 'listed',
      package: {
        type: 'pypi',
        name: 'zoo-py',
        version: '1.0.0',
        integrity: expect.stringMatching(/^sha256-[0-9a-f]{64}$/) as string,
      },
    });
    expect(found.tools[0]?.definition.description).toBe('zoo-py --flag');
    expect(readdirSync(join(place, 'unfinished'))).toEqual([]);
  });

  test('of no version is the newest, and the second time asks nobody', async () => {
    expect(await install('Zoo.Py')).toMatchObject({ ok: true, package: { version: '1.1.0' } });
    expect(await install('zoo_py', '1.1.0', { PIP_INDEX_URL: 'http://127.0.0.1:1/' })).toMatchObject({
      ok: true,
    });
  });

  test.each<[name: string, version: string | undefined, found: string | undefined]>([
    ['Zoo.Py', undefined, '1.1.0'],
    ['zoo-py', '1.0.0', '1.0.0'],
    ['zoo-needs', undefined, '1.0.0'],
    ['zoo-source', undefined, undefined],
    ['zoo-nowhere', undefined, undefined],
  ])('%s==%s is known to be %s without being installed', async (name, version, found) => {
    const source = { type: 'pypi', name, ...(version === undefined ? {} : { version }) } as const;
    const cache = join(place, 'asked');
    expect(await versionOfPypi(source, { cache, timeoutMs: 120_000, env })).toBe(found);
    expect(readdirSync(join(cache, 'unfinished'))).toEqual([]);
    expect(readdirSync(join(cache, 'pypi'))).toEqual(['installer']);
  });

  test('runs nothing while it is installed', async () => {
    const ran = join(place, 'ran');
    expect(await install('zoo-two', '1.0.0', { ZOO_RAN: ran })).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/uvx would choose/) as string,
    });
    expect(existsSync(ran)).toBe(false);
  });

  test.each<[what: string, name: string, version: string | undefined, outcome: string]>([
    ['that is not there', 'zoo-nowhere', undefined, 'package-missing'],
    ['in a version that is not there', 'zoo-py', '9.9.9', 'package-missing'],
    ['that would have to be built', 'zoo-source', '1.0.0', 'package-missing'],
    ['that needs what is not there', 'zoo-needs', '1.0.0', 'install-failed'],
    ['whose name is an option', '--index-url=http://127.0.0.1:1', undefined, 'package-missing'],
  ])('%s is told apart', async (_what, name, version, outcome) => {
    expect(await install(name, version)).toMatchObject({ ok: false, outcome });
  });

  test('of an index that is not there is unreachable', async () => {
    const found = await install('zoo-py', '3.0.0', {
      PIP_INDEX_URL: 'http://127.0.0.1:1/',
      UV_DEFAULT_INDEX: 'http://127.0.0.1:1/',
    });
    expect(found).toMatchObject({ outcome: 'unreachable' });
  });
});

test('uv is told the same: wheels only, for the Python of the system', () => {
  const uv: PypiClient = { kind: 'uv', file: '/bin/uv', args: [] };
  expect(versionWords(uv, '/wanted', '/report')).toEqual([
    ...['pip', 'compile', '--no-config', '--no-python-downloads', '--python', PYTHON],
    ...['--no-deps', '--only-binary', ':all:', '--no-header', '--no-annotate', '/wanted'],
  ]);
  expect(installWords(uv, 'zoo==1', '/site', '/report')).toEqual([
    ...['pip', 'install', '--no-config', '--no-python-downloads', '--python', PYTHON],
    ...['--target', '/site', '--only-binary', ':all:', '--', 'zoo==1'],
  ]);
});
