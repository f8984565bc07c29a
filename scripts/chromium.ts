import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The machine's Chromium: the system's own first, then playwright's, or undefined where there is none. */
export function chromiumPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(':');
  const system = NAMES.flatMap((name) => folders.map((folder) => `${folder}/${name}`));
  return [...system, chromium.executablePath()].find((path) => existsSync(path) && !isSnapStub(path));
}

/** Ubuntu puts a script called chromium-browser on the PATH that only works once a snap is installed. */
function isSnapStub(path: string): boolean {
  return path.endsWith('/chromium-browser') && existsSync('/snap') && !existsSync('/snap/bin/chromium');
}
