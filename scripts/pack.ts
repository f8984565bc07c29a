/** `npm run build:package`: the JavaScript that the published package runs, in dist/. */
import { cpSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { PACKAGE_ROOT } from './package.ts';

const at = (path: string): string => fileURLToPath(new URL(path, PACKAGE_ROOT));

rmSync(at('dist'), { recursive: true, force: true });
const tsc = spawnSync(
  process.execPath,
  [at('node_modules/typescript/bin/tsc'), '-p', at('tsconfig.build.json')],
  {
    stdio: 'inherit',
  },
);
if (tsc.status !== 0) process.exit(1);
cpSync(at('catalogue/store/migrations'), at('dist/catalogue/store/migrations'), { recursive: true });
