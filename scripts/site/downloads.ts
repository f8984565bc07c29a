/** The catalogue as files to download: lines of JSON, tables, and an SQLite database, with their checksums. */
import { createHash, type Hash } from 'node:crypto';
import { closeSync, createReadStream, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { grade } from '../../catalogue/grade.ts';
import { listServers, type Catalogue, type ServerSummary } from '../../catalogue/store/index.ts';
import { publicCatalogue } from '../../catalogue/store/publish.ts';
import type { Download } from '../../site/context.ts';
import { dataPath, serverApiPath, serverPath, toolPath } from '../../site/src/view/addresses.ts';
import { csv } from '../../site/src/view/csv.ts';
import { readServerWithTools, type ServerWithTools } from '../../site/src/view/read.ts';
import { sourceName } from '../../site/src/view/source.ts';
import { serverLine, toolLine } from '../../site/src/view/twins.ts';

/** No file of lines grows much beyond this: hosts of static files take no more than 25 MB. */
const MOST_BYTES = 20_000_000;
/** Servers in a list of the API. */
const LISTED = 2000;

const TOOL_COLUMNS = [
  ...['server', 'tool', 'level', 'category', 'confidence', 'flags', 'provenance'],
  ...['first seen', 'last seen', 'digest', 'page'],
];

/**
 * Writes all downloads of a whole catalogue below the site. Only what pages say is in them: a definition's known
 * members, never its text as received.
 */
export async function writeDownloads(catalogue: Catalogue, site: string): Promise<Download[]> {
  mkdirSync(join(site, dataPath), { recursive: true });
  const servers = new ShardedFile(site, 'servers', 'jsonl');
  const tools = new ShardedFile(site, 'tools', 'jsonl');
  const table = new ShardedFile(site, 'tools', 'csv', csv([TOOL_COLUMNS]));
  const sqlite = `${dataPath}catalogue.sqlite`;
  const database = publicCatalogue(join(site, sqlite));
  for (const summary of listServers(catalogue)) {
    const found = readServerWithTools(catalogue, summary.id);
    const { server, tools: own } = found;
    const source = sourceName(server.listing.source, server.snapshot?.package ?? null);
    const line = JSON.stringify(
      serverLine({ id: summary.id, server, source, outcome: summary.outcome, grade: grade(server.levels) }),
    );
    servers.add(`${line}\n`);
    database.addServer({ ...summary, tools: own.length }, line);
    for (const tool of own) {
      tools.add(`${JSON.stringify(toolLine({ tool, server, source }))}\n`);
      database.addTool(tool);
    }
    table.add(csv(rows(found)));
  }
  database.finish();
  const files = [servers, tools, table].flatMap((file) => file.finish());
  files.push(await measured(site, sqlite));
  writeFileSync(
    join(site, dataPath, 'SHA256SUMS'),
    files.map(({ path, sha256 }) => `${sha256}  ${path.slice(dataPath.length)}\n`).join(''),
  );
  return files;
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

/** Files of text that are cut between lines when they have grown large. */
class ShardedFile {
  readonly #site: string;
  readonly #name: string;
  readonly #extension: string;
  readonly #head: string;
  readonly #files: Download[] = [];
  #open: { descriptor: number; hash: Hash; bytes: number } | undefined;
  #pending = '';

  constructor(site: string, name: string, extension: string, head = '') {
    this.#site = site;
    this.#name = name;
    this.#extension = extension;
    this.#head = head;
  }

  /** Adds whole lines. */
  add(text: string): void {
    this.#pending += text;
    if (this.#pending.length > 1_000_000) this.#flush();
  }

  /** Ends the last file; gives all of them, at least one. */
  finish(): Download[] {
    this.#flush();
    this.#close();
    return this.#files;
  }

  #flush(): void {
    this.#open ??= this.#begin();
    const bytes = Buffer.from(this.#pending);
    this.#pending = '';
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
