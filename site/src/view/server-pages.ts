/** Every page and file of a server and of its tools, read once. */
import type { SiteFile, Templates } from '../../context.ts';
import type { Catalogue } from '../../../catalogue/store/reads.ts';
import { framed, type Frame } from './frame.ts';
import { serverHead, toolHead } from './heads.ts';
import { inItsBudget, type Room } from './room.ts';
import { serverView } from './server.ts';
import { serverData } from './server-data.ts';
import { targetFiles } from './target-page.ts';
import { toolView } from './tool.ts';
import { serverFiles, toolFiles } from './twins.ts';

/** What Astro made for all servers. */
export interface Frames {
  record: Frame;
  policy: Frame;
  templates: Templates;
}

/** The pages and files of one server, folder by folder; a page is a file called `index.html`. */
export async function* serverPages(
  { record, policy, templates }: Frames,
  db: Catalogue,
  id: string,
): AsyncGenerator<SiteFile> {
  const view = serverView(db, id);
  const head = serverHead(view);
  yield page(head.path, framed(record, { ...head, main: await templates.server(view) }));
  yield* serverData(view);
  yield* serverFiles(view);
  for (const at of view.tools.keys()) {
    const tool = toolView(db, view, at);
    yield* toolFiles(tool);
    const head = toolHead(tool);
    const made = async (room: Room) =>
      framed(record, { ...head, main: await templates.tool({ ...tool, room }) });
    yield page(head.path, await inItsBudget(made));
  }
  yield* targetFiles(policy, view);
}

const page = (path: string, text: string): SiteFile => ({ path: `${path}index.html`, text });
