import { closeSync, existsSync, openSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { isJsonObject } from '../../catalogue/json.ts';
import type { Outcome } from '../../catalogue/vocabulary.ts';
import { INSIDE, type ServerCommand } from './command.ts';

export type Executable =
  | { ok: true; command: Pick<ServerCommand, 'entry' | 'readable' | 'root'> }
  | { ok: false; outcome: Outcome; detail: string };

/**
 * How to run an installed package: the program that npx would choose, or the one the listing names.
 * @param folder an installation of `installNpm`
 */
export function npmExecutable(folder: string, name: string, bin: string | undefined): Executable {
  const home = join(folder, 'node_modules', name);
  const bins = binsOf(readManifest(home), name);
  const chosen = bin ?? binAsNpxWould(bins, name);
  const path = chosen === undefined ? undefined : bins[chosen];
  if (path === undefined) return noProgram(bin);
  const script = join(home, path);
  if (!existsSync(script) || !statSync(script).isFile()) return noProgram(chosen);
  // A manifest is a stranger's text: its program has to lie within what was installed.
  const inside = relative(realpathSync(folder), realpathSync(script));
  if (inside === '' || inside.startsWith('..')) return noProgram(chosen);
  return entryOf(script, join('{root}', inside).split(sep).join('/'), { host: folder, inside: INSIDE.root });
}

/** npx's rule: the only program, or one program under several names, or the one named like the package. */
export function binAsNpxWould(bins: Readonly<Record<string, string>>, name: string): string | undefined {
  if (new Set(Object.values(bins)).size === 1) return Object.keys(bins)[0];
  const unscoped = unscopedName(name);
  return Object.hasOwn(bins, unscoped) ? unscoped : undefined;
}

/** The `bin` member of a manifest, in its long form. */
export function binsOf(manifest: unknown, name: string): Record<string, string> {
  const bin = isJsonObject(manifest) ? manifest['bin'] : undefined;
  if (typeof bin === 'string') return { [unscopedName(name)]: bin };
  if (!isJsonObject(bin)) return {};
  return Object.fromEntries(
    Object.entries(bin).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

const unscopedName = (name: string) => name.slice(name.indexOf('/') + 1);

function readManifest(home: string): unknown {
  try {
    return JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

function noProgram(bin: string | undefined): Executable {
  const detail =
    bin === undefined
      ? 'The package has no program that npx would choose.'
      : `The package has no program ${JSON.stringify(bin)}.`;
  return { ok: false, outcome: 'install-failed', detail };
}

/** A program's first line says who runs it; without one it is JavaScript, or a native program. */
function entryOf(script: string, path: string, root: { host: string; inside: string }): Executable {
  const start = firstBytes(script, 256);
  const runnable = (entry: string[]): Executable => ({
    ok: true,
    command: { entry, readable: [root], root },
  });
  if (start.startsWith('\u007fELF')) return runnable([path]);
  const interpreter = /^#!\s*(\S+)(?:[ \t]+(.*))?/.exec(start);
  if (interpreter === null) return runnable(['{node}', path]);
  const words = `${interpreter[1]?.split('/').at(-1)} ${interpreter[2] ?? ''}`.trim().split(/\s+/);
  const [program = '', ...flags] = words[0] === 'env' ? words.slice(words[1] === '-S' ? 2 : 1) : words;
  const base = program.split('/').at(-1) ?? '';
  if (base === 'node' || base === 'nodejs') return runnable(['{node}', ...flags, path]);
  if (base === 'sh' || base === 'bash') return runnable([`/bin/${base}`, ...flags, path]);
  return {
    ok: false,
    outcome: 'unsupported-runtime',
    detail: `Its program wants to be run by ${JSON.stringify(base)}, which this crawler does not start.`,
  };
}

function firstBytes(file: string, count: number): string {
  const handle = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(count);
    return buffer.toString('latin1', 0, readSync(handle, buffer, 0, count, 0));
  } finally {
    closeSync(handle);
  }
}
