import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { run } from './run.ts';

const sh = (script: string, timeoutMs = 60_000, signal?: AbortSignal) =>
  run({ file: '/bin/sh', args: ['-c', script], env: process.env, cwd: '/' }, { timeoutMs, signal });

/** Processes that are run with `words`, zombies left out. */
const running = (words: string) =>
  readdirSync('/proc').filter((name) => {
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').includes(words);
    } catch {
      return false;
    }
  });

test('a program gives its status and what it wrote, and reads nothing', async () => {
  expect(await sh('cat; echo out; echo err >&2; exit 7')).toEqual({
    ...{ code: 7, stdout: 'out\n', stderr: 'err\n', stopped: undefined },
  });
});

test('a program that is not there ends with 127', async () => {
  const { code } = await run(
    { file: '/nowhere', args: [], env: {}, cwd: '/' },
    { timeoutMs: 60_000, signal: undefined },
  );
  expect(code).toBe(127);
});

test.each<[what: string, stop: () => Promise<{ stopped?: unknown }>, why: string]>([
  ['after its time', () => sh('sleep 45671 & sleep 45671', 300), 'timeout'],
  ['when told to', () => sh('sleep 45671 & sleep 45671', 60_000, AbortSignal.timeout(300)), 'aborted'],
])('a program is ended %s, with all that it started', async (_what, stop, why) => {
  expect((await stop()).stopped).toBe(why);
  await vi.waitUntil(() => running('sleep 45671').length === 0);
});

test('a program ends with the one that runs it, though that is killed', { timeout: 60_000 }, async () => {
  const module = new URL('./run.ts', import.meta.url).href;
  const program = `const { run } = await import('${module}');
    const all = { file: '/bin/sh', args: ['-c', 'sleep 45672 & sleep 45672'], env: process.env, cwd: '/' };
    const ended = run(all, { timeoutMs: 60_000 });
    console.log('running');
    await ended;`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  await vi.waitUntil(() => running('sleep 45672').length >= 2, { timeout: 20_000 });
  child.kill('SIGKILL');
  await vi.waitUntil(() => running('sleep 45672').length === 0, { timeout: 5000 });
});
