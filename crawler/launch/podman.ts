import { containerSandbox } from './container.ts';

/** Podman: a container without a daemon. */
export const podman = containerSandbox('podman');
