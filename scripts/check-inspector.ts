/**
 * `npm run check:inspector`: the MCP Inspector's command line lists and calls the tools of `toolrisk mcp`. It is large,
 * so it is installed into a temporary folder, at a pinned version and without running scripts of packages.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PACKAGE_ROOT } from './package.ts';
import { makeSampleCatalogue } from './site/sample-catalogue.ts';

const INSPECTOR = '@modelcontextprotocol/inspector@2.12.0';

const folder = mkdtempSync(join(tmpdir(), 'toolrisk-inspector-'));

function run(
  command: string,
  args: readonly string[],
): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(command, args, { cwd: folder, encoding: 'utf8', timeout: 300_000 });
}

/** What the Inspector prints for one method of the server. */
function inspect(db: string, ...args: string[]): string {
  const program = join(
    folder,
    'node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js',
  );
  const server = [
    process.execPath,
    fileURLToPath(new URL('scripts/launch.js', PACKAGE_ROOT)),
    'mcp',
    '--db',
    db,
  ];
  const { stdout, stderr, status } = run(process.execPath, [
    program,
    '--cli',
    ...server,
    '--method',
    ...args,
  ]);
  if (status !== 0) throw new Error(`the Inspector ended with status ${status}: ${stderr || stdout}`);
  return stdout;
}

function expectIn(what: string, output: string, wanted: readonly string[]): void {
  const missing = wanted.filter((text) => !output.includes(text));
  console.log(`${missing.length === 0 ? 'ok  ' : 'FAIL'} ${what}`);
  if (missing.length === 0) return;
  console.error(`missing ${missing.join(', ')} in: ${output.slice(0, 2000)}`);
  process.exitCode = 1;
}

try {
  const installed = run('npm', [
    'install',
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    INSPECTOR,
  ]);
  if (installed.status !== 0) throw new Error(`${INSPECTOR} could not be installed: ${installed.stderr}`);
  const db = join(folder, 'catalogue.db');
  makeSampleCatalogue(db);
  expectIn('tools/list', inspect(db, 'tools/list'), [
    '"check_server"',
    '"outputSchema"',
    '"readOnlyHint": true',
  ]);
  const call = ['tools/call', '--tool-name', 'check_tool', '--tool-arg', 'server=orchard', 'tool=run_script'];
  expectIn('tools/call', inspect(db, ...call), ['"category": "Execute"', '"structuredContent"']);
  const record = ['resources/read', '--uri', 'toolrisk://servers/orchard'];
  expectIn('resources/read', inspect(db, ...record), ['riskiestTools']);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
