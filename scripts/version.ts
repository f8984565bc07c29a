import { readFileSync } from 'node:fs';

/** The version in the nearest package.json above this file: the checkout's, or the installed package's. */
export function version(): string {
  for (const path of ['../package.json', '../../package.json']) {
    try {
      const manifest: unknown = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
      if (typeof manifest === 'object' && manifest !== null && 'version' in manifest)
        return String(manifest.version);
    } catch {
      // Not there: look one folder further up.
    }
  }
  throw new Error('toolrisk: no package.json stands above its program');
}
