/**
 * The twins of pages: the same record as JSON and as Markdown, and a server's policies and badge. The page that shows
 * a record writes them beside itself, so that it is read once.
 */
import type { SiteFile } from '../../context.ts';
import type { Offers } from '../../../catalogue/store/read-related.ts';
import type { RecordedChange } from '../../../catalogue/store/reads.ts';
import type { Decision } from '../../../catalogue/records.ts';
import { POSTURES } from '../../../catalogue/vocabulary.ts';
import {
  absolute,
  attackPath,
  badgePath,
  policyPath,
  serverApiPath,
  serverJsonPath,
  serverMarkdownPath,
  serverPath,
  toolApiPath,
  toolJsonPath,
  toolMarkdownPath,
  toolPath,
} from './addresses.ts';
import { effects } from './attacks.ts';
import { badgeSvg } from './badge.ts';
import { serverMarkdown, toolMarkdown } from './markdown.ts';
import type { ServerView } from './server.ts';
import { perPosture, type ToolView } from './tool.ts';

export type { SiteFile } from '../../context.ts';

/** A tool's record without its policies: definition, verdict with evidence, and where both come from. */
export function toolLine({ tool, server, source }: Pick<ToolView, 'tool' | 'server' | 'source'>): object {
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
  };
}

/** A tool's record with its policies, the attacks that go through it, and its history. */
function toolJson(view: ToolView): object {
  const { decisions, files, attacks, history } = view;
  const effect = effects(decisions);
  return {
    ...toolLine(view),
    attacks: attacks.map(({ attack, by }) => ({ id: attack.id, page: attackPath(attack.id), by, effect })),
    history: {
      ...history,
      changes: history.changes.map(plain),
      reclassifications: history.reclassifications.map(plain),
    },
    policy: perPosture((posture) => ({
      ...neutral(decisions[posture]),
      file: JSON.parse(files[posture]) as unknown,
    })),
  };
}

/** A change without what the tool's own record says already. */
function plain({ at, runId, change }: RecordedChange): object {
  return { at, runId, change };
}

function neutral({ action, limit, because, permits }: Decision): object {
  return { action, ...(limit ? { limit } : {}), because, permits };
}

/** A definition's record: what does not depend on the server that offers it. */
function definitionJson({ tool }: ToolView, offers: Offers): object {
  const { name, digest, definedAt, definition, classification } = tool;
  return {
    ...{ digest, name, definedAt, definition, classification },
    offers: offers.total,
    offeredBy: offers.first.map(({ serverId, slug }) => ({
      server: serverId,
      page: toolPath(serverId, slug),
      record: toolJsonPath(serverId, slug),
    })),
  };
}

/** A server's record without its tools. */
export function serverLine({
  id,
  server,
  source,
  outcome,
  grade,
}: Pick<ServerView, 'id' | 'server' | 'source' | 'outcome' | 'grade'>): object {
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
    grade: grade ?? null,
    levels: server.levels,
    categories: server.categories,
  };
}

/** A server's record with one line per tool. */
function serverJson(view: ServerView): object {
  const { id, tools, decisions } = view;
  return {
    ...serverLine(view),
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

/** What goes with a tool's page. */
export function* toolFiles(view: ToolView): Generator<SiteFile> {
  const { serverId, slug, digest } = view.tool;
  yield { path: toolJsonPath(serverId, slug), text: asText(toolJson(view)) };
  yield { path: toolMarkdownPath(serverId, slug), text: toolMarkdown(view) };
  // The first server that offers a definition writes its record.
  if (view.offers)
    yield { path: toolApiPath(digest), text: `${JSON.stringify(definitionJson(view, view.offers))}\n` };
}

/** What goes with a server's page. */
export function* serverFiles(view: ServerView): Generator<SiteFile> {
  const { id, tools, files, grade } = view;
  const json = asText(serverJson(view));
  yield { path: serverJsonPath(id), text: json };
  yield { path: serverMarkdownPath(id), text: serverMarkdown(view) };
  if (tools.length > 0)
    for (const posture of POSTURES) yield { path: policyPath(id, posture), text: files[posture] };
  yield { path: badgePath(id), text: badgeSvg(grade) };
  yield { path: serverApiPath(id), text: json };
}
