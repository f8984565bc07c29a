import { chromium, type Browser } from 'playwright-core';
import { chromiumPath } from '../chromium.ts';

/** Flags that keep a browser under test quiet: nothing is fetched but what the test asks for. */
const ARGUMENTS = [
  ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
];

/**
 * Starts the machine's Chromium without a window, with the flags given and those that every test wants.
 * @throws Error, one sentence, when there is none.
 */
export async function launchBrowser(...flags: string[]): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) {
    throw new Error('No Chromium was found for the browser tests: run `npm run setup` once.');
  }
  // Chromium refuses its own sandbox to root.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args: [...ARGUMENTS, ...sandbox, ...flags] });
}
