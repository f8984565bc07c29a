import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expand, startFolder, type SandboxLauncher } from './command.ts';

/** No sandbox: the server may do all that its user may. Only its environment and home are its own. */
export const none: SandboxLauncher = {
  id: 'none',
  usesScratch: true,
  available: () => Promise.resolve({ ok: true }),
  wrap(command, scratch) {
    const workspace = join(scratch, 'workspace');
    mkdirSync(workspace, { recursive: true });
    const paths = { node: process.execPath, root: command.root?.host, workspace };
    const [file = '', ...args] = expand(command, paths);
    const path = process.env['PATH'] ?? '/usr/bin:/bin';
    return {
      file,
      args,
      env: { ...command.env, HOME: scratch, TMPDIR: scratch, PATH: path },
      cwd: startFolder(command, paths),
    };
  },
};
