import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { buildSample, type BuiltSample } from './built-sample.ts';
import { serveSite } from './serve.ts';

/** The sample's site, served on loopback, and a browser to look at it with. */
export interface ShownSample {
  site: BuiltSample;
  browser: Browser;
  url: string;
  close: () => Promise<void>;
}

/** Builds and serves the sample for a test; what was begun is ended where a part of it fails. */
export async function showSample(): Promise<ShownSample> {
  const browser = await launchBrowser();
  try {
    const site = await buildSample();
    const { url, server } = await serveSite(site.out, 0);
    const close = async () => {
      await browser.close();
      server.close();
      site.remove();
    };
    return { site, browser, url, close };
  } catch (error) {
    await browser.close();
    throw error;
  }
}
