import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SiteContext } from '../../site/context.ts';
import { cutFrame, type Frame } from '../../site/src/view/frame.ts';
import { serverPages, type Frames } from '../../site/src/view/server-pages.ts';

/** Where Astro put the frames. */
const FOLDER = 'frames';

/** Writes every page and file of this part's servers and of their tools. Gives the number of pages. */
export async function writeServerPages(context: SiteContext, site: string): Promise<number> {
  const frames = await takeFrames(context, site);
  let pages = 0;
  for (const id of context.servers) {
    for await (const file of serverPages(frames, context.catalogue, id)) {
      context.beside([file]);
      if (!file.path.endsWith('/index.html')) continue;
      pages++;
      context.rendered++;
    }
  }
  return pages;
}

/** The frames that Astro made, which are no pages of the site, and the templates of what comes into them. */
async function takeFrames({ templates: { server, tool } }: SiteContext, site: string): Promise<Frames> {
  if (!server || !tool) throw new Error('the frame of servers and tools handed over no templates');
  const read = async (name: string): Promise<Frame> =>
    cutFrame(await readFile(join(site, FOLDER, name, 'index.html'), 'utf8'));
  const frames = { record: await read('record'), policy: await read('policy'), templates: { server, tool } };
  await rm(join(site, FOLDER), { recursive: true });
  return frames;
}
