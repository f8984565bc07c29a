import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A page of a site under test, with all that a browser says against it and all that it asked for. */
export interface WatchedPage {
  page: Page;
  /** Errors, warnings, violations of the security policy, dialogs, requests to anywhere else. */
  complaints: string[];
  /** Address and body of every request. */
  requests: string[];
  close: () => Promise<void>;
}

/** Chromium's word for a page that was shown before its animation could begin; nothing is lost but the animation. */
const ABORTED_TRANSITION = /^Transition was aborted/;

/** Opens a page of the site at `url`, in a context of its own. */
export async function openWatched(
  browser: Browser,
  url: string,
  path: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => {
    if (!ABORTED_TRANSITION.test(message)) complaints.push(message);
  });
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on('request', (request) => {
    requests.push(`${request.url()} ${request.postData() ?? ''} ${JSON.stringify(request.headers())}`);
    if (!request.url().startsWith(url) && !request.url().startsWith('blob:'))
      complaints.push(`asked for ${request.url()}`);
  });
  await page.goto(new URL(path, url).href);
  return { page, complaints, requests, close: () => context.close() };
}
