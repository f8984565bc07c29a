import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Availability, Process } from './command.ts';
import { CONFINEMENT } from './confinement.ts';
import { probe, runs } from './probe.ts';
import { smallestProgram } from './smallest-program.ts';
import { tarOfProgram } from './tar.ts';

/** A container engine with docker's command line. */
export type Engine = 'podman' | 'docker';

/** Where a user's own settings of an engine stand: its socket, its logins, its configuration. */
const SETTINGS = [
  ...['PATH', 'HOME', 'XDG_RUNTIME_DIR', 'XDG_CONFIG_HOME'],
  ...['DOCKER_HOST', 'DOCKER_CONTEXT', 'CONTAINER_HOST', 'CONTAINERS_CONF'],
];

/** A call of an engine's client, which sees its user's own settings of the engine and nothing else of `env`. */
export function engineCall(engine: Engine, args: string[], env: NodeJS.ProcessEnv = process.env): Process {
  const passed = SETTINGS.flatMap((name) => (env[name] ? [[name, env[name]]] : []));
  return { file: engine, args, env: Object.fromEntries(passed) as Record<string, string>, cwd: '/' };
}

const known = new Map<string, Promise<Availability>>();

/**
 * Whether an engine answers and runs a container that is confined as servers' are; tried once for each PATH. A
 * client may be installed without its engine, and an engine may not be able to do what it is told here.
 */
export function engineWorks(engine: Engine): Promise<Availability> {
  const key = `${engine} ${process.env['PATH']}`;
  const trial = known.get(key) ?? tryEngine(engine);
  known.set(key, trial);
  return trial;
}

async function tryEngine(engine: Engine): Promise<Availability> {
  const answers = await runs(engineCall(engine, ['info']), {
    missing: `${engine} is not installed`,
    broken: `${engine} is installed, but its engine does not answer`,
  });
  const program = smallestProgram();
  return answers.ok && program !== undefined ? tryContainer(engine, program) : answers;
}

/** Runs a program of a few bytes in an image of a few bytes, which is removed again. */
async function tryContainer(engine: Engine, program: Buffer): Promise<Availability> {
  const image = `localhost/toolrisk-probe:${randomUUID()}`;
  const folder = mkdtempSync(join(tmpdir(), 'toolrisk-engine-'));
  const file = join(folder, 'image.tar');
  const words = {
    missing: `${engine} is not installed`,
    broken: `${engine} cannot run a confined container here`,
  };
  try {
    writeFileSync(file, tarOfProgram('probe', program));
    const imported = await runs(engineCall(engine, ['import', file, image]), words);
    if (!imported.ok) return imported;
    const run = ['run', '--rm', '--pull', 'never', ...CONFINEMENT, '--entrypoint', '/probe', image];
    return await runs(engineCall(engine, run), words);
  } finally {
    await probe(engineCall(engine, ['rmi', '--force', image]));
    rmSync(folder, { recursive: true, force: true });
  }
}
