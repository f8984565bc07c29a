/**
 * `npm run check:package`: packs Toolrisk, installs the tarball in a clean folder, and uses it there on a real
 * server from npm, as somebody would who never saw this checkout.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { PACKAGE_ROOT, version } from './package.ts';

const folder = mkdtempSync(join(tmpdir(), 'toolrisk-package-'));
// The clean folder must run on this Node, not on whatever the machine has, and without this checkout's programs.
const path = [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter);

function run(cwd: string, file: string, ...args: string[]): string {
  const env = { ...process.env, PATH: path };
  const { status, stdout, stderr } = spawnSync(file, args, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  if (status !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${status}:\n${stdout}\n${stderr}`);
  return stdout;
}

function expect(what: string, holds: boolean): void {
  if (!holds) throw new Error(`the installed package fails: ${what}`);
  console.log(`ok: ${what}`);
}

/** A program of this checkout's, which the clean folder does not have. */
function ours(name: string): string {
  return fileURLToPath(new URL(`node_modules/${name}`, PACKAGE_ROOT));
}

/** Ways to resolve a package that this one does not serve: it is ESM only. */
const NOT_SERVED = ['node10', 'node16-cjs'];

/** What publint and arethetypeswrong say of the files that are published. */
async function checkPublished(tarball: Buffer): Promise<void> {
  const bytes = new Uint8Array(tarball);
  const { messages } = await publint({ pack: { tarball: bytes.buffer }, strict: true });
  expect(`publint: ${JSON.stringify(messages)}`, messages.length === 0);
  const analysis = await checkPackage(createPackageFromTarballData(bytes));
  const problems = (analysis.types ? analysis.problems : []).filter(
    (problem) => !('resolutionKind' in problem && NOT_SERVED.includes(problem.resolutionKind)),
  );
  expect(`arethetypeswrong: ${JSON.stringify(problems)}`, analysis.types !== false && problems.length === 0);
}

/** The examples of docs/library.md, in order. */
function examples(): string[] {
  const text = readFileSync(new URL('docs/library.md', PACKAGE_ROOT), 'utf8');
  return [...text.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code!);
}

/** Each example runs in the clean folder and passes the type check there. */
function checkExamples(home: string): void {
  const files = examples().map((code, i) => {
    const file = join(home, `example-${i + 1}.mjs`);
    writeFileSync(file, code);
    return file;
  });
  const memory = { command: 'npx', args: ['-y', '@modelcontextprotocol/server-memory@2026.8.31'] };
  writeFileSync(join(home, '.mcp.json'), JSON.stringify({ mcpServers: { memory } }));
  const printed = files.map((file) => run(home, process.execPath, file));
  const wanted = [
    'Destructive Critical',
    '"mcp__billing__remove_invoice"',
    'private-untrusted-egress',
    'memory 9',
  ];
  wanted.forEach((text, i) =>
    expect(`example ${i + 1} of docs/library.md prints ${text}`, printed[i]!.includes(text)),
  );
  const strict = [
    '--noEmit',
    '--allowJs',
    '--checkJs',
    '--strict',
    '--target',
    'es2024',
    '--module',
    'nodenext',
    '--types',
    'node',
    '--typeRoots',
    ours('@types'),
  ];
  run(home, process.execPath, ours('typescript/bin/tsc'), ...strict, ...files);
  expect('the examples pass a strict type check', files.length === wanted.length);
}

try {
  run(fileURLToPath(PACKAGE_ROOT), 'npm', 'pack', '--silent', '--pack-destination', folder);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))!;
  await checkPublished(readFileSync(join(folder, tarball)));
  const home = join(folder, 'elsewhere');
  mkdirSync(home);
  run(home, 'npm', 'init', '-y');
  run(home, 'npm', 'install', '--no-audit', '--no-fund', join('..', tarball));
  const toolrisk = (...args: string[]): string => run(home, 'npx', '--no-install', 'toolrisk', ...args);
  expect('--version', toolrisk('--version').trim() === version());
  checkExamples(home);
  const server = '@modelcontextprotocol/server-memory';
  const seen = JSON.parse(toolrisk('inspect', `npm:${server}@2026.8.31`, '--json')) as {
    outcome: string;
    tools: { name: string; category: string }[];
  };
  expect(`inspect lists ${server}`, seen.outcome === 'listed' && seen.tools.length === 9);
  expect(
    'inspect finds what deletes',
    seen.tools.some(({ name, category }) => name.startsWith('delete') && category === 'Destructive'),
  );
  toolrisk('crawl', '--server', 'memory');
  toolrisk('classify');
  toolrisk('build');
  expect(
    'build makes a page per tool',
    readdirSync(join(home, 'site/dist/servers/memory')).includes('delete_entities'),
  );
  expect('policy prints a file', JSON.parse(toolrisk('policy', '--server', 'memory')).version === '1');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
