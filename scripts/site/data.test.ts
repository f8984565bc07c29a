/** What the site publishes for programs: records after their schemas, downloads, policies of each target, twins. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { HtmlValidate } from 'html-validate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCatalogue, serverTools } from '../../catalogue/store/index.ts';
import { EMITTERS } from '../../policy/index.ts';
import { targetFilePath } from '../../site/src/view/addresses.ts';
import { PUBLISHED } from '../../site/src/view/schemas.ts';
import { buildSample, type BuiltSample } from './built-sample.ts';
import { fields, ids, textOf } from './html-text.ts';
import { HOSTILE } from './sample-tools.ts';

let site: BuiltSample;
beforeAll(async () => (site = await buildSample('https://catalogue.example/')));
afterAll(() => site.remove());

const text = (path: string) => readFileSync(join(site.out, path), 'utf8');
const json = (path: string): unknown => JSON.parse(text(path));
const below = (folder: string, ending: RegExp) =>
  (readdirSync(join(site.out, folder), { recursive: true }) as string[])
    .filter((path) => ending.test(path))
    .map((path) => `${folder}/${path}`);

describe('every record has the shape that its schema says', () => {
  test('tools', () => {
    const paths = below('servers', /^[^/]+\/[^/]+\.json$/).filter(
      (path) => !/\/policy\.\w+\.json$/.test(path),
    );
    expect(paths.length).toBeGreaterThan(90);
    for (const path of paths) expect(PUBLISHED.tool.safeParse(json(path)).error, path).toBeUndefined();
  });

  test('servers, in both places the same', () => {
    const paths = below('servers', /^[^/]+\.json$/);
    expect(paths.length).toBeGreaterThan(5);
    for (const path of paths) {
      expect(PUBLISHED.server.safeParse(json(path)).error, path).toBeUndefined();
      expect(text(`api/v1/${path}`)).toBe(text(path));
    }
  });

  test('definitions, each under its digest', () => {
    const paths = below('api/v1/tools', /\.json$/);
    expect(paths.length).toBeGreaterThan(80);
    for (const path of paths) {
      const record = PUBLISHED.definition.parse(json(path));
      expect(path).toContain(record.digest);
      expect(record.offeredBy).toHaveLength(record.offers);
      for (const { record: twin } of record.offeredBy)
        expect(existsSync(join(site.out, twin)), twin).toBe(true);
    }
  });

  test('the index and its lists name every server', () => {
    const index = PUBLISHED.index.parse(json('api/v1/index.json'));
    const lists = index.lists.flatMap((path) => PUBLISHED['server-list'].parse(json(path)));
    expect(lists).toHaveLength(index.servers);
    for (const { record } of lists) expect(existsSync(join(site.out, record)), record).toBe(true);
  });

  test('attacks, runs and statistics; the index names them', () => {
    const index = PUBLISHED.index.parse(json('api/v1/index.json'));
    const list = PUBLISHED['attack-list'].parse(json(index.reports.attacks));
    expect(list.attacks.map(({ record }) => record)).toEqual(index.attacks);
    expect(list.total).toBeGreaterThanOrEqual(90);
    for (const path of index.attacks)
      expect(PUBLISHED.attack.safeParse(json(path)).error, path).toBeUndefined();
    const { runs } = PUBLISHED['run-list'].parse(json(index.reports.changes));
    expect(runs.length).toBeGreaterThan(1);
    for (const { record } of runs)
      expect(PUBLISHED.run.safeParse(json(record)).error, record).toBeUndefined();
    const { tables } = PUBLISHED.statistics.parse(json(index.reports.statistics));
    for (const { csv } of tables) expect(existsSync(join(site.out, csv)), csv).toBe(true);
    for (const { markdown } of [...list.attacks, ...runs])
      expect(existsSync(join(site.out, markdown)), markdown).toBe(true);
  });

  test('and each schema is there, of records and of targets', () => {
    for (const name of Object.keys(PUBLISHED)) expect(json(`schemas/${name}.json`)).toHaveProperty('$schema');
    for (const { id, schema } of EMITTERS)
      expect(existsSync(join(site.out, `schemas/policy/${id}.json`)), id).toBe(schema !== undefined);
  });

  test('the API is described, and every path of it exists', () => {
    const { paths } = json('api/v1/openapi.json') as { paths: Record<string, unknown> };
    expect(Object.keys(paths).length).toBeGreaterThan(4);
    for (const path of Object.keys(paths)) {
      const pattern = new RegExp(
        `^${path
          .slice(1)
          .replace(/\./g, '\\.')
          .replace(/\{\w+\}/g, '[^/]+')}$`,
      );
      expect(
        below('.', /\.json$/).some((file) => pattern.test(file.slice(2))),
        path,
      ).toBe(true);
    }
  });
});

describe('downloads', () => {
  test('have the checksums that stand beside them', () => {
    const lines = text('data/SHA256SUMS').trim().split('\n');
    expect(lines.length).toBe(4);
    for (const line of lines) {
      const [sum, name] = line.split('  ');
      const file = readFileSync(join(site.out, 'data', name!));
      expect(createHash('sha256').update(file).digest('hex'), name).toBe(sum);
    }
  });

  test('hold every server and tool, line by line and in a database', () => {
    const lines = (name: string) => text(`data/${name}`).trim().split('\n');
    const tools = lines('tools-001.jsonl').map((line) => PUBLISHED['tool-line'].parse(JSON.parse(line)));
    const servers = lines('servers-001.jsonl').map((line) =>
      PUBLISHED['server-line'].parse(JSON.parse(line)),
    );
    const db = new Database(join(site.out, 'data/catalogue.sqlite'), { readonly: true });
    const held = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    expect([held('servers'), held('tools')]).toEqual([servers.length, tools.length]);
    expect(lines('tools-001.csv')).toHaveLength(tools.length + 1);
    db.close();
  });

  test('tell nothing of the machine, and no text as received', () => {
    const files = [text('data/servers-001.jsonl'), text('data/tools-001.jsonl')];
    const db = new Database(join(site.out, 'data/catalogue.sqlite'), { readonly: true });
    const columns = db.prepare("SELECT name FROM pragma_table_info('definitions')").pluck().all();
    db.close();
    expect(columns).not.toContain('raw');
    for (const file of files) expect(file).not.toMatch(/\/(?:home|root|Users)\//);
  });
});

describe('what robots and agents look for', () => {
  test('the sitemap names pages that exist, each once, with the day of the definition', () => {
    const index = text('sitemap-index.xml');
    const maps = [...index.matchAll(/<loc>https:\/\/catalogue\.example\/([^<]*)<\/loc>/g)].map(
      ([, path]) => path!,
    );
    const entries = maps.flatMap((path) => [
      ...text(path).matchAll(
        /<loc>https:\/\/catalogue\.example\/([^<]*)<\/loc>(?:<lastmod>([^<]*)<\/lastmod>)?/g,
      ),
    ]);
    const paths = entries.map(([, path]) => path!);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths).toContain('servers/orchard/run_script/');
    expect(paths).toContain('data/');
    for (const path of paths) expect(existsSync(join(site.out, path, 'index.html')), path).toBe(true);
    const dated = entries.find(([, path]) => path === 'servers/orchard/run_script/');
    expect(dated?.[2]).toBe('2026-05-03');
  });

  test('robots.txt, llms.txt and the feed', () => {
    expect(text('robots.txt')).toContain('Sitemap: https://catalogue.example/sitemap-index.xml');
    expect(text('llms.txt')).toContain('evidence,\nnever instructions');
    expect(text('feed.atom')).toContain('<feed xmlns="http://www.w3.org/2005/Atom">');
  });
});

describe('Markdown twins', () => {
  const headings = (markdown: string) => {
    // A fence ends only at a fence as long as it began.
    const outside = markdown.replace(/^(`{3,})[\s\S]*?\n\1$/gm, '');
    return outside.split('\n').filter((line) => line.startsWith('#'));
  };

  test('of hostile tools have the headings of every other, and no markup of theirs', () => {
    const paths = below('servers/hostile', /^[^/]+\.md$/);
    expect(paths).toHaveLength(HOSTILE.length);
    for (const path of paths) {
      const markdown = text(path);
      const known = [
        ...['What it does', 'The server’s own description, quoted', 'Why it needs a policy'],
        ...['What the server declares', 'Parameters', 'Modes', 'Policy', 'Documented attacks', 'History'],
      ];
      const found = headings(markdown)
        .slice(1)
        .map((line) => line.slice(3));
      expect(
        known.filter((title) => found.includes(title)),
        path,
      ).toEqual(found);
      const outside = markdown.replace(/^(`{3,})[\s\S]*?\n\1$/gm, '').replace(/(`+)[^\n]*?[^`]\1(?!`)/g, '');
      expect(outside.replace(/\\./g, ''), path).not.toMatch(/<\w|javascript:[^)]*\)\]|!\[/);
    }
  });

  test('are named by their page', () => {
    expect(text('servers/orchard/run_script/index.html')).toContain(
      '<link rel="alternate" type="text/markdown" href="/servers/orchard/run_script.md">',
    );
    expect(text('servers/orchard.md')).toContain('(https://catalogue.example/servers/orchard/run_script.md)');
  });
});

describe('the head of a page', () => {
  const alternates = (path: string) =>
    [...text(`${path}index.html`).matchAll(/<link rel="alternate" type="([^"]+)" href="([^"]+)">/g)].map(
      ([, type, href]) => `${type} ${href}`,
    );

  test.each([
    ['attacks/', ['application/json /attacks.json']],
    [
      'attacks/tool-poisoning/',
      ['application/json /attacks/tool-poisoning.json', 'text/markdown /attacks/tool-poisoning.md'],
    ],
    ['changes/', ['application/json /changes.json', 'application/atom+xml /changes/feed.atom']],
    [
      'changes/2/',
      [
        'application/json /changes/2.json',
        'text/markdown /changes/2.md',
        'application/atom+xml /changes/2.atom',
      ],
    ],
    [
      'servers/orchard/run_script/',
      ['application/json /servers/orchard/run_script.json', 'text/markdown /servers/orchard/run_script.md'],
    ],
    ['methodology/', []],
    ['', ['application/atom+xml /feed.atom']],
    ['statistics/', ['application/json /statistics.json']],
    [
      'servers/orchard/',
      [
        'application/json /servers/orchard.json',
        'text/markdown /servers/orchard.md',
        'application/atom+xml /servers/orchard/feed.atom',
      ],
    ],
  ])('of /%s names its twins and its feed', (path, wanted) => expect(alternates(path)).toEqual(wanted));
});

describe('the twins of an attack', () => {
  test('say the conditions that tell something, and no other', () => {
    const { access } = PUBLISHED.attack.parse(json('attacks/tool-poisoning.json'));
    expect(access.conditions.map(({ type }) => type)).toEqual(['finding']);
    for (const path of ['attacks/tool-poisoning/index.html', 'attacks/akamai-db-mcp-backends/index.html'])
      expect(textOf(text(path)), path).not.toMatch(/Is Read, \w+, \w+ or \w+/);
  });

  test('name the tools as the page does', () => {
    const { tools } = PUBLISHED.attack.parse(json('attacks/mac-shell-mcp-whitelist-bypass.json'));
    expect(tools.total).toBeGreaterThan(0);
    const markdown = text('attacks/mac-shell-mcp-whitelist-bypass.md');
    for (const { page } of tools.first) expect(markdown).toContain(`(https://catalogue.example${page})`);
  });
});

describe('pages of policies', () => {
  const validator = new HtmlValidate({
    extends: ['html-validate:recommended'],
    rules: {
      ...{ 'void-style': 'off', 'no-trailing-whitespace': 'off', 'long-title': 'off' },
      ...{ 'attribute-boolean-style': 'off', 'doctype-style': 'off', 'attribute-empty-style': 'off' },
      'require-sri': 'off',
      // HTML's own rule: no white space. Places are called after tools.
      'valid-id': ['error', { relaxed: true }],
    },
  });

  test.each(['orchard', 'nursery', 'hostile'])('of %s show exactly the file that each target reads', (id) => {
    for (const emitter of EMITTERS) {
      const shown = fields(text(`servers/${id}/policy/${emitter.id}/index.html`)).get('policy');
      const file = text(targetFilePath(id, emitter.id, emitter.filename));
      expect(shown, emitter.id).toBe(file);
      expect(emitter.validate(file), emitter.id).toEqual([]);
    }
  });

  test('have a place for every tool, whatever its name', () => {
    const db = openCatalogue(site.db, 'read');
    const tools = serverTools(db, 'hostile');
    db.close();
    expect(tools).toHaveLength(HOSTILE.length);
    const html = text('servers/hostile/policy/codex/index.html');
    expect([...html.matchAll(/<div class="part" id="[^"]+"/g)]).toHaveLength(tools.length);
    expect(ids(html).size).toBe([...html.matchAll(/\sid="/g)].length);
    expect(html).not.toMatch(/<script>alert|<img src=x/);
    expect(textOf(html)).toContain('<script>alert(1)</script>');
  });

  test.each([
    'orchard/policy/codex',
    'hostile/policy/claude-code',
    'orchard/policy/policylayer',
    'nursery/policy/envoy',
  ])('of %s are valid', async (path) => {
    const { results } = await validator.validateString(text(`servers/${path}/index.html`));
    expect(
      results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`)),
    ).toEqual([]);
  });

  test('offer the rule by argument where there is one', () => {
    expect(fields(text('servers/orchard/policy/policylayer/index.html')).get('variant')).toContain('deny_if');
  });
});
