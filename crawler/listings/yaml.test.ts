import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ListingError } from './error.ts';
import { parseListing, readListings } from './yaml.ts';

const MINIMAL = 'name: A\nsummary: It does a thing.\npublisher: P\npackage: npm:@scope/name@1.2.3\n';

function mistakeOf(text: string, file = 'servers/a.yaml'): string {
  try {
    parseListing(text, file);
  } catch (error) {
    expect(error).toBeInstanceOf(ListingError);
    return (error as ListingError).message;
  }
  return 'no mistake';
}

describe('a server file', () => {
  test('is filled up with defaults', () => {
    expect(parseListing(MINIMAL, 'servers/my-server.yaml')).toEqual({
      id: 'my-server',
      name: 'A',
      summary: 'It does a thing.',
      publisher: 'P',
      tier: 'core',
      source: { type: 'npm', name: '@scope/name', version: '1.2.3' },
      arguments: [],
      placeholderArguments: [],
      environment: [],
    });
  });

  test('says what its server needs', () => {
    const text = `${MINIMAL}bin: other
arguments: ['{workspace}']
placeholderArguments: [--token=x]
environment:
  BARE:
  FULL: { default: a, placeholder: b }
`;
    expect(parseListing(text, 'a.yaml')).toMatchObject({
      source: { bin: 'other' },
      arguments: ['{workspace}'],
      placeholderArguments: ['--token=x'],
      environment: [{ name: 'BARE' }, { name: 'FULL', default: 'a', placeholder: 'b' }],
    });
  });

  test('may let the install scripts of an npm package run', () => {
    const sourceWith = (line: string) => parseListing(`${MINIMAL}${line}\n`, 'a.yaml').source;
    expect(sourceWith('installScripts: true')).toEqual({
      ...{ type: 'npm', name: '@scope/name', version: '1.2.3', installScripts: true },
    });
    expect(sourceWith('installScripts: false')).toEqual(sourceWith(''));
  });

  test.each([
    ['pypi:a-server==1.0', { type: 'pypi', name: 'a-server', version: '1.0' }],
    ['pypi:a-server', { type: 'pypi', name: 'a-server' }],
    ['github:owner/name', { type: 'github', repository: 'owner/name' }],
    ['npm:name', { type: 'npm', name: 'name' }],
    ['npm:name@latest', { type: 'npm', name: 'name', version: 'latest' }],
  ])('may name %s', (name, source) => {
    expect(parseListing(MINIMAL.replace(/npm:.*/, name), 'a.yaml').source).toEqual(source);
  });

  test('may name an address instead of a package', () => {
    const text = MINIMAL.replace(/package: .*/, 'url: https://example.com/mcp\ntransport: sse');
    expect(parseListing(text, 'a.yaml').source).toEqual({
      type: 'remote',
      url: 'https://example.com/mcp',
      transport: 'sse',
    });
  });
});

describe('a mistake is told by file, line and field', () => {
  const cases: [what: string, text: string, message: RegExp][] = [
    ['a duplicate key', `${MINIMAL}name: B\n`, /^servers\/a\.yaml, line 5: .*unique/],
    ['broken YAML', 'name: [\n', /^servers\/a\.yaml, line \d: /],
    ['nothing', '', /^servers\/a\.yaml, line 1: .*object/],
    ['a list', '- a\n', /^servers\/a\.yaml, line 1: .*object/],
    ['a missing field', 'name: A\n', /^servers\/a\.yaml, line 1, summary: /],
    [
      'an unknown field',
      `${MINIMAL}colour: red\n`,
      /^servers\/a\.yaml, line 5, colour: no such field is known$/,
    ],
    ['a wrong type', `${MINIMAL}arguments: [1]\n`, /^servers\/a\.yaml, line 5, arguments\.0: .*string/],
    [
      'a bad variable',
      `${MINIMAL}environment:\n  'A B': {}\n`,
      /^servers\/a\.yaml, line 6, environment\.A B: /,
    ],
    ['no source', MINIMAL.replace(/package.*/, ''), /package: exactly one of package, url and command/],
    [
      'two sources',
      `${MINIMAL}url: https://example.com\n`,
      /line 4, package: exactly one of package, url and command/,
    ],
    [
      'an unknown source',
      MINIMAL.replace('npm:', 'gem:'),
      /^servers\/a\.yaml, line 4, package: expected npm:/,
    ],
    [
      'an address as a version',
      MINIMAL.replace('1.2.3', 'https://x/y.tgz'),
      /line 4, package: expected npm:/,
    ],
    [
      'an option as a name',
      MINIMAL.replace('@scope/name@1.2.3', '--global'),
      /line 4, package: expected npm:/,
    ],
    ['a path as a name', MINIMAL.replace('@scope/name@1.2.3', '../x'), /line 4, package: expected npm:/],
    ['a host with a scheme', `${MINIMAL}network: ['https://a.example']\n`, /network\.0: expected a host/],
    [
      'a network for a remote server',
      MINIMAL.replace(/package: .*/, 'url: https://a.example/mcp\nnetwork: [a.example]'),
      /network: only a server that is started here/,
    ],
    [
      'install scripts of another package',
      MINIMAL.replace(/package: .*/, 'package: pypi:a-server\ninstallScripts: true'),
      /line 5, installScripts: only an npm package has install scripts/,
    ],
    ['a file address', MINIMAL.replace(/package: .*/, 'url: file:///etc/passwd'), /line 4, url: /],
  ];
  test.each(cases)('%s', (_what, text, message) => expect(mistakeOf(text)).toMatch(message));

  test('a bad base name', () => {
    expect(mistakeOf(MINIMAL, 'servers/My Server.yaml')).toMatch(/^servers\/My Server\.yaml: its base name/);
  });

  test('aliases that multiply', () => {
    const bomb = `a: &a [x, x]\nb: &b [${'*a, '.repeat(20)}*a]\narguments: [${'*b, '.repeat(20)}*b]\n`;
    expect(mistakeOf(bomb)).toMatch(/repeats itself/);
  });
});

describe('a folder', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'toolrisk-listings-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('gives its yaml files in order, and nothing else', () => {
    for (const name of ['b.yaml', 'a.yaml', 'notes.md']) writeFileSync(join(folder, name), MINIMAL);
    expect(readListings(folder).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('that is not there is named', () => {
    expect(() => readListings(join(folder, 'none'))).toThrow(
      /none: the listed servers cannot be read: there is no such file or folder$/,
    );
  });
});

test('the hosts that a server has to reach are taken as they are listed', () => {
  const { network } = parseListing(
    `${MINIMAL}network: [api.example.com, 'files.example.com:8443']\n`,
    'servers/a.yaml',
  );
  expect(network).toEqual(['api.example.com', 'files.example.com:8443']);
});

test('the listed servers can all be read, and each is what it says', () => {
  const listings = readListings(fileURLToPath(new URL('../../data/servers', import.meta.url)));
  expect(listings.length).toBeGreaterThan(0);
  for (const { source } of listings)
    if (source.type === 'npm') expect(source.version, source.name).toMatch(/^\d+\.\d+\.\d+/);
});
