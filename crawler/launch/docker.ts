import { containerSandbox } from './container.ts';

/** Docker, or any engine that answers to its client. */
export const docker = containerSandbox('docker');
