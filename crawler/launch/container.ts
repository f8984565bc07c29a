import { randomUUID } from 'node:crypto';
import {
  expand,
  INSIDE,
  startFolder,
  type Process,
  type SandboxLauncher,
  type ServerCommand,
} from './command.ts';
import { CONFINEMENT, refusedByContainers } from './confinement.ts';
import { engineCall, engineWorks, type Engine } from './engine.ts';

/** The image's Node, not this machine's, runs the server: a container need not be of this machine's system. */
const IMAGE = `docker.io/library/node:${process.versions.node}-slim`;
const IMAGE_NODE = '/usr/local/bin/node';

/**
 * A container engine with docker's command line as a sandbox: no network, a read-only image, no capabilities,
 * limited memory and processes, removed after use.
 */
export function containerSandbox(id: Engine): SandboxLauncher {
  return {
    id,
    available: () => engineWorks(id),
    refuses: (command) => refusedByContainers(command) ?? refusedByImage(command),
    wrap: (command) => wrap(id, command),
  };
}

/**
 * The image has Node and little else. A program of this machine's, Python among them, is linked to libraries that
 * are not in it; and a Python of another image would not be the one that a package's wheels were chosen for.
 */
const refusedByImage = ({ entry: [program = ''] }: ServerCommand): string | undefined =>
  program.startsWith('/')
    ? `It is run by this machine's ${program}, which a container of Node's image does not have; bubblewrap shows it`
    : undefined;

function wrap(id: Engine, command: ServerCommand): Process {
  const name = `toolrisk-${randomUUID()}`;
  const paths = { ...INSIDE, node: IMAGE_NODE, root: command.root?.inside };
  const [file, ...args] = expand(command, paths);
  const env = { ...command.env, HOME: INSIDE.home, TMPDIR: '/tmp' };
  const run = [
    ...['run', '--rm', '--interactive', '--name', name, ...CONFINEMENT],
    ...command.readable.flatMap(({ host, inside }) => [
      '--mount',
      `type=bind,source=${host},target=${inside},readonly`,
    ]),
    ...Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
    ...['--workdir', startFolder(command, paths), '--entrypoint', file ?? '', IMAGE, ...args],
  ];
  // Killing the client leaves the container running.
  return { ...engineCall(id, run), afterwards: { file: id, args: ['rm', '--force', '--volumes', name] } };
}
