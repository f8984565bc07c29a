import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expand, startFolder, type SandboxLauncher } from './command.ts';

/**
 * Node's own permission model: reads its package, writes its scratch folder, starts no processes. It is no
 * boundary against hostile code and, before Node 26, leaves the network open; used only when asked for by name.
 */
export const nodePermission: SandboxLauncher = {
  id: 'node-permission',
  usesScratch: true,
  available: () => Promise.resolve({ ok: true }),
  refuses: (command) =>
    command.entry[0] === '{node}'
      ? undefined
      : "Node's permission model can hold only a server that is a Node program",
  wrap(command, scratch) {
    const workspace = join(scratch, 'workspace');
    mkdirSync(workspace, { recursive: true });
    const paths = { node: process.execPath, root: command.root?.host, workspace };
    const [, ...words] = expand(command, paths);
    const readable = [scratch, ...command.readable.map(({ host }) => host)];
    return {
      file: process.execPath,
      args: [
        '--permission',
        ...readable.map((path) => `--allow-fs-read=${path}`),
        `--allow-fs-write=${scratch}`,
        ...words,
      ],
      env: { ...command.env, HOME: scratch, TMPDIR: scratch, PATH: '/usr/bin:/bin' },
      cwd: startFolder(command, paths),
    };
  },
};
