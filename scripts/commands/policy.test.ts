import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openCatalogue,
  recordClassifications,
  recordListing,
  recordObservation,
  setCurrentClassifier,
  startRun,
} from '../../catalogue/store/index.ts';
import type { ToolDefinition } from '../../catalogue/records.ts';
import { classify } from '../../classifier/index.ts';

const PROGRAM = fileURLToPath(new URL('../launch.js', import.meta.url));
const AT = '2026-01-01T00:00:00Z';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolrisk-policy-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function toolrisk(...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, 'policy', ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
}

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

const rows = (...tools: object[]) => tools.map((tool) => `${JSON.stringify(tool)}\n`).join('');

const LOCKER = {
  server: 'locker',
  name: 'locker',
  description: 'Manage lockers (open, list, delete).',
  inputSchema: {
    type: 'object',
    properties: { action: { type: 'string', enum: ['open', 'list', 'delete'] }, label: { type: 'string' } },
  },
};

describe('toolrisk policy', () => {
  it('prints the published rule of a tool that writes, and nothing else', () => {
    const input = file('rename.jsonl', rows({ name: 'rename_locker', description: 'Renames a locker.' }));
    const { status, out, err } = toolrisk('--input', input);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(JSON.parse(out)).toEqual({
      version: '1',
      default: 'deny',
      tools: {
        rename_locker: {
          limits: [{ counter: 'rename_locker_rate', window: 'minute', max: 30, scope: 'grant' }],
        },
      },
    });
    expect(out).toMatch(/^\{\n {2}"version": "1",\n/);
  });

  it('denies the delete mode by its argument where the target can, and tests it', () => {
    const input = file('locker.jsonl', rows(LOCKER));
    const { out } = toolrisk('--input', input, '--target', 'intercept');
    file('locker.yaml', out);
    const call = (action: string) => ['--call', JSON.stringify({ tool: 'locker', arguments: { action } })];
    const { out: verdicts } = toolrisk(
      'test',
      '--policy',
      'locker.yaml',
      ...call('delete'),
      ...call('list'),
      '--json',
    );
    expect((JSON.parse(verdicts) as { verdict: string }[]).map(({ verdict }) => verdict)).toEqual([
      'deny',
      'allow',
    ]);
    expect(toolrisk('lint', 'locker.yaml', '--input', input)).toMatchObject({ status: 0, out: '' });
  });

  it('gives a subcommand the options that stand behind it, though policy has some of the same names', () => {
    file('mine.yaml', 'version: "1"\ndefault: deny\ntools:\n  locker:\n    rules: []\n');
    const other = file('other.jsonl', rows({ name: 'other', description: 'Another.' }));
    const { status, out } = toolrisk('lint', 'mine.yaml', '--input', other);
    expect(status).toBe(2);
    expect(out.split('\n').map((line) => line.split(/[ :]/)[0])).toEqual([
      'unknown-tool',
      'uncovered-tool',
      '',
    ]);
    expect(toolrisk('lint', 'mine.yaml', '--target', 'codex').out).toMatch(/^unreadable: It is not TOML/);
    const call = ['--call', '{"tool":"locker"}'];
    expect(toolrisk('test', '--policy', 'mine.yaml', '--target', 'gemini', ...call).err).toContain(
      'not TOML',
    );
  });

  it('says in words what another posture changes', () => {
    const input = file('rename.jsonl', rows({ name: 'rename_locker', description: 'Renames a locker.' }));
    file('old.json', toolrisk('--input', input).out);
    file('new.json', toolrisk('--input', input, '--posture', 'strict').out);
    expect(toolrisk('diff', 'old.json', 'new.json').out).toBe(
      'rename_locker was allowed, at most 30 a minute, and is now allowed, at most 10 a minute.\n',
    );
  });

  it('merges into a settings file and leaves a backup', () => {
    const before = '{\n  // mine\n  "model": "x"\n}\n';
    file('settings.json', before);
    const input = file('locker.jsonl', rows(LOCKER));
    const done = toolrisk('--input', input, '--target', 'claude-code', '--write', 'settings.json');
    expect(done).toMatchObject({ status: 0, out: '' });
    expect(readFileSync(join(folder, 'settings.json.bak'), 'utf8')).toBe(before);
    expect(readFileSync(join(folder, 'settings.json'), 'utf8')).toMatch(/\/\/ mine[^]*mcp__locker__locker/);
    const again = toolrisk('--input', input, '--target', 'claude-code', '--write', 'settings.json');
    expect(again.err).toContain('already says this');
    expect(existsSync(join(folder, 'settings.json.bak2'))).toBe(false);
  });

  it('reads the servers of a client configuration from the catalogue', () => {
    const db = join(folder, 'catalogue.db');
    catalogue(db, { name: 'list_shelves', description: 'Lists the shelves.' });
    const stack = file(
      'mcp.json',
      JSON.stringify({
        mcpServers: { books: { command: 'npx', args: ['-y', 'library-mcp@1.2.0'] }, other: { command: 'x' } },
      }),
    );
    const { status, out, err } = toolrisk('--db', db, '--stack', stack, '--target', 'claude-code');
    expect({ status, file: JSON.parse(out) as unknown }).toEqual({
      status: 0,
      file: { permissions: { allow: ['mcp__books__list_shelves'] } },
    });
    expect(err).toContain('other is not in the catalogue');
    const two = toolrisk('--db', db, '--stack', stack);
    expect(two).toMatchObject({ status: 2, out: '', err: expect.stringContaining('is for one server') });
    expect(JSON.parse(toolrisk('--db', db, '--server', 'library').out)).toMatchObject({
      tools: { list_shelves: {} },
    });
  });

  it.each([
    ['config.toml', '[mcp_servers.books]\ncommand = "npx"\nargs = ["library-mcp"]\n'],
    [
      'settings.json',
      '{"context_servers":{"books":{"command":{"path":"npx","args":["library-mcp"]}}}} // Zed',
    ],
    ['config.yaml', 'extensions:\n  books:\n    cmd: npx\n    args: [-y, library-mcp]\n'],
    ['.claude.json', '{"projects":{"/a":{"mcpServers":{"books":{"command":"npx","args":["library-mcp"]}}}}}'],
    [
      'twice.json',
      '{"servers":{"books":{"command":"npx","args":["library-mcp@1"]}},"mcpServers":{"books":{"command":"npx","args":["library-mcp"]}}}',
    ],
  ])('reads the servers of every client: %s', (name, text) => {
    const db = join(folder, `${name}.db`);
    catalogue(db, { name: 'list_shelves', description: 'Lists the shelves.' });
    const { err, out } = toolrisk('--db', db, '--stack', file(name, text), '--target', 'claude-code');
    expect({ err, allowed: (JSON.parse(out) as { permissions: unknown }).permissions }).toEqual({
      err: '',
      allowed: { allow: ['mcp__books__list_shelves'] },
    });
  });

  it('takes a plain command for no server of the catalogue, and says which file has no servers', () => {
    const db = join(folder, 'plain.db');
    catalogue(db, { name: 'list_shelves', description: 'Lists the shelves.' });
    const plain = file('plain.json', '{"mcpServers":{"books":{"command":"library-mcp"}}}');
    expect(toolrisk('--db', db, '--stack', plain, '--target', 'claude-code').err).toContain(
      'books is not in the catalogue',
    );
    const { status, err } = toolrisk('--db', db, '--stack', file('empty.json', '{}'));
    expect([status, err]).toEqual([2, 'toolrisk: empty.json configures no MCP servers.\n']);
  });

  it('denies a tool of the catalogue that nobody has classified, and says so', () => {
    const db = join(folder, 'half.db');
    catalogue(db, { name: 'list_shelves', description: 'Lists the shelves.' }, [{ name: 'burn\u202e' }]);
    const { status, out, err } = toolrisk('--db', db, '--server', 'library', '--target', 'intercept');
    expect(status).toBe(0);
    expect(err).toContain(
      'library: denied, for they are not classified (`toolrisk classify` does it): burn⟨U+202E⟩',
    );
    expect(simulateIntercept(out, 'burn\u202e')).toBe('deny');
    expect(simulateIntercept(out, 'list_shelves')).toBe('allow');
  });

  it.each([
    [['--input', 'none.jsonl'], /none\.jsonl/],
    [[], /--server/],
    [['--input', 'locker.jsonl', '--tool', 'nope'], /no tool called "nope"/],
    [['--input', 'locker.jsonl', '--root', '../x'], /--root needs an absolute folder/],
    [['--input', 'locker.jsonl', '--hosts', 'https://x/'], /--hosts needs host names/],
    [['--input', 'locker.jsonl', '--target', 'claude-code', '--write', 'broken.json'], /left as it is/],
    [['--input', 'locker.jsonl', '--write', 'foreign.json'], /left as it is/],
    [['--input', 'twice.jsonl'], /second tool of a is called "x"/],
    [['--input', 'clash.jsonl'], /one server at a time/],
    [['--input', 'alike.jsonl', '--target', 'gemini'], /knows both a_b and a-b as a-b/],
    [['test', '--policy', 'locker.jsonl', '--call', '{}'], /no policy file that toolrisk knows/],
    [['test', '--policy', 'old.json', '--call', '{'], /--call is not JSON/],
    [['test', '--policy', 'settings.json', '--call', '{"tool":"x"}'], /no evaluator/],
    [['lint', 'absent.json'], /absent\.json cannot be read/],
  ])('refuses %j in one sentence', (args, message) => {
    file('locker.jsonl', rows(LOCKER));
    file('broken.json', '{"a":');
    file('foreign.json', '{"name":"my-package"}');
    file('old.json', '{"version":"1","default":"deny"}');
    file('settings.json', '{"permissions":{}}');
    file('twice.jsonl', rows({ server: 'a', name: 'x' }, { server: 'a', name: 'x' }));
    file('alike.jsonl', rows({ server: 'a_b', name: 'x' }, { server: 'a-b', name: 'y' }));
    file('clash.jsonl', rows({ server: 'a', name: 'x' }, { server: 'b', name: 'x' }));
    const { status, out, err } = toolrisk(...args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(message);
    expect(err).not.toContain('    at ');
  });
});

/** What an Intercept file does with a call without arguments, by `policy test`. */
function simulateIntercept(text: string, tool: string): string {
  const policy = file('simulated.yaml', text);
  const { out } = toolrisk('test', '--policy', policy, '--call', JSON.stringify({ tool }), '--json');
  return (JSON.parse(out) as { verdict: string }[])[0]!.verdict;
}

/** A catalogue with one server, `library`, of the npm package library-mcp. */
function catalogue(path: string, definition: ToolDefinition, unclassified: ToolDefinition[] = []): void {
  const db = openCatalogue(path, 'write');
  const run = startRun(db, { startedAt: AT, toolriskVersion: '1' });
  recordListing(
    db,
    {
      id: 'library',
      name: 'Library',
      summary: 'Books.',
      publisher: 'Nobody',
      tier: 'core',
      source: { type: 'npm', name: 'library-mcp' },
      arguments: [],
      environment: [],
      placeholderArguments: [],
    },
    AT,
  );
  recordObservation(db, run, {
    serverId: 'library',
    provenance: 'declared',
    outcome: 'declared',
    detail: '',
    startedAt: AT,
    finishedAt: AT,
    launch: { arguments: [], environmentNames: [] },
    tools: [definition, ...unclassified].map((each) => ({ raw: JSON.stringify(each), definition: each })),
    quarantined: [],
    stderrTail: '',
  });
  const classification = classify(definition);
  recordClassifications(db, [{ name: definition.name, classification }], AT);
  setCurrentClassifier(db, classification.classifierVersion);
  db.close();
}

describe('policy targets', () => {
  it('tells a target that asks from one that denies until a person lifts the rule', () => {
    const { status, out } = toolrisk('targets');
    expect(status).toBe(0);
    const row = (target: string) => out.split('\n').find((line) => line.startsWith(`${target} `));
    expect(row('policylayer')).toMatch(/ yes +by denial +yes /);
    expect(row('claude-code')).toMatch(/ yes +yes +no /);
    const targets = JSON.parse(toolrisk('targets', '--json').out) as {
      id: string;
      askDenial: string | null;
    }[];
    expect(targets.find(({ id }) => id === 'policylayer')!.askDenial).toBe('Requires human approval.');
    expect(targets.find(({ id }) => id === 'claude-code')!.askDenial).toBeNull();
  });
});
