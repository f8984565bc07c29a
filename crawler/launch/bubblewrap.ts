import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import {
  expand,
  INSIDE,
  RESOURCES,
  startFolder,
  type Process,
  type SandboxLauncher,
  type ServerCommand,
} from './command.ts';
import { throughRelay } from './network/inside.ts';
import { runs } from './probe.ts';
import { seccompFilter } from './seccomp/filter.ts';

/** What every dynamically linked program of the machine needs, and nothing that says whose machine it is. */
const SYSTEM_LINKS = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];
const SYSTEM_FILES = ['/etc/ssl', '/etc/ld.so.cache', '/etc/alternatives'];

/** Folders of /usr that no program needs to run, and that say what this machine is for; shown empty. */
const HIDDEN = ['/usr/src', '/usr/lib/debug', '/usr/local/etc', '/usr/local/src'];

/** Namespaces of its own for everything; no privileges, and no way to gain any. */
const ISOLATION = [
  ...['--unshare-all', '--unshare-user', '--disable-userns', '--uid', '65534', '--gid', '65534'],
  ...['--cap-drop', 'ALL', '--die-with-parent', '--new-session', '--hostname', 'sandbox', '--clearenv'],
];

/** The descriptor that bubblewrap reads the filter from. */
const FILTER_DESCRIPTOR = '3';

/**
 * Linux namespaces by bubblewrap. No network, no sockets of this machine, no files but the system's programs
 * and the server's package, memory-backed folders of limited size to write to, and a seccomp filter on what it
 * may ask of the kernel. Its processes live in a PID
 * namespace: when bubblewrap ends, the kernel ends every one of them.
 */
export const bubblewrap: SandboxLauncher = {
  id: 'bubblewrap',
  async available() {
    if (process.platform !== 'linux') return { ok: false, why: 'bubblewrap needs Linux' };
    const probe = wrap({ entry: ['{node}', '--version'], args: [], env: {}, readable: [] });
    return runs(probe, {
      missing: 'bubblewrap (bwrap) is not installed',
      broken: 'bubblewrap cannot make a sandbox here',
    });
  },
  reachesProxy: true,
  wrap,
};

function wrap(command: ServerCommand): Process {
  const paths = { ...INSIDE, root: command.root?.inside };
  const own = expand(command, paths);
  const {
    words,
    readable,
    env: proxy,
  } = command.proxy === undefined
    ? { words: own, readable: [], env: {} }
    : throughRelay(command.proxy, INSIDE.node, own);
  const env = { ...proxy, ...command.env, HOME: INSIDE.home, TMPDIR: '/tmp', PATH: INSIDE.path };
  const filter = seccompFilter();
  return {
    file: 'bwrap',
    args: [
      ...ISOLATION,
      ...(filter === undefined ? [] : ['--seccomp', FILTER_DESCRIPTOR]),
      ...systemFolders(),
      ...['--proc', '/proc', '--dev', '/dev'],
      ...memoryFolder('/dev/shm', RESOURCES.sharedMemory),
      ...memoryFolder('/tmp', RESOURCES.temporary),
      ...memoryFolder(INSIDE.home, RESOURCES.home),
      ...(command.writable === undefined
        ? []
        : memoryFolder(command.writable.inside, command.writable.bytes)),
      ...['--dir', INSIDE.workspace, '--ro-bind', process.execPath, INSIDE.node],
      ...[...command.readable, ...readable].flatMap(({ host, inside }) => ['--ro-bind', host, inside]),
      // Without these two, the folders that bubblewrap makes itself are writable and of no limited size.
      ...['--remount-ro', '/dev', '--remount-ro', '/'],
      ...Object.entries(env).flatMap(([name, value]) => ['--setenv', name, value]),
      ...['--chdir', startFolder(command, paths), '--', ...words],
    ],
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
    cwd: '/',
    ...(filter === undefined ? {} : { descriptors: [filter] }),
  };
}

const memoryFolder = (path: string, bytes: number) => ['--size', String(bytes), '--tmpfs', path];

/** `/usr`, and the links into it at the root; on systems that keep real folders there, those folders. */
function systemFolders(): string[] {
  const links = SYSTEM_LINKS.filter((path) => existsSync(path)).flatMap((path) =>
    lstatSync(path).isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path],
  );
  const files = SYSTEM_FILES.flatMap((path) => ['--ro-bind-try', path, path]);
  const hidden = HIDDEN.filter((path) => existsSync(path)).flatMap((path) => [
    ...memoryFolder(path, 4096),
    ...['--remount-ro', path],
  ]);
  return ['--ro-bind', '/usr', '/usr', ...hidden, ...links, ...files];
}
