import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pagesFingerprint } from '../../catalogue/store/fingerprint.ts';
import type { SiteContext, SiteFile } from '../../site/context.ts';
import { cutFrame, type Frame } from '../../site/src/view/frame.ts';
import { serverPages, type Frames } from '../../site/src/view/server-pages.ts';
import type { Fingerprints } from './fingerprints.ts';
import type { MadeServer } from './manifest.ts';

/** Where Astro put the frames. */
const FOLDER = 'frames';

type Write = (files: Iterable<SiteFile>) => void;

/** What servers' pages are made with, beside the context. */
interface Given {
  frames: Frames;
  fingerprints: Fingerprints;
}

/** Writes every page and file of this part's servers and of their tools. */
export async function writeServerPages(
  context: SiteContext,
  given: Given,
  write: Write,
): Promise<Record<string, MadeServer>> {
  const made: Record<string, MadeServer> = {};
  for (const id of context.servers) made[id] = await writeServer(context, given, write, id);
  return made;
}

async function writeServer(
  context: SiteContext,
  { frames, fingerprints }: Given,
  write: Write,
  id: string,
): Promise<MadeServer> {
  const { catalogue, related } = context;
  const made = { fingerprint: pagesFingerprint(fingerprints[id]!, related(), id), pages: 0, files: 0 };
  for await (const file of serverPages(frames, catalogue, id)) {
    write([file]);
    if (!file.path.endsWith('/index.html')) made.files++;
    else {
      made.pages++;
      context.rendered++;
    }
  }
  return made;
}

/** Takes from the site the frames that Astro made, which are no pages of it, and the templates of what comes into them. */
export async function takeFrames(
  { templates: { server, tool } }: SiteContext,
  site: string,
): Promise<Frames> {
  if (!server || !tool) throw new Error('the frame of servers and tools handed over no templates');
  const read = async (name: string): Promise<Frame> =>
    cutFrame(await readFile(join(site, FOLDER, name, 'index.html'), 'utf8'));
  const frames = { record: await read('record'), policy: await read('policy'), templates: { server, tool } };
  await rm(join(site, FOLDER), { recursive: true });
  return frames;
}
