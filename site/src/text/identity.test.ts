import { describe, expect, test } from 'vitest';
import type { Listing } from '../../../catalogue/records.ts';
import type { ServerRecord } from '../../../catalogue/store/reads.ts';
import { versionOf } from '../view/source.ts';
import { authenticationSeen } from './authentication.ts';
import { verifiedInWords } from './verified.ts';

const LISTING: Listing = {
  ...{ id: 'orchard', name: 'Orchard', summary: 'Keeps trees.', publisher: 'Pomona', tier: 'core' },
  source: { type: 'npm', name: '@example/orchard', version: '1.4.2' },
  ...{ arguments: [], placeholderArguments: [], environment: [] },
};
type Snapshot = NonNullable<ServerRecord['snapshot']>;
type Crawl = NonNullable<ServerRecord['lastCrawl']>;

const snapshot = (change: Partial<Snapshot>) =>
  ({ provenance: 'observed', package: null, ...change }) as Snapshot;
const crawl = (change: Partial<Crawl>) =>
  ({ provenance: 'observed', outcome: 'listed', login: null, launch: {}, ...change }) as Crawl;

describe('what is verified of a server', () => {
  const installed = { type: 'npm', name: '@example/orchard', version: '1.5.0' } as const;

  test.each<[string, Snapshot | null, string]>([
    [
      'a package with its checksum',
      snapshot({ package: { ...installed, integrity: 'sha512-x' } }),
      'checksum that its registry gives',
    ],
    ['a package without one', snapshot({ package: installed }), 'the version alone'],
    ['a declared list', snapshot({ provenance: 'declared' }), 'handed over as a file'],
    ['no list', null, 'no list of its tools is known'],
  ])('%s', (_, shown, words) => {
    expect(verifiedInWords({ listing: LISTING, snapshot: shown })[0]).toContain(words);
  });

  test("what is the listing's word is named", () => {
    expect(verifiedInWords({ listing: LISTING, snapshot: null })[1]).toBe(
      'Not verified: publisher is given as listed.',
    );
    const more = { ...LISTING, repository: 'https://example.org/r', homepage: 'https://example.org/' };
    expect(verifiedInWords({ listing: more, snapshot: null })[1]).toBe(
      'Not verified: publisher, repository and home page are given as listed.',
    );
  });

  test('the version is that which was installed, or else the listed one', () => {
    expect(versionOf({ listing: LISTING, snapshot: snapshot({ package: installed }) })).toBe('1.5.0');
    expect(versionOf({ listing: LISTING, snapshot: null })).toBe('1.4.2');
  });
});

describe('what authentication was seen', () => {
  test('nothing is said of a server that was not crawled or told nothing', () => {
    expect(authenticationSeen({ lastCrawl: null })).toBeUndefined();
    expect(authenticationSeen({ lastCrawl: crawl({ outcome: 'timed-out' }) })).toBeUndefined();
    expect(authenticationSeen({ lastCrawl: crawl({ provenance: 'declared' }) })).toBeUndefined();
  });

  test('a login names where, and for what', () => {
    const login = { authorizationServers: ['https://login.example'], scopes: ['read', 'write'] };
    expect(authenticationSeen({ lastCrawl: crawl({ outcome: 'needs-login', login }) })).toBe(
      'a person’s login at https://login.example, for the scopes read and write',
    );
    expect(authenticationSeen({ lastCrawl: crawl({ outcome: 'needs-login' }) })).toBe('a person’s login');
  });

  test('what was enough for the list is told by the step of the ladder', () => {
    const launch = { credentialStep: 'placeholder' } as Crawl['launch'];
    expect(authenticationSeen({ lastCrawl: crawl({ launch }) })).toBe(
      'wants some, and took a placeholder for the list',
    );
  });
});
