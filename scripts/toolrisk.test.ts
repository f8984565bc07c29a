import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openCatalogue,
  readTool,
  recordListing,
  recordObservation,
  startRun,
} from '../catalogue/store/index.ts';
import type { ToolDefinition } from '../catalogue/records.ts';
import { answer, complete, testEndpoint } from '../classifier/llm/test-endpoint.ts';
import { version } from './package.ts';

const PROGRAM = fileURLToPath(new URL('launch.js', import.meta.url));
const AT = '2026-01-01T00:00:00Z';

const TOOLS: ToolDefinition[] = [
  { name: 'list_shelves', description: 'Lists the shelves of the library.' },
  { name: 'burn_book', description: 'Permanently deletes a book.', inputSchema: { type: 'object' } },
];

let folder: string;
let db: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'toolrisk-program-'));
  db = join(folder, 'library.db');
  const catalogue = openCatalogue(db);
  recordListing(
    catalogue,
    {
      ...{ id: 'library', name: 'Library', summary: 'Books.', publisher: 'us', tier: 'core' },
      ...{
        source: { type: 'npm', name: 'library' },
        arguments: [],
        placeholderArguments: [],
        environment: [],
      },
    },
    AT,
  );
  recordObservation(catalogue, startRun(catalogue, { startedAt: AT, toolriskVersion: '0' }), {
    ...{ serverId: 'library', provenance: 'observed', outcome: 'listed', detail: 'Yes.', stderrTail: '' },
    ...{ startedAt: AT, finishedAt: AT, launch: { arguments: [], environmentNames: [] }, quarantined: [] },
    tools: TOOLS.map((definition) => ({ raw: JSON.stringify(definition), definition })),
  });
  catalogue.close();
  copyFileSync(db, join(folder, 'unjudged.db'));
  await toolrisk(['classify', '--db', db]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function toolrisk(
  words: string[],
  more: { stdin?: string; env?: NodeJS.ProcessEnv; before?: string[] } = {},
) {
  const env = { ...process.env, TOOLRISK_MODEL: '', ...more.env };
  const child = spawn(process.execPath, [...(more.before ?? []), PROGRAM, ...words], { cwd: folder, env });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk: Buffer) => (output[name] += chunk.toString()));
  }
  child.stdin.end(more.stdin ?? '');
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, ...output };
}

describe('toolrisk', () => {
  it('says its version and explains itself', async () => {
    expect(await toolrisk(['--version'])).toMatchObject({ status: 0, stdout: `${version()}\n` });
    const { status, stdout } = await toolrisk(['--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/Examples:[^]*Exit status:/);
  });

  it.each(['inspect', 'crawl', 'classify', 'policy', 'build', 'evaluate'])(
    'explains %s with examples',
    async (command) => {
      const { status, stdout } = await toolrisk([command, '--help']);
      expect(status).toBe(0);
      expect(stdout).toContain('Examples:');
    },
  );

  it.each([
    [['nonsense']],
    [['crawl', '--nonsense']],
    [['policy', '--posture', 'bold']],
    [['build', '--db']],
    [['policy', 'lint']],
  ])('refuses %j, and says whose help says more', async (words) => {
    const { status, stderr } = await toolrisk(words);
    expect(status).toBe(2);
    const called = words.filter((word) => /^(?:crawl|policy|build|lint)$/.test(word));
    expect(stderr).toMatch(/^error: /);
    expect(stderr).toContain(`\n(${['toolrisk', ...called, '--help'].join(' ')} says more)\n`);
  });

  it('tells an old Node so before it imports anything', async () => {
    const older = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.2'})`;
    const { status, stderr, stdout } = await toolrisk(['--version'], { before: ['--import', older] });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^toolrisk: this is Node 20\.20\.2, and Node 22\.12 or newer is needed/);
  });
});

describe('a catalogue that cannot be used', () => {
  const commands = [
    ['classify'],
    ['build'],
    ['policy', '--server', 'library'],
    ['crawl', '--server', 'memory'],
  ];

  it.each(commands.slice(0, 3))('is missing: %s', async (...words) => {
    const { status, stderr } = await toolrisk([...words, '--db', 'missing.db']);
    expect(stderr).toMatch(/^toolrisk: There is no catalogue at missing\.db: .*\n$/);
    expect(status).toBe(2);
    expect(existsSync(join(folder, 'missing.db'))).toBe(false);
  });

  it.each(commands)('is of a newer schema: %s', async (...words) => {
    const newer = join(folder, 'newer.db');
    copyFileSync(db, newer);
    const raw = new Database(newer);
    raw.pragma('user_version = 99');
    raw.close();
    const { status, stderr } = await toolrisk([...words, '--db', newer]);
    expect(stderr).toMatch(/^toolrisk: The catalogue .*newer\.db was written by a newer Toolrisk .*\n$/);
    expect(status).toBe(2);
  });

  it.each(commands)('is something else: %s', async (...words) => {
    writeFileSync(join(folder, 'text.db'), 'a text that is no database '.repeat(100));
    const { status, stderr } = await toolrisk([...words, '--db', 'text.db']);
    expect(stderr).toMatch(/^toolrisk: text\.db is no SQLite database: .*\n$/);
    expect(status).toBe(2);
  });
});

describe('classify', () => {
  it('judges a catalogue once', async () => {
    const unjudged = join(folder, 'unjudged.db');
    expect((await toolrisk(['classify', '--db', unjudged])).stdout).toMatch(/^Judged 2 new tool definitions/);
    expect((await toolrisk(['classify', '--db', unjudged])).stdout).toMatch(/^Judged 0 new tool definitions/);
    const catalogue = openCatalogue(unjudged, 'read');
    expect(readTool(catalogue, { serverId: 'library', slug: 'burn_book' })?.classification).toMatchObject({
      category: 'Destructive',
      riskLevel: 'Critical',
    });
    catalogue.close();
  });

  it('answers every line of a file, in order, and says which are no tools', async () => {
    const lines = [
      JSON.stringify({ server: 's', ...TOOLS[1] }),
      'no json',
      '',
      '[]',
      '{"name":""}',
      JSON.stringify(TOOLS[0]),
    ];
    const { status, stdout } = await toolrisk(['classify', '--input', '-', '--output', '-'], {
      stdin: lines.join('\n'),
    });
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(status).toBe(3);
    expect(rows.map(({ line, name }) => line ?? name)).toEqual(['burn_book', 2, 3, 4, 5, 'list_shelves']);
    expect(Object.keys(rows[0]!)).toEqual([
      ...[
        'server',
        'name',
        'digest',
        'category',
        'riskLevel',
        'confidence',
        'flags',
        'rationale',
        'findings',
      ],
    ]);
  });

  it('says the same for the same, to the byte', async () => {
    const stdin = TOOLS.map((tool) => JSON.stringify(tool)).join('\n');
    const [first, second] = await Promise.all(
      [1, 2].map(() => toolrisk(['classify', '--input', '-', '--output', '-'], { stdin })),
    );
    expect(first).toMatchObject({ status: 0, stdout: second!.stdout });
  });

  it.each([
    [['--input', 'rows.jsonl'], /--input and --output together/],
    [['--input', 'nowhere.jsonl', '--output', '-'], /nowhere\.jsonl cannot be read: there is no such file/],
    [['--input', '-', '--output', 'nowhere/out.jsonl'], /nowhere\/out\.jsonl cannot be written/],
    [['--llm', 'required'], /needs a model: set TOOLRISK_MODEL/],
    [['--max-tokens', 'many'], /whole number above 0/],
  ])('refuses %j', async (words, message) => {
    const { status, stderr } = await toolrisk(['classify', '--db', db, ...words]);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  it('keeps what was at the output when it fails, and leaves nothing half done', async () => {
    const place = join(folder, 'kept');
    writeFileSync(place, 'before');
    expect((await toolrisk(['classify', '--input', 'nowhere.jsonl', '--output', place])).status).toBe(2);
    expect(readFileSync(place, 'utf8')).toBe('before');
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });
});

describe('classify with a model', () => {
  it('asks the model that the environment names, keeps its answers, and says what it did', async () => {
    const endpoint = await testEndpoint(({ ids, body }, _n, response) => {
      const asked = JSON.parse(body.messages.at(-1)!.content) as { definition: ToolDefinition }[];
      const said = ids.map((id, i) => answer(id, asked[i]!.definition.name, { category: 'Destructive' }));
      complete(response, { tools: said });
    });
    const env = { TOOLRISK_MODEL: 'm', OPENAI_BASE_URL: endpoint.baseUrl, OPENAI_API_KEY: 'k' };
    const copy = join(folder, 'model.db');
    copyFileSync(db, copy);
    const first = await toolrisk(['classify', '--db', copy], { env });
    expect(first.stderr).toMatch(/m assessed 2 of 2 tools with 110 tokens\./);
    expect((await toolrisk(['classify', '--db', copy], { env })).stdout).toMatch(/^Judged 0 new/);
    expect(endpoint.asked).toHaveLength(1);
    await endpoint.close();
    const catalogue = openCatalogue(copy, 'read');
    expect(readTool(catalogue, { serverId: 'library', slug: 'list_shelves' })?.classification).toMatchObject({
      category: 'Destructive',
      model: { model: 'm', outcome: 'raised' },
    });
    catalogue.close();
  });

  it('goes on with the rules alone where the model fails, says so, and asks again the next time', async () => {
    const endpoint = await testEndpoint((_asked, _n, response) => complete(response, 'Sorry.'));
    const env = { TOOLRISK_MODEL: 'm', OPENAI_BASE_URL: endpoint.baseUrl };
    const copy = join(folder, 'failing.db');
    copyFileSync(db, copy);
    const { status, stderr } = await toolrisk(['classify', '--db', copy], { env });
    expect(status).toBe(0);
    expect(stderr).toMatch(
      /0 of 2 tools .*not in the form that was asked for; for these the rules alone decided/,
    );
    expect((await toolrisk(['classify', '--db', copy, '--llm', 'required'], { env })).status).toBe(3);
    expect((await toolrisk(['classify', '--db', copy, '--llm', 'off'], { env })).stderr).toBe('');
    await endpoint.close();
  });
});

describe('policy', () => {
  it('prints exactly the file to paste', async () => {
    const { status, stdout } = await toolrisk([
      'policy',
      '--db',
      db,
      '--server',
      'library',
      '--tool',
      'burn_book',
    ]);
    expect(status).toBe(0);
    expect(stdout).toBe('{\n  "version": "1",\n  "default": "deny",\n  "hide": [\n    "burn_book"\n  ]\n}\n');
  });

  it('prints the same for tools from a file', async () => {
    const stdin = TOOLS.map((tool) => JSON.stringify({ server: 'library', ...tool })).join('\n');
    const fromFile = await toolrisk(['policy', '--input', '-', '--posture', 'strict'], { stdin });
    const fromCatalogue = await toolrisk([
      'policy',
      '--db',
      db,
      '--server',
      'library',
      '--posture',
      'strict',
    ]);
    expect(JSON.parse(fromFile.stdout)).toEqual(JSON.parse(fromCatalogue.stdout));
  });

  it.each([
    [[], /Name one of these: servers/],
    [['--server', 'nobody'], /no server "nobody"/],
    [['--server', 'library', '--tool', 'nothing'], /no tool called "nothing"/],
  ])('refuses %j', async (words, message) => {
    const { status, stderr } = await toolrisk(['policy', '--db', db, ...words]);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });
});

it.each([[[]], [['--database', 'fleet.db']]])('fleet %j wants the address of a database', async (words) => {
  const env = { TOOLRISK_DATABASE: undefined };
  const { status, stderr } = await toolrisk(['fleet', 'status', ...words], { env });
  expect(stderr).toMatch(/^toolrisk: Name the database: --database postgresql:.*\n$/);
  expect(status).toBe(2);
});

describe('a disk that cannot be written', () => {
  it('is said in one sentence', async () => {
    const { status, stderr } = await toolrisk([
      'crawl',
      '--server',
      'memory',
      '--db',
      '/dev/null/catalogue.db',
    ]);
    expect(stderr).toMatch(/^toolrisk: The catalogue \/dev\/null\/catalogue\.db .*\n$/);
    expect(status).toBe(2);
  });

  it('takes no site', async () => {
    const { status, stderr } = await toolrisk(['build', '--db', db, '--out', '/dev/null/site']);
    expect(stderr).toMatch(/^toolrisk: The site cannot be put at \/dev\/null\/site: .+ with --out\.\n$/);
    expect(status).toBe(2);
  });

  it('does not keep a reader from reading', async () => {
    const copy = join(folder, 'readonly.db');
    copyFileSync(db, copy);
    chmodSync(copy, 0o444);
    expect((await toolrisk(['policy', '--db', copy, '--server', 'library'])).status).toBe(0);
  });

  it('is full, and nothing is lost', async () => {
    // A device that is always full stands for the disk.
    const { status, stderr } = await toolrisk(['classify', '--input', '-', '--output', '/dev/full'], {
      stdin: JSON.stringify(TOOLS[0]),
    });
    expect(stderr).toMatch(/^toolrisk: \/dev\/full cannot be written: the disk is full\.\n$/);
    expect(status).toBe(2);
  });

  it('is full where standard output goes', async () => {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [PROGRAM, 'policy', 'targets'], {
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    const [said, [status]] = await Promise.all([text(child.stderr!), once(child, 'close')]);
    expect(said).toBe('toolrisk: Standard output cannot be written: the disk is full.\n');
    expect(status).toBe(2);
  });
});
