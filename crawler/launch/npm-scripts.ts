import { createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { telling } from '../outcome.ts';
import type { Failure } from '../session/failure.ts';
import { limitsOf } from '../session/limits.ts';
import { startServer } from '../session/server-process.ts';
import { SCRIPTED_SHELF } from './cache/shelves.ts';
import type { PackageUses } from './cache/uses.ts';
import { INSIDE, type Process, type SandboxLauncher, type ServerCommand } from './command.ts';
import { inFreshFolder, moveInto } from './fresh-folder.ts';
import type { Hold } from './hold.ts';
import { openWayOut } from './network/way-out.ts';
import { findNpm } from './npm-client.ts';
import { unzip } from './zip.ts';

export type ScriptOptions = {
  cache: string;
  temporary: string;
  /** Milliseconds for all scripts together. */
  timeoutMs: number;
  allowPrivate: boolean;
  hold: (process: Process) => Hold;
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
  uses?: Pick<PackageUses, 'hold'>;
};

/** A package's folder after its scripts, or why there is none. */
export type Scripted = { ok: true; folder: string } | { ok: false; detail: string };

/** A copy of the package in memory, with all that its scripts make; what of it is taken; what they may load. */
const LIMITS = { folder: 2 ** 30, files: 50_000, made: 512 * 2 ** 20, loaded: 512 * 2 ** 20 };

/** Where the sandbox shows what it works with. The `m` says that it is a module, where no package.json does. */
const FROM = '/opt/package';
const NPM = '/opt/npm';
const PROGRAM = `/opt/scripts.m${extname(import.meta.url).slice(1)}`;

/**
 * Runs the install scripts of an installed package and of its dependencies, in a sandbox: they see the package, npm and
 * the system's programs, none of the user's files, environment or registry settings, and reach public hosts through a
 * proxy. What they make is kept in a folder of its own beside the installation, which stays as it was.
 * @param installed the folder of `installNpm`
 */
export async function runInstallScripts(
  installed: string,
  sandbox: SandboxLauncher,
  options: ScriptOptions,
): Promise<Scripted> {
  if (sandbox.reachesProxy !== true)
    return failed(`Its install scripts were not run: only bubblewrap can hold them, and not ${sandbox.id}.`);
  const [npm] = findNpm(options.env)?.args ?? [];
  if (npm === undefined)
    return failed('Its install scripts were not run: there is no npm here that a sandbox can be shown.');
  const place = join(options.cache, SCRIPTED_SHELF, basename(installed));
  try {
    await options.uses?.hold(place);
    if (existsSync(place)) return { ok: true, folder: place };
    return await inFreshFolder(options.cache, async (fresh) => {
      const archive = join(fresh, '..', 'made.zip');
      const failure = await collect(sandbox, scriptsOf(installed, npm), archive, options);
      if (failure !== undefined) return failed(failure);
      await overlay(installed, archive, fresh);
      moveInto(fresh, place);
      return { ok: true, folder: place };
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return failed(`What its install scripts made cannot be used: ${why}.`);
  }
}

const failed = (detail: string): Scripted => ({ ok: false, detail });

function scriptsOf(installed: string, npm: string): ServerCommand {
  const program = fileURLToPath(new URL(`./npm-scripts-inside${extname(import.meta.url)}`, import.meta.url));
  // A distribution's npm has its parts elsewhere in /usr, which is shown anyway.
  const isShown = npm.startsWith('/usr/');
  return {
    entry: ['{node}', PROGRAM, FROM, INSIDE.root, isShown ? npm : `${NPM}/bin/${basename(npm)}`],
    args: [],
    env: {},
    readable: [
      { host: program, inside: PROGRAM },
      { host: installed, inside: FROM },
      ...(isShown ? [] : [{ host: join(dirname(npm), '..'), inside: NPM }]),
    ],
    writable: { inside: INSIDE.root, bytes: LIMITS.folder },
  };
}

/** Runs the scripts and writes the archive of what they made. Gives, in words, why there is none. */
async function collect(
  sandbox: SandboxLauncher,
  command: ServerCommand,
  archive: string,
  { timeoutMs, signal, hold, temporary, allowPrivate }: ScriptOptions,
): Promise<string | undefined> {
  const wayOut = await openWayOut('every', { temporary, allowPrivate, bytes: LIMITS.loaded });
  const held = hold(sandbox.wrap({ ...command, proxy: wayOut.socket }, ''));
  const server = startServer(held, limitsOf(timeoutMs));
  const done = new AbortController();
  try {
    const written = pipeline(server.stdout, atMost(LIMITS.made), createWriteStream(archive));
    // Awaited only where the scripts ended well.
    written.catch(() => undefined);
    const failure = await Promise.race([server.ended, timeUp(timeoutMs, signal, done.signal)]);
    if (failure.kind === 'exited' && failure.code === 0) return void (await written);
    const refused = wayOut.refused();
    const unreached = refused.length === 0 ? '' : ` (They could not reach ${refused.join(', ')}.)`;
    return `${words(failure, server.stderrTail())}${unreached}`;
  } finally {
    done.abort();
    await server.stop();
    await wayOut.close();
  }
}

async function timeUp(
  milliseconds: number,
  stopped: AbortSignal | undefined,
  done: AbortSignal,
): Promise<Failure> {
  const signal = stopped === undefined ? done : AbortSignal.any([done, stopped]);
  return wait(milliseconds, undefined, { signal }).then(
    () => ({ kind: 'timed-out', phase: 'connecting', spoke: false }),
    () => ({ kind: 'aborted' }),
  );
}

const atMost = (limit: number) => {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > limit) done(new Error(`it is more than ${limit} bytes`));
      else done(null, chunk);
    },
  });
};

function words(failure: Failure, stderr: string): string {
  if (failure.kind === 'aborted') return 'The run was stopped while its install scripts ran.';
  if (failure.kind === 'timed-out') return 'Its install scripts did not end within the time limit.';
  if (failure.kind === 'overused' || failure.kind === 'too-large')
    return `Its install scripts were ended because of ${failure.what}.`;
  const how = failure.kind === 'exited' ? `with status ${failure.code ?? failure.signal}` : 'at once';
  const said = telling(withoutFraming(stderr));
  return `Its install scripts ended ${how}${said === '' ? '.' : `: ${said}`}`;
}

/** npm's report without the lines in which it says what every report says. */
const withoutFraming = (stderr: string) =>
  stderr
    .replaceAll(/^npm error (?:code|path|command|errno|signal|A complete log)\b.*$/gm, '')
    .replaceAll(/^npm error /gm, '');

/** A copy of the installation with what the scripts made put over it: files only, and none outside. */
async function overlay(installed: string, archive: string, fresh: string): Promise<void> {
  const made = join(fresh, '..', 'made');
  mkdirSync(made);
  await unzip(archive, made, { files: LIMITS.files, bytes: LIMITS.made });
  await cp(installed, fresh, { recursive: true });
  await cp(made, fresh, { recursive: true, force: true });
}
