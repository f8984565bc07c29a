/** The data twins: the same records as the pages, as JSON. They are written beside the pages, without Astro. */
import { listServers, toolKeys, type Catalogue } from '../../../catalogue/store/reads.ts';
import { POSTURES } from '../../../catalogue/vocabulary.ts';
import type { Decision } from '../../../catalogue/records.ts';
import {
  absolute,
  badgePath,
  policyPath,
  serverJsonPath,
  serverPath,
  toolJsonPath,
  toolPath,
} from './addresses.ts';
import { badgeSvg } from './badge.ts';
import { changesOf } from './history.ts';
import { readServerWithTools } from './read.ts';
import { serverData } from './server-data.ts';
import { serverView, type ServerView } from './server.ts';
import { perPosture, toolView, type ToolView } from './tool.ts';

/** A file of the site, by its path below the site's root. */
export interface SiteFile {
  path: string;
  text: string;
}

/** A tool's record: definition, verdict with evidence, and policies. */
function toolJson(view: ToolView): object {
  const { tool, server, source, decisions, files } = view;
  return {
    tool: tool.name,
    server: { id: tool.serverId, name: tool.serverName },
    page: absolute(toolPath(tool.serverId, tool.slug)) ?? toolPath(tool.serverId, tool.slug),
    digest: tool.digest,
    provenance: tool.provenance,
    source,
    observedAt: tool.provenance === 'observed' ? tool.lastSeenAt : null,
    firstSeenAt: tool.firstSeenAt,
    lastSeenAt: tool.lastSeenAt,
    definedAt: tool.definedAt,
    transport: server.snapshot?.launch.transport ?? null,
    definition: tool.definition,
    classification: tool.classification,
    policy: perPosture((posture) => ({
      ...neutral(decisions[posture]),
      file: JSON.parse(files[posture]) as unknown,
    })),
  };
}

function neutral({ action, limit, because, permits }: Decision): object {
  return { action, ...(limit ? { limit } : {}), because, permits };
}

/** A server's record with one line per tool. */
function serverJson(view: ServerView): object {
  const { id, server, source, outcome, tools, decisions } = view;
  return {
    id,
    name: server.listing.name,
    page: absolute(serverPath(id)) ?? serverPath(id),
    listing: server.listing,
    firstListedAt: server.firstListedAt,
    source,
    outcome,
    lastCrawl: server.lastCrawl,
    snapshot: server.snapshot,
    grade: view.grade ?? null,
    levels: server.levels,
    categories: server.categories,
    tools: tools.map(({ name, slug, digest, classification }, i) => ({
      name,
      page: toolPath(id, slug),
      record: toolJsonPath(id, slug),
      digest,
      category: classification.category,
      riskLevel: classification.riskLevel,
      confidence: classification.confidence,
      flags: classification.flags,
      policy: perPosture((posture) => decisions[posture][i]!.action),
    })),
  };
}

const asText = (record: object): string => `${JSON.stringify(record, null, 2)}\n`;

/** Every data file of the site, streamed. */
export function* dataFiles(db: Catalogue): Generator<SiteFile> {
  for (const { id } of listServers(db)) {
    const view = serverView(db, id);
    yield { path: badgePath(id), text: badgeSvg(view.grade) };
    yield* serverData(view, changesOf(db, readServerWithTools(db, id)));
    yield { path: serverJsonPath(id), text: asText(serverJson(view)) };
    if (view.tools.length === 0) continue;
    for (const posture of POSTURES) yield { path: policyPath(id, posture), text: view.files[posture] };
  }
  for (const key of [...toolKeys(db)]) {
    yield { path: toolJsonPath(key.serverId, key.slug), text: asText(toolJson(toolView(db, key))) };
  }
}
