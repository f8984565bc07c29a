import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { LimitsHolder } from '../../catalogue/records.ts';
import type { Sandbox } from '../../catalogue/vocabulary.ts';
import type { Process } from './command.ts';
import { holdOf } from './hold.ts';
import { probe } from './probe.ts';
import { SANDBOX_LAUNCHERS } from './sandboxes.ts';

/** What a program sees of the sandbox that it runs in. */
const Seen = z.object({
  /** Whether a seccomp filter is on it (proc(5), Seccomp of status). */
  filtered: z.boolean(),
  /** Whether there is an interface beside the loopback. */
  network: z.boolean(),
  user: z.number(),
});
export type Seen = z.infer<typeof Seen>;

/** What came of running a program of our own in a sandbox, as a server would be run. */
export type Trial =
  | { state: 'works'; seen: Seen; limits: LimitsHolder }
  /** It would work once it has what it fetches at its first use. */
  | { state: 'untried'; why: string }
  | { state: 'fails'; why: string };

const LOOK = `const status = require('node:fs').readFileSync('/proc/self/status', 'utf8');
const interfaces = Object.values(require('node:os').networkInterfaces()).flat();
console.log(JSON.stringify({ filtered: /^Seccomp:\\s*2$/m.test(status),
  network: interfaces.some(({ internal }) => !internal), user: process.getuid() }))`;

/** Runs a program in a sandbox and asks what it sees. Fetches nothing. */
export async function tryOut(id: Sandbox): Promise<Trial> {
  const launcher = SANDBOX_LAUNCHERS[id];
  const availability = await launcher.available();
  if (!availability.ok) return { state: 'fails', why: availability.why };
  const scratch = mkdtempSync(join(tmpdir(), 'toolrisk-trial-'));
  try {
    // A sandbox with a file system of its own has its own /proc.
    const readable = launcher.usesScratch ? [{ host: '/proc', inside: '/proc' }] : [];
    const command = { entry: ['{node}', '-e', LOOK], args: [], env: {}, readable };
    return await runTrial(withoutFetching(launcher.wrap(command, scratch)));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function runTrial(process: Process): Promise<Trial> {
  const hold = holdOf(process);
  const { code, stdout, said } = await probe(hold.process);
  await hold.end();
  if (/no such image|unable to find image|image not known/i.test(said))
    return { state: 'untried', why: 'its image is not here yet; it is fetched when a server is first run' };
  const seen = code === 0 ? Seen.safeParse(parsed(stdout)) : undefined;
  if (seen?.success !== true)
    return { state: 'fails', why: said || 'a program that was run in it did not answer' };
  return { state: 'works', seen: seen.data, limits: hold.by };
}

/** An engine would fetch an image that it does not have. */
function withoutFetching(process: Process): Process {
  const [first = '', ...rest] = process.args;
  return first === 'run' ? { ...process, args: [first, '--pull', 'never', ...rest] } : process;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What keeps unprivileged users from making user namespaces, and bubblewrap with them; undefined where nothing does. */
export function namespaceRestriction(
  read: (path: string) => string = readSetting,
): { why: string; setting: string } | undefined {
  if (read('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1')
    return {
      why: 'AppArmor keeps programs without a profile from making user namespaces',
      setting: 'apparmor',
    };
  if (read('/proc/sys/kernel/unprivileged_userns_clone') === '0')
    return { why: 'the kernel keeps ordinary users from making user namespaces', setting: 'clone' };
  if (read('/proc/sys/user/max_user_namespaces') === '0')
    return { why: 'the kernel permits no user namespaces', setting: 'max' };
  return undefined;
}

function readSetting(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
