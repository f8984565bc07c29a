/**
 * `npm run check:targets`: the client programs themselves load what is emitted for them. They are large, so they are
 * installed into a temporary folder, at pinned versions. Each check is also made with a broken file, which must fail:
 * a program that accepts everything checks nothing.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { POSTURES } from '../catalogue/vocabulary.ts';
import { EMITTERS } from '../policy/index.ts';
import { stack } from '../policy/testing/stack.ts';
import { PACKAGE_ROOT } from './package.ts';

const PROGRAMS = { '@openai/codex': '0.169.0', '@google/gemini-cli': '0.61.0' };

const folder = mkdtempSync(join(tmpdir(), 'toolrisk-targets-'));
const failures: string[] = [];

function run(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): { status: number; output: string } {
  const result = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    timeout: 300_000,
  });
  return { status: result.status ?? 1, output: `${result.stdout}${result.stderr}` };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function report(what: string, good: boolean, output: string): void {
  console.log(`${good ? 'ok  ' : 'FAIL'} ${what}`);
  if (!good) failures.push(`${what}\n${output.slice(0, 2000)}`);
}

const emitted = (id: string): string[] =>
  POSTURES.map((posture) => EMITTERS.find((one) => one.id === id)!.emitStack!(stack(posture)));

/** Codex exits with 1 on a value that it does not know. It wants each server's command beside the policy. */
function codex(text: string): { accepted: boolean; output: string } {
  const servers = text.replace(/^(\[mcp_servers\.(?:"(?:[^"\\]|\\.)*"|[\w-]+)\])$/gm, '$1\ncommand = "true"');
  write('codex/config.toml', servers);
  const program = join(folder, 'node_modules/@openai/codex/bin/codex.js');
  const { status, output } = run(process.execPath, [program, 'mcp', 'list'], {
    CODEX_HOME: join(folder, 'codex'),
  });
  return { accepted: status === 0, output };
}

/** Gemini CLI exits with 0 whatever it reads: its output is the verdict. */
function gemini(text: string): { accepted: boolean; output: string } {
  write('gemini/.gemini/policies/toolrisk.toml', text);
  const program = join(folder, 'node_modules/@google/gemini-cli/bundle/gemini.js');
  const { status, output } = run(process.execPath, [program, 'mcp', 'list'], {
    HOME: join(folder, 'gemini'),
  });
  // It warns of names that are like those of its own tools, and loads the rule.
  return { accepted: status === 0 && !/policy file error/i.test(output), output };
}

/** The tool object, under the types of OpenAI's own package. */
function openAi(text: string): { accepted: boolean; output: string } {
  const home = fileURLToPath(PACKAGE_ROOT);
  const file = join(folder, 'openai.ts');
  const types = join(home, 'node_modules/openai/resources/responses/responses.js');
  writeFileSync(
    file,
    `import type { Tool } from ${JSON.stringify(types)};\nexport const tools: Tool.Mcp[] = ${text};\n`,
  );
  const tsc = join(home, 'node_modules/typescript/bin/tsc');
  const options = [
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--target',
    'es2022',
    '--module',
    'nodenext',
    '--ignoreConfig',
    file,
  ];
  const { status, output } = run(process.execPath, [tsc, ...options]);
  return { accepted: status === 0, output };
}

function check(
  id: string,
  load: (text: string) => { accepted: boolean; output: string },
  broken: (text: string) => string,
): void {
  emitted(id).forEach((text, i) => {
    const { accepted, output } = load(text);
    report(`${id} loads the stack, ${POSTURES[i]}`, accepted, output);
  });
  const { accepted, output } = load(broken(emitted(id)[1]!));
  report(`${id} refuses a broken file`, !accepted, output);
}

try {
  write('package.json', '{"private":true}');
  const packages = Object.entries(PROGRAMS).map(([name, version]) => `${name}@${version}`);
  const installed = run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...packages]);
  if (installed.status !== 0)
    throw new Error(`npm could not install ${packages.join(' ')}:\n${installed.output}`);
  check('codex', codex, (text) => text.replaceAll('"prompt"', '"ask"'));
  check('gemini', gemini, (text) => text.replaceAll('"ask_user"', '"ask"'));
  check('openai', openAi, (text) => text.replaceAll('"tool_names"', '"names"'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (failures.length > 0) {
  console.error(`\n${failures.join('\n\n')}`);
  process.exitCode = 1;
}
