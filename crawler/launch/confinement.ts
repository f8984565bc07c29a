import { INSIDE, RESOURCES, type ServerCommand } from './command.ts';

/**
 * What podman and docker are told to hold a container with: no network, nothing to write but memory of limited
 * size, no privileges, few processes. One list for every container, so that none is held less than another.
 */
export const CONFINEMENT: readonly string[] = [
  ...['--network', 'none', '--read-only'],
  ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--user', '65534:65534'],
  ...['--pids-limit', String(RESOURCES.processes), '--ulimit', 'core=0', '--log-driver', 'none'],
  // Of itself podman asks for higher limits than a machine's own may be, and then starts nothing.
  ...['--ulimit', 'nofile=4096:4096', '--ulimit', 'nproc=4096:4096'],
  ...['--memory', String(RESOURCES.memory), '--memory-swap', String(RESOURCES.memory)],
  ...['--shm-size', String(RESOURCES.sharedMemory)],
  ...['--tmpfs', `/tmp:rw,nosuid,nodev,mode=1777,size=${RESOURCES.temporary}`],
  ...['--tmpfs', `${INSIDE.home}:rw,nosuid,nodev,mode=1777,size=${RESOURCES.home}`],
  // An engine makes no folders inside a tmpfs, so the workspace is one of its own.
  ...['--tmpfs', `${INSIDE.workspace}:rw,nosuid,nodev,mode=1777,size=${RESOURCES.temporary}`],
];

/** Why a container cannot hold a server: an engine gives it all of a network or none. */
export const refusedByContainers = ({ network = [] }: ServerCommand): string | undefined =>
  network.length === 0
    ? undefined
    : 'It has to reach hosts that its listing names, and only bubblewrap can let it reach those and no others';
