/** The catalogue as files to download: lines of JSON, tables, and an SQLite database, with their checksums. */
import { createHash, type Hash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  openSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { grade } from '../../catalogue/grade.ts';
import { recordFingerprint } from '../../catalogue/store/fingerprint.ts';
import type { Catalogue, ServerSummary } from '../../catalogue/store/index.ts';
import { publicCatalogue, type PublicCatalogue } from '../../catalogue/store/publish.ts';
import type { AttackDocument, Download } from '../../site/context.ts';
import { dataPath, serverApiPath, serverPath, toolPath } from '../../site/src/view/addresses.ts';
import { csv } from '../../site/src/view/csv.ts';
import { readServerWithTools, type ServerWithTools } from '../../site/src/view/read.ts';
import { serversByName } from '../../site/src/view/servers-by-name.ts';
import { sourceName } from '../../site/src/view/source.ts';
import { surveyor, surveyServer, type ServerSurvey, type Survey } from '../../site/src/view/survey.ts';
import { serverLine, toolLine } from '../../site/src/view/twins.ts';
import {
  openFormer,
  storeParts,
  TEXTS,
  type FormerDownloads,
  type ServerPart,
  type TextId,
} from './kept-downloads.ts';

/** No file of lines grows much beyond this: hosts of static files take no more than 25 MB. */
const MOST_BYTES = 20_000_000;
/** Servers in a list of the API. */
const LISTED = 2000;

const TOOL_COLUMNS = [
  ...['server', 'tool', 'level', 'category', 'confidence', 'flags', 'provenance'],
  ...['first seen', 'last seen', 'digest', 'page'],
];

/** What is made of all servers at once: the downloads, and the survey of those that have pages. */
export interface WholeCatalogue {
  downloads: Download[];
  survey: Survey;
}

export interface DownloadOptions {
  attacks: readonly AttackDocument[];
  /** The servers that have pages, where not all have; only these are surveyed. */
  shown?: readonly string[] | undefined;
  /** The former site, where its templates were the same. */
  former?: string | undefined;
}

const TABLE_HEAD = csv([TOOL_COLUMNS]);
const SQLITE = `${dataPath}catalogue.sqlite`;

/**
 * Writes all downloads of a whole catalogue below the site. Only what pages say is in them: a definition's known
 * members, never its text as received. What a former build wrote of a server that did not change is copied.
 */
export async function writeDownloads(
  catalogue: Catalogue,
  site: string,
  { attacks, shown, former: formerSite }: DownloadOptions,
): Promise<WholeCatalogue> {
  mkdirSync(join(site, dataPath), { recursive: true });
  const former = formerSite === undefined ? undefined : openDownloads(formerSite);
  const texts: Record<TextId, ShardedFile> = {
    servers: new ShardedFile(site, 'servers', 'jsonl'),
    tools: new ShardedFile(site, 'tools', 'jsonl'),
    table: new ShardedFile(site, 'tools', 'csv', TABLE_HEAD),
  };
  const summaries = serversByName(catalogue);
  // A copy of gigabytes, which the disk makes while the fingerprints are taken; what fails, fails for both.
  const [fingerprints] = await Promise.all([
    Promise.resolve().then(() => summaries.map(({ id }) => recordFingerprint(catalogue, id))),
    former && copyFile(join(formerSite!, SQLITE), join(site, SQLITE)),
  ]);
  const database = publicCatalogue(join(site, SQLITE));
  const survey = surveyor();
  const surveyed = shown && new Set(shown);
  const parts: ServerPart[] = [];
  const gone = new Set(former?.parts.keys());
  for (const [at, summary] of summaries.entries()) {
    const { id, name } = summary;
    gone.delete(id);
    const fingerprint = fingerprints[at]!;
    const kept = former?.parts.get(id);
    const made: MadeLines =
      kept?.fingerprint === fingerprint
        ? { lines: (text) => former!.lines(id, text), counted: kept.counted }
        : make(catalogue, summary, { database, attacks, again: kept !== undefined });
    const bytes = Object.fromEntries(TEXTS.map((text) => [text, texts[text].add(made.lines(text))]));
    const { counted } = made;
    parts.push({ id, fingerprint, bytes: bytes as ServerPart['bytes'], ...(counted ? { counted } : {}) });
    if (counted && (!surveyed || surveyed.has(id))) survey.add({ serverId: id, serverName: name }, counted);
  }
  for (const id of gone) database.removeServer(id);
  former?.close();
  database.finish();
  storeParts(site, parts);
  const files = TEXTS.flatMap((text) => texts[text].finish());
  files.push(await measured(site, SQLITE));
  writeFileSync(
    join(site, dataPath, 'SHA256SUMS'),
    files.map(({ path, sha256 }) => `${sha256}  ${path.slice(dataPath.length)}\n`).join(''),
  );
  return { downloads: files, survey: survey.finish() };
}

function openDownloads(site: string): FormerDownloads | undefined {
  if (!existsSync(join(site, SQLITE))) return undefined;
  const file = (name: string, extension: string) => (n: number) => `${name}-${numbered(n)}.${extension}`;
  return openFormer(site, {
    servers: { files: file('servers', 'jsonl'), head: 0 },
    tools: { files: file('tools', 'jsonl'), head: 0 },
    table: { files: file('tools', 'csv'), head: Buffer.byteLength(TABLE_HEAD) },
  });
}

/** A server's lines in each text, and what was counted of it. */
interface MadeLines {
  lines: (text: TextId) => Buffer;
  counted: ServerSurvey | undefined;
}

interface Into {
  database: PublicCatalogue;
  attacks: readonly AttackDocument[];
  /** Whether the database has a former state of the server. */
  again: boolean;
}

function make(catalogue: Catalogue, summary: ServerSummary, { database, attacks, again }: Into): MadeLines {
  const found = readServerWithTools(catalogue, summary.id);
  const { id, server, tools } = found;
  const source = sourceName(server.listing.source, server.snapshot?.package ?? null);
  const line = JSON.stringify(
    serverLine({ id, server, source, outcome: summary.outcome, grade: grade(server.levels) }),
  );
  if (again) database.removeServer(id);
  database.addServer({ ...summary, tools: tools.length }, line);
  for (const tool of tools) database.addTool(tool);
  const texts: Record<TextId, string> = {
    servers: `${line}\n`,
    tools: tools.map((tool) => `${JSON.stringify(toolLine({ tool, server, source }))}\n`).join(''),
    table: csv(rows(found)),
  };
  return {
    lines: (text) => Buffer.from(texts[text]),
    counted: tools.length === 0 ? undefined : surveyServer(found, attacks),
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

/** The lists of servers that the API's index names, as texts by path. */
export function serverLists(summaries: readonly ServerSummary[]): [path: string, text: string][] {
  const lists: [string, string][] = [];
  for (let at = 0; at < summaries.length; at += LISTED) {
    const list = summaries.slice(at, at + LISTED).map(({ id, name, publisher, outcome, tools, levels }) => ({
      ...{ id, name, publisher, outcome, grade: grade(levels) ?? null, tools, levels },
      ...{ page: serverPath(id), record: serverApiPath(id) },
    }));
    lists.push([`/api/v1/servers-${numbered(lists.length + 1)}.json`, `${JSON.stringify(list)}\n`]);
  }
  return lists;
}

const numbered = (n: number): string => String(n).padStart(3, '0');

/** Files of text that are cut between servers when they have grown large. */
class ShardedFile {
  readonly #site: string;
  readonly #name: string;
  readonly #extension: string;
  readonly #head: string;
  readonly #files: Download[] = [];
  #open: { descriptor: number; hash: Hash; bytes: number } | undefined;
  #pending: Buffer[] = [];
  #waiting = 0;

  constructor(site: string, name: string, extension: string, head = '') {
    this.#site = site;
    this.#name = name;
    this.#extension = extension;
    this.#head = head;
  }

  /** Adds whole lines, which stay in one file; gives their number of bytes. */
  add(lines: Buffer): number {
    this.#pending.push(lines);
    this.#waiting += lines.length;
    if (this.#waiting > 1_000_000) this.#flush();
    return lines.length;
  }

  /** Ends the last file; gives all of them, at least one. */
  finish(): Download[] {
    if (this.#waiting > 0 || this.#files.length === 0) this.#flush();
    this.#close();
    return this.#files;
  }

  #flush(): void {
    this.#open ??= this.#begin();
    const bytes = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#waiting = 0;
    writeSync(this.#open.descriptor, bytes);
    this.#open.hash.update(bytes);
    this.#open.bytes += bytes.length;
    if (this.#open.bytes > MOST_BYTES) this.#close();
  }

  #path(n: number): string {
    return `${dataPath}${this.#name}-${numbered(n)}.${this.#extension}`;
  }

  #begin(): { descriptor: number; hash: Hash; bytes: number } {
    const descriptor = openSync(join(this.#site, this.#path(this.#files.length + 1)), 'wx');
    writeSync(descriptor, this.#head);
    const hash = createHash('sha256').update(this.#head);
    return { descriptor, hash, bytes: Buffer.byteLength(this.#head) };
  }

  #close(): void {
    if (!this.#open) return;
    const { descriptor, hash, bytes } = this.#open;
    closeSync(descriptor);
    this.#files.push({ path: this.#path(this.#files.length + 1), bytes, sha256: hash.digest('hex') });
    this.#open = undefined;
  }
}

async function measured(site: string, path: string): Promise<Download> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(join(site, path)) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { path, bytes, sha256: hash.digest('hex') };
}
