import { z } from 'zod';
import type { Change } from '../../catalogue/change-records.ts';
import {
  latestRun,
  readRun,
  runChanges,
  serverChanges,
  type Catalogue,
  type RecordedChange,
} from '../../catalogue/store/reads.ts';
import { CHANGE_KINDS, CHANGE_MEANING } from '../../catalogue/vocabulary.ts';
import { page, PageInput, PageOutput } from '../pages.ts';
import { quoted, Quoted } from '../quoted.ts';
import { serverId, ServerInput } from '../servers.ts';
import { defineTool, UnknownError } from '../tool.ts';

export default defineTool({
  name: 'list_changes',
  title: 'List what changed',
  description:
    'Lists what changed at a crawl of the known MCP servers, or in one server over time: tools added, removed, redefined or judged differently, what raises the risk first.',
  input: z.object({
    server: ServerInput.optional(),
    run: z.int().positive().optional().describe('A crawl by its number; the latest where neither is given.'),
    ...PageInput,
  }),
  output: z.object({
    changes: z.array(
      z.object({
        server: z.string(),
        at: z.string(),
        kind: z.enum(CHANGE_KINDS),
        meaning: z.string(),
        tool: Quoted.optional(),
        fields: z.array(z.string()).describe('JSON Pointers of what differs.'),
        raisesRisk: z.boolean().nullable(),
      }),
    ),
    ...PageOutput,
  }),
  answer: (db, { server, run, ...rest }) => {
    const { items, ...next } = page(changesOf(db, server, run), rest);
    return { changes: items.map(changeAnswer), ...next };
  },
});

function changesOf(
  db: Catalogue,
  server: string | undefined,
  run: number | undefined,
): Iterable<RecordedChange> {
  if (server !== undefined) {
    const all = serverChanges(db, serverId(db, server));
    return run === undefined ? all : [...all].filter(({ runId }) => runId === run);
  }
  const chosen = run ?? latestRun(db)?.id;
  if (chosen === undefined || readRun(db, chosen) === undefined)
    throw new UnknownError(`The catalogue has no crawl${run === undefined ? '' : ` number ${run}`}.`);
  return runChanges(db, chosen);
}

function changeAnswer({ serverId: server, at, change }: RecordedChange) {
  return {
    server,
    at,
    kind: change.kind,
    meaning: CHANGE_MEANING[change.kind],
    ...('tool' in change ? { tool: quoted(change.tool) } : {}),
    fields: pointersOf(change),
    raisesRisk: change.raisesRisk,
  };
}

/** Pointers name parameters, which are the server's own words too; long ones and many are cut. */
function pointersOf(change: Change): string[] {
  if (!('fields' in change)) return [];
  return change.fields.slice(0, 10).map(({ pointer }) => quoted(pointer).untrusted);
}
