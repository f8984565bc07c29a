import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, relative, resolve } from 'node:path';
import type { Outcome } from '../../catalogue/vocabulary.ts';
import type { ServerCommand } from './command.ts';
import { onPath } from './npm-client.ts';

export type Prepared =
  | { ok: true; command: Pick<ServerCommand, 'entry' | 'readable' | 'root' | 'startIn'> }
  | { ok: false; outcome: Outcome; detail: string };

/** Folders that no server gets to see whole, however it is started. */
const TOO_WIDE = [
  '/',
  '/home',
  '/root',
  '/tmp',
  '/var',
  '/etc',
  '/run',
  '/opt',
  '/srv',
  '/mnt',
  '/proc',
  '/sys',
  '/dev',
];

/**
 * A command of this machine's, to be run in `folder`. A sandbox shows it that folder, read-only, unless the
 * folder is as wide as a home folder.
 */
export function plainCommand(command: string, folder: string): Prepared {
  const program = command === 'node' ? process.execPath : findProgram(command, folder);
  if (program === undefined)
    return {
      ok: false,
      outcome: 'unsupported-runtime',
      detail: `There is no program ${JSON.stringify(command)} here.`,
    };
  const root = isNarrow(folder) ? { host: folder, inside: folder } : undefined;
  const mounts = command === 'node' ? [] : mountsOf(program, root?.host);
  return {
    ok: true,
    command: {
      entry: [command === 'node' ? '{node}' : program],
      readable: root === undefined ? mounts : [root, ...mounts],
      ...(root === undefined ? {} : { root, startIn: 'root' as const }),
    },
  };
}

/** The program itself and what it links to, where a sandbox would not show them anyway. */
function mountsOf(program: string, folder: string | undefined): { host: string; inside: string }[] {
  const shown = ['/usr', '/bin', '/sbin', ...(folder === undefined ? [] : [folder])];
  const files = new Set([program, realpathSync(program)]);
  return [...files]
    .filter((path) => !shown.some((place) => isWithin(place, path)))
    .map((path) => ({ host: path, inside: path }));
}

function findProgram(command: string, folder: string): string | undefined {
  if (!command.includes('/')) return onPath(command, process.env);
  const path = isAbsolute(command) ? command : resolve(folder, command);
  return existsSync(path) ? path : undefined;
}

/** Whether a folder holds one project, as far as one can tell: no home folder lies in it. */
function isNarrow(folder: string): boolean {
  return !TOO_WIDE.includes(folder) && !isWithin(folder, homedir());
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}
