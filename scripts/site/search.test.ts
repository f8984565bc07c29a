/** The search index as it is written and as it is asked: sizes, orders, misspellings, hostile text. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ToolDefinition } from '../../catalogue/records.ts';
import { openCatalogue, recordListing, recordObservation, startRun } from '../../catalogue/store/index.ts';
import { answer, FIRST_PAGE, type Answer } from '../../site/src/search/answer.ts';
import { cutSentence, toCsv, toJson } from '../../site/src/search/export.ts';
import { openFiles, serversByKey, type Files } from '../../site/src/search/files.ts';
import { CHUNK, CODES, HEAD, type Directory } from '../../site/src/search/format.ts';
import { addressKey, imageKey, nameKey, npmKey, pypiKey } from '../../site/src/search/keys.ts';
import { nextMatch, startWalk } from '../../site/src/search/match.ts';
import {
  isAsked,
  NOTHING_ASKED,
  readQuestion,
  writeQuestion,
  type Question,
} from '../../site/src/search/question.ts';
import { editDistance } from '../../site/src/search/spelling.ts';
import { nameOf, nameTerms, textTerms, words } from '../../site/src/search/terms.ts';
import { inventedListing, makeSampleCatalogue, observation } from './sample-catalogue.ts';
import { writeSearchIndex } from './search-files.ts';

let folder: string;
let files: Files;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'toolrisk-search-'));
  const file = join(folder, 'catalogue.db');
  makeSampleCatalogue(file);
  await index(file, folder);
  files = open(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function index(file: string, site: string): Promise<number> {
  const db = openCatalogue(file, 'read');
  try {
    return await writeSearchIndex(db, site);
  } finally {
    db.close();
  }
}

function open(site: string): Files {
  const load = (path: string): string =>
    inflateRawSync(readFileSync(join(site, 'search/index', `${path}.bin`))).toString('utf8');
  return openFiles(JSON.parse(load('directory')) as Directory, (path) => Promise.resolve(load(path)));
}

const ask = (text: string, more: Partial<Question> = {}): Promise<Answer> =>
  answer(files, { ...NOTHING_ASKED, text, ...more }, FIRST_PAGE);
const toolNames = ({ tools }: Answer): string[] => tools.map(({ name }) => name);
const serverIds = ({ servers }: Answer): string[] => servers.map(({ id }) => id);

describe('words', () => {
  test.each([
    ['createPullRequest', ['createpullrequest']],
    ['GitHub', ['github']],
    ['list_issues-v2', ['list', 'issue', 'v2']],
    ['Queries and statuses', ['query', 'and', 'statuse']],
    ['de\u200blete \u202efile', ['delete', 'file']],
    ['Überprüfe', ['uberprufe']],
    ['検索する', ['検索', '索す', 'する']],
    ['', []],
  ])('of %j', (text, expected) => {
    expect(words(text).map((word) => word.normalize('NFD').replace(/\p{M}/gu, ''))).toEqual(expected);
  });

  test('of names are those that they are made of as well', () => {
    expect(nameTerms('createPullRequest')).toEqual(['createpullrequest', 'create', 'pull', 'request']);
    expect(nameTerms('GitHub Issues')).toEqual(['github', 'issue', 'git', 'hub']);
    expect(nameOf('createPullRequest')).toBe(nameOf('create_pull_request'));
  });

  test('of descriptions leave out what finds nothing, and texts of any length are short', () => {
    expect(textTerms('Use this to delete the files of a user')).toEqual(['delete', 'file', 'user']);
    expect(words('a'.repeat(100_000))).toEqual(['a'.repeat(24)]);
    expect(nameOf('Get_File')).toBe(nameOf('get file'));
  });
});

describe('an answer', () => {
  test('has what bears the name first', async () => {
    expect(toolNames(await ask('tree_records'))[0]).toBe('tree_records');
    expect(serverIds(await ask('nursery'))[0]).toBe('nursery');
  });

  test('joins words of server, tool and description', async () => {
    expect(toolNames(await ask('orchard tree'))).toContain('tree_records');
    expect(toolNames(await ask('nursery delete walnut'))).toEqual(['delete_walnut']);
    expect(toolNames(await ask('manage records orchard'))).toContain('tree_records');
  });

  test('takes the last word as begun, and only that', async () => {
    expect(toolNames(await ask('delete wal'))).toEqual(['delete_walnut']);
    expect(toolNames(await ask('delete wal '))).toEqual(['delete_walnut']);
  });

  test('forgives a slip, and says so', async () => {
    const found = await ask('nurzery');
    expect(serverIds(found)).toEqual(['nursery']);
    expect(found.respelled).toEqual([{ asked: 'nurzery', meant: ['nursery'], unknown: true }]);
    expect(toolNames(await ask('deleet walnut'))).toEqual(['delete_walnut']);
    expect(toolNames(await ask('xqzvwkjh'))).toEqual([]);
  });

  test('keeps to the facets', async () => {
    const critical = await answer(
      files,
      { ...NOTHING_ASKED, levels: ['Critical'] },
      { ...FIRST_PAGE, tools: 100 },
    );
    expect(critical.tools.length).toBeGreaterThan(10);
    expect(new Set(critical.tools.map(({ level }) => level))).toEqual(new Set(['Critical']));
    const secrets = await ask('', { flags: ['secrets'] });
    expect(secrets.tools.every(({ flags }) => flags.includes('secrets'))).toBe(true);
    expect(secrets.tools.length).toBe(1);
    expect((await ask('delete', { kind: 'servers' })).tools).toEqual([]);
    expect(
      (await ask('delete', { categories: ['Read'] })).tools.every(({ category }) => category === 'Read'),
    ).toBe(true);
    expect((await ask('', { mismatch: true })).tools.length).toBeGreaterThan(0);
  });

  test('says when there is more', async () => {
    const few = await answer(
      files,
      { ...NOTHING_ASKED, text: 'delete' },
      { servers: 1, tools: 3, chunks: 6 },
    );
    expect([few.tools.length, few.moreTools]).toEqual([3, true]);
    const all = await answer(
      files,
      { ...NOTHING_ASKED, text: 'delete' },
      { servers: 1, tools: 500, chunks: 6 },
    );
    expect(all.moreTools).toBe(false);
    expect(all.tools.slice(0, 3)).toEqual(few.tools);
  });
});

test('every tool of the catalogue is found by its own name', async () => {
  const everything = await answer(
    files,
    { ...NOTHING_ASKED, levels: ['Low', 'Medium', 'High', 'Critical'] },
    { servers: 0, tools: 1000, chunks: 100 },
  );
  expect(everything.tools).toHaveLength(files.directory.tools);
  for (const { name, server } of everything.tools) {
    if (nameOf(name) === '') continue;
    const found = await answer(
      files,
      { ...NOTHING_ASKED, text: name },
      { servers: 0, tools: 100, chunks: 100 },
    );
    expect(
      found.tools.some((tool) => tool.name === name && tool.server.id === server.id),
      name,
    ).toBe(true);
  }
});

test('what hides in hostile text is spelled out', async () => {
  const all = JSON.stringify(await ask('', { levels: ['Low', 'Medium', 'High', 'Critical'] }));
  expect(all).not.toMatch(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
  const { tools } = await ask('rtl fdp exe');
  expect(tools[0]?.name).toContain('⟨U+202E⟩');
});

test('a server is found by the keys of a client’s configuration', async () => {
  expect(await serversByKey(files, npmKey('@example/orchard'))).toEqual(['orchard']);
  expect(await serversByKey(files, npmKey('@example/nobody'))).toEqual([]);
  expect(await serversByKey(files, nameKey('Orchard Desk')!)).toEqual(['orchard']);
  expect(pypiKey('Zoo__Py')).toBe('pypi:zoo-py');
  expect(imageKey('ghcr.io/zoo/server:1.0')).toBe('oci:ghcr.io/zoo/server');
  expect(addressKey('https://me:word@Example.com/mcp/?key=hidden#x')).toBe('url:example.com/mcp');
  expect(addressKey('no address')).toBeUndefined();
});

test('a question survives its address', () => {
  const question: Question = {
    text: 'delete file',
    kind: 'tools',
    levels: ['High', 'Critical'],
    categories: ['Execute'],
    flags: ['secrets', 'egress'],
    mismatch: true,
  };
  expect(readQuestion(writeQuestion(question))).toEqual(question);
  expect(writeQuestion(NOTHING_ASKED)).toBe('');
  expect(isAsked(NOTHING_ASKED)).toBe(false);
  expect(readQuestion('?q=a&level=nonsense&kind=x')).toEqual({ ...NOTHING_ASKED, text: 'a' });
});

test('results as CSV run no formula; as JSON they are what was found', async () => {
  const found = await ask('orchard');
  const rows = toCsv({
    ...found,
    servers: [],
    tools: [{ ...found.tools[0]!, name: '=cmd()', about: 'a,"b"' }],
  });
  expect(rows.split('\r\n')[1]).toContain(`,'=cmd(),`);
  expect(rows).toContain('"a,""b"""');
  expect(JSON.parse(toJson(found))).toEqual({ servers: found.servers, tools: found.tools });
});

test('a file of results says what it leaves out', async () => {
  const found = { ...(await ask('orchard')), moreServers: false, moreTools: false };
  const tools = Array.from({ length: 1000 }, () => found.tools[0]!);
  expect(cutSentence(found)).toBeUndefined();
  expect(cutSentence({ ...found, tools, moreTools: true })).toMatch(
    /^The file holds the first 1,000 tools that/,
  );
  expect(cutSentence({ ...found, tools, moreServers: true, moreTools: true })).toContain(
    ' server and 1,000 tools ',
  );
});

test('the same catalogue gives the same files, and no file is large', async () => {
  const again = mkdtempSync(join(tmpdir(), 'toolrisk-search-'));
  try {
    await index(join(folder, 'catalogue.db'), again);
    const listed = (site: string) =>
      (readdirSync(join(site, 'search'), { recursive: true }) as string[]).sort();
    expect(listed(again)).toEqual(listed(folder));
    const sizes = listed(folder)
      .filter((path) => path.endsWith('.bin'))
      .map((path) => readFileSync(join(folder, 'search', path)).length);
    expect(Math.max(...sizes)).toBeLessThan(15_000);
  } finally {
    rmSync(again, { recursive: true, force: true });
  }
});

test('an empty catalogue has an index that finds nothing', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'toolrisk-search-'));
  try {
    openCatalogue(join(empty, 'catalogue.db')).close();
    await index(join(empty, 'catalogue.db'), empty);
    const found = await answer(open(empty), { ...NOTHING_ASKED, text: 'anything' }, FIRST_PAGE);
    expect([found.servers, found.tools]).toEqual([[], []]);
  } finally {
    rmSync(empty, { recursive: true, force: true });
  }
});

test('a list of text of 100 KB and 300 tools of one name does not upset the index', async () => {
  const large = mkdtempSync(join(tmpdir(), 'toolrisk-search-'));
  try {
    const file = join(large, 'catalogue.db');
    const db = openCatalogue(file);
    const at = '2026-05-03T08:30:00.000Z';
    const run = startRun(db, { startedAt: at, toolriskVersion: '0.1.0' });
    const tool: ToolDefinition = {
      name: 'shout',
      title: undefined,
      description: 'x '.repeat(50_000),
    } as ToolDefinition;
    for (let i = 0; i < 3; i++) {
      recordListing(
        db,
        inventedListing(`loud-${i}`, 'L'.repeat(300), '<script>alert(1)</script>'.repeat(400)),
        at,
      );
      recordObservation(db, run, observation(`loud-${i}`, [tool]));
    }
    db.close();
    await index(file, large);
    const found = await answer(open(large), { ...NOTHING_ASKED, text: 'loud' }, FIRST_PAGE);
    expect(found.servers).toHaveLength(3);
    expect(found.servers[0]!.name.length).toBeLessThan(130);
    expect(found.servers[0]!.about.length).toBeLessThan(100);
  } finally {
    rmSync(large, { recursive: true, force: true });
  }
});

/** Lists as they are written: a head and chunks. */
function listed(documents: readonly number[], load: Map<string, string>, name: number) {
  const encode = (part: readonly number[]): number[] =>
    part.map((one, i) => (one - (part[i - 1] ?? 0)) * CODES + 3);
  const from: number[] = [];
  for (let at = HEAD, n = 0; at < documents.length; at += CHUNK, n++) {
    from.push(documents[at]!);
    load.set(`f/nc${name * 100 + n}`, JSON.stringify(encode(documents.slice(at, at + CHUNK))));
  }
  const tail = from.length > 0 ? { chunk: name * 100, from } : undefined;
  const head = encode(documents.slice(0, HEAD));
  return { index: 'names' as const, term: String(name), count: documents.length, head, tail };
}

test('a walk finds exactly the documents that all lists share, however they are cut', async () => {
  const list = fc
    .integer({ min: 1, max: 9000 })
    .chain((length) =>
      fc.integer({ min: 1, max: 7 }).map((step) => Array.from({ length }, (_, i) => i * step + (i % step))),
    );
  await fc.assert(
    fc.asyncProperty(fc.array(list, { minLength: 1, maxLength: 3 }), async (lists) => {
      const stored = new Map<string, string>();
      const groups = lists.map((one, i) => [
        listed(
          [...new Set(one)].sort((a, b) => a - b),
          stored,
          i,
        ),
      ]);
      const walked = openFiles({ folder: 'f' } as Directory, (path) => Promise.resolve(stored.get(path)!));
      const walk = startWalk(walked, groups, () => true, { chunks: 1000 });
      const found: number[] = [];
      for (let match = await nextMatch(walk); match; match = await nextMatch(walk))
        found.push(match.document);
      const [first, ...rest] = lists.map((one) => new Set(one));
      const shared = [...first!].filter((one) => rest.every((other) => other.has(one))).sort((a, b) => a - b);
      expect(found).toEqual(shared);
    }),
    { numRuns: 40, seed: 7 },
  );
});

test('the distance of two words counts slips', () => {
  expect(editDistance('gihtub', 'github', 2)).toBe(1);
  expect(editDistance('githb', 'github', 2)).toBe(1);
  expect(editDistance('githuub', 'github', 2)).toBe(1);
  expect(editDistance('gitlab', 'github', 2)).toBe(2);
  expect(editDistance('weather', 'github', 2)).toBe(3);
});
