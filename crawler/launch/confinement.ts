import { INSIDE, RESOURCES } from './command.ts';

/**
 * What podman and docker are told to hold a container with: no network, nothing to write but memory of limited
 * size, no privileges, few processes. One list for every container, so that none is held less than another.
 */
export const CONFINEMENT: readonly string[] = [
  ...['--network', 'none', '--read-only'],
  ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--user', '65534:65534'],
  ...['--pids-limit', String(RESOURCES.processes), '--ulimit', 'core=0', '--log-driver', 'none'],
  ...['--memory', String(RESOURCES.memory), '--memory-swap', String(RESOURCES.memory)],
  ...['--shm-size', String(RESOURCES.sharedMemory)],
  ...['--tmpfs', `/tmp:rw,nosuid,nodev,mode=1777,size=${RESOURCES.temporary}`],
  ...['--tmpfs', `${INSIDE.home}:rw,nosuid,nodev,mode=1777,size=${RESOURCES.home}`],
  // An engine makes no folders inside a tmpfs, so the workspace is one of its own.
  ...['--tmpfs', `${INSIDE.workspace}:rw,nosuid,nodev,mode=1777,size=${RESOURCES.temporary}`],
];
