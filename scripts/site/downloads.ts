/** The catalogue as files to download: lines of JSON, tables, and an SQLite database, with their checksums. */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { grade } from '../../catalogue/grade.ts';
import type { Catalogue, ServerSummary } from '../../catalogue/store/index.ts';
import { publicCatalogue, type PublicCatalogue } from '../../catalogue/store/publish.ts';
import type { AttackDocument, Download } from '../../site/context.ts';
import { dataPath, toolPath } from '../../site/src/view/addresses.ts';
import { csv } from '../../site/src/view/csv.ts';
import { readServerWithTools, type ServerWithTools } from '../../site/src/view/read.ts';
import { serversByName } from '../../site/src/view/servers-by-name.ts';
import { sourceName } from '../../site/src/view/source.ts';
import { surveyor, surveyServer, type ServerSurvey, type Survey } from '../../site/src/view/survey.ts';
import { serverLine, toolLine } from '../../site/src/view/twins.ts';
import type { Fingerprints } from './fingerprints.ts';
import {
  openFormer,
  storeParts,
  surveysIn,
  TEXT_FILES,
  TEXTS,
  type FormerDownloads,
  type ServerPart,
  type TextId,
} from './kept-downloads.ts';
import { ShardedFile } from './sharded-file.ts';

/** What stayed the same is copied of so many servers at a time: some megabyte. */
const MOST_COPIED = 32;

const SQLITE = `${dataPath}catalogue.sqlite`;

/** What is made of all servers at once: the downloads, and the survey of those that have pages. */
export interface WholeCatalogue {
  downloads: Download[];
  survey: Survey;
}

export interface DownloadOptions {
  attacks: readonly AttackDocument[];
  /** Of every server's record. */
  fingerprints: Fingerprints;
  /** The servers that have pages, where not all have; only these are surveyed. */
  shown?: readonly string[] | undefined;
  /** The former site, where its templates were the same. */
  former?: string | undefined;
}

/**
 * Writes all downloads of a whole catalogue below the site, server by server in the order of their ids. Only what
 * pages say is in them: a definition's known members, never its text as received. What a former build wrote of a
 * server that did not change is copied.
 */
export async function writeDownloads(
  catalogue: Catalogue,
  site: string,
  { attacks, fingerprints, shown, former: formerSite }: DownloadOptions,
): Promise<WholeCatalogue> {
  mkdirSync(join(site, dataPath), { recursive: true });
  const former = formerSite === undefined ? undefined : openDownloads(formerSite);
  if (former) await copyFile(join(formerSite!, SQLITE), join(site, SQLITE));
  const texts = openTexts(site);
  const database = publicCatalogue(join(site, SQLITE));
  const survey = surveyor();
  const surveyed = shown && new Set(shown);
  const parts: ServerPart[] = [];
  const add = ({ server: { id, name }, bytes, found }: Written) => {
    parts.push({ id, fingerprint: fingerprints[id]!, bytes });
    if (!surveyed || surveyed.has(id)) survey.add({ serverId: id, serverName: name }, found);
  };
  const servers = serversByName(catalogue).toSorted(byId);
  const stays = ({ id }: ServerSummary): boolean => former?.hasSame(id, fingerprints[id]) ?? false;
  const areCopiedTogether = (a: ServerSummary, b: ServerSummary): boolean =>
    stays(a) && stays(b) && former!.areNeighbours(a.id, b.id);
  for (const group of groups(servers, areCopiedTogether)) {
    const written = stays(group[0]!)
      ? copyServers(former!, texts, group)
      : group.map((server) => {
          const again = former?.has(server.id) ?? false;
          return makeServer(catalogue, server, { texts, database, attacks, again });
        });
    written.forEach(add);
  }
  const now = new Set(servers.map(({ id }) => id));
  for (const id of former?.ids() ?? []) if (!now.has(id)) database.removeServer(id);
  former?.close();
  database.finish();
  storeParts(site, parts);
  const downloads = [...finishTexts(texts), measured(site, SQLITE)];
  writeFileSync(
    join(site, dataPath, 'SHA256SUMS'),
    downloads.map(({ path, sha256 }) => `${sha256}  ${path.slice(dataPath.length)}\n`).join(''),
  );
  return { downloads, survey: survey.finish() };
}

const byId = (a: ServerSummary, b: ServerSummary): number => (a.id < b.id ? -1 : 1);

/** Servers in their order, as many in a group as belong together and can be copied at a time. */
function* groups(
  servers: readonly ServerSummary[],
  belongTogether: (a: ServerSummary, b: ServerSummary) => boolean,
): Generator<ServerSummary[]> {
  let group: ServerSummary[] = [];
  for (const server of servers) {
    const before = group.at(-1);
    if (before && (group.length === MOST_COPIED || !belongTogether(before, server))) {
      yield group;
      group = [];
    }
    group.push(server);
  }
  if (group.length > 0) yield group;
}

/** The former downloads, where all of them are there. */
function openDownloads(site: string): FormerDownloads | undefined {
  return existsSync(join(site, SQLITE)) ? openFormer(site) : undefined;
}

type Texts = Record<TextId, ShardedFile>;

const perText = <T>(make: (text: TextId) => T): Record<TextId, T> =>
  Object.fromEntries(TEXTS.map((text) => [text, make(text)])) as Record<TextId, T>;

const openTexts = (site: string): Texts => perText((text) => new ShardedFile(site, TEXT_FILES[text]));

/** Ends all texts; gives the files of those that are downloads. */
function finishTexts(texts: Texts): Download[] {
  const files = perText((text) => texts[text].finish());
  return TEXTS.flatMap((text) => (text === 'survey' ? [] : files[text]));
}

/** A server whose lines were written, and what is surveyed of it. */
interface Written {
  server: ServerSummary;
  bytes: ServerPart['bytes'];
  found: ServerSurvey;
}

/** Copies the lines of servers that stood one after the other. */
function copyServers(former: FormerDownloads, texts: Texts, servers: readonly ServerSummary[]): Written[] {
  const lines = perText((text) => former.lines(servers[0]!.id, servers.at(-1)!.id, text));
  for (const text of TEXTS) texts[text].addMany(lines[text]);
  const found = surveysIn(lines.survey);
  return servers.map((server, i) => ({ server, bytes: former.bytes(server.id), found: found[i]! }));
}

interface Into {
  texts: Texts;
  database: PublicCatalogue;
  attacks: readonly AttackDocument[];
  /** Whether the database has a former state of the server. */
  again: boolean;
}

function makeServer(
  catalogue: Catalogue,
  summary: ServerSummary,
  { texts, database, attacks, again }: Into,
): Written {
  const found = readServerWithTools(catalogue, summary.id);
  const { id, server, tools } = found;
  const source = sourceName(server.listing.source, server.snapshot?.package ?? null);
  const line = JSON.stringify(
    serverLine({ id, server, source, outcome: summary.outcome, grade: grade(server.levels) }),
  );
  if (again) database.removeServer(id);
  database.addServer({ ...summary, tools: tools.length }, line);
  for (const tool of tools) database.addTool(tool);
  const survey = surveyServer(found, attacks);
  const lines: Record<TextId, string> = {
    servers: `${line}\n`,
    tools: tools.map((tool) => `${JSON.stringify(toolLine({ tool, server, source }))}\n`).join(''),
    table: csv(rows(found)),
    survey: `${JSON.stringify(survey)}\n`,
  };
  return {
    server: summary,
    bytes: perText((text) => texts[text].add(lines[text])),
    found: survey,
  };
}

function rows({ tools }: ServerWithTools): (string | number)[][] {
  return tools.map(
    ({ serverId, slug, name, digest, provenance, firstSeenAt, lastSeenAt, classification }) => {
      const { riskLevel, category, confidence, flags } = classification;
      return [
        ...[serverId, name, riskLevel, category, confidence, flags.join(' '), provenance],
        ...[firstSeenAt, lastSeenAt, digest, toolPath(serverId, slug)],
      ];
    },
  );
}

function measured(site: string, path: string): Download {
  const hash = createHash('sha256');
  const descriptor = openSync(join(site, path), 'r');
  const chunk = Buffer.allocUnsafe(1 << 20);
  let bytes = 0;
  for (let read; (read = readSync(descriptor, chunk)) > 0; bytes += read)
    hash.update(chunk.subarray(0, read));
  closeSync(descriptor);
  return { path, bytes, sha256: hash.digest('hex') };
}
