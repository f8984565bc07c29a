import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Check } from './doctor-checks.ts';

const PROGRAM = fileURLToPath(new URL('../launch.js', import.meta.url));

let empty: string;
beforeAll(() => void (empty = mkdtempSync(join(tmpdir(), 'toolrisk-doctor-'))));
afterAll(() => rmSync(empty, { recursive: true, force: true }));

function doctor(words: string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, 'doctor', ...words], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
}

const checksOf = (stdout: string) =>
  JSON.parse(stdout) as { ready: boolean; sandbox: string | null; checks: Check[] };

test('says that servers can be crawled here, and in what', () => {
  const { status, stdout, stderr } = doctor(['--json']);
  const { ready, sandbox, checks } = checksOf(stdout);
  expect({ status, stderr, ready, sandbox }).toEqual({
    status: 0,
    stderr: '',
    ready: true,
    sandbox: 'bubblewrap',
  });
  expect(checks.filter(({ group }) => group === 'sandbox').map(({ name }) => name)).toEqual([
    ...['bubblewrap', 'podman', 'docker', 'node-permission', 'none'],
  ]);
  expect(checks.find(({ name }) => name === 'bubblewrap')).toMatchObject({
    state: 'works',
    found: expect.stringMatching(/^no network, a seccomp filter, user 65534, limits by /) as string,
  });
  for (const { name, state, todo } of checks)
    if (state === 'fails') expect([name, todo]).toEqual([name, expect.any(String)]);
});

test('where no sandbox is to be found, says what to do and exits 5', () => {
  const { status, stdout } = doctor([], { PATH: empty });
  expect(status).toBe(5);
  expect(stdout).toMatch(/no {6}bubblewrap +bubblewrap \(bwrap\) is not installed\n +→ npm run setup\n/);
  expect(stdout).toMatch(/Servers cannot be crawled here yet/);
  // What runs without a sandbox is never offered as one.
  expect(checksOf(doctor(['--json'], { PATH: empty }).stdout)).toMatchObject({ ready: false, sandbox: null });
});
