import { accessSync, constants, existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** How to start npm: its program and first arguments. */
export type NpmClient = { file: string; args: string[] };

const CLI = join('npm', 'bin', 'npm-cli.js');

/**
 * npm, to be run by the running Node: the npm that started this program, the one that came with the running
 * Node, or the one on PATH. Undefined when there is none.
 */
export function findNpm(
  env: Readonly<Record<string, string | undefined>> = process.env,
  node: string = process.execPath,
): NpmClient | undefined {
  const script = candidates(env, node).find((path) => path.endsWith('npm-cli.js') && existsSync(path));
  if (script !== undefined) return { file: node, args: [script] };
  // A version manager's stand-in, which only its own launcher understands.
  const program = onPath('npm', env);
  return program === undefined ? undefined : { file: program, args: [] };
}

function candidates(env: Readonly<Record<string, string | undefined>>, node: string): string[] {
  const program = onPath('npm', env);
  const real = program === undefined ? undefined : realpathSync(program);
  return [
    env['npm_execpath'],
    join(dirname(node), '..', 'lib', 'node_modules', CLI),
    join(dirname(node), 'node_modules', CLI),
    real,
    real === undefined ? undefined : join(dirname(real), '..', 'lib', 'node_modules', CLI),
  ].filter((path) => path !== undefined);
}

/** The program of that name on PATH, as a path. */
export function onPath(name: string, env: Readonly<Record<string, string | undefined>>): string | undefined {
  return (env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder.startsWith('/'))
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
