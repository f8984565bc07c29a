import { existsSync, readFileSync } from 'node:fs';

/** The folder of Toolrisk's own package.json: the checkout, or the installed package. */
export const PACKAGE_ROOT: URL = findRoot();

function findRoot(): URL {
  // This file is scripts/package.ts in a checkout and dist/scripts/package.js in the published package.
  const root = ['..', '../..']
    .map((up) => new URL(`${up}/`, import.meta.url))
    .find((folder) => existsSync(new URL('package.json', folder)));
  if (!root) throw new Error('no package.json stands above the program');
  return root;
}

/** Toolrisk's version. */
export function version(): string {
  const manifest = JSON.parse(readFileSync(new URL('package.json', PACKAGE_ROOT), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}
