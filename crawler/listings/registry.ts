import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { retryAfterSeconds } from '../session/retry-after.ts';
import { ListingError } from './error.ts';
import { openCopy, savePage, saveState, tidy, type RegistryCopy, type State } from './registry-copy.ts';

/** The official registry of MCP servers. */
export const OFFICIAL_REGISTRY = 'https://registry.modelcontextprotocol.io';

const PAGE_SIZE = 100;
const PAGE_LIMIT = 10_000;
const PAGE_BYTES = 32 * 2 ** 20;
const PAGE_MS = 60_000;
const ATTEMPTS = 5;
const LONGEST_WAIT_S = 300;

/** A page, checked no further than paging needs: an entry that is not understood is kept all the same. */
const Page = z.looseObject({
  servers: z.array(z.unknown()),
  metadata: z.looseObject({ nextCursor: z.string().nullish() }).nullish(),
});
type Page = z.infer<typeof Page>;

export type ImportOptions = {
  /** Base address of the registry. */
  registry: string;
  /** Folder of our own copy; made when missing. */
  folder: string;
  userAgent: string;
  /** Asks for everything again, not only for what changed. */
  full?: boolean;
  signal?: AbortSignal | undefined;
  /** Told after each page how many entries have come. */
  onPage?: (entries: number) => void;
  /** The clock and the wait between attempts (seconds); for tests. */
  now?: () => Date;
  pause?: (seconds: number) => Promise<void>;
};

export type Imported = { entries: number; pages: number; resumed: boolean; updatedSince?: string };

/**
 * Brings our copy of a registry up to date: everything the first time, later what changed since the last import
 * began. An import that was broken off goes on after its last whole page.
 * @throws ListingError when the registry does not answer as it should; what has come is kept
 */
export async function importRegistry(options: ImportOptions): Promise<Imported> {
  const registry = options.registry.replace(/\/+$/, '');
  const copy = openCopy(options.folder, registry);
  const broken = options.full === true ? undefined : copy.state.underWay;
  const run = broken ?? begin(copy.state, options);
  const { startedAt, updatedSince } = run;
  const cursors = new Set<string>();
  let { cursor } = run;
  let entries = 0;
  for (let pages = 1; pages <= PAGE_LIMIT; pages++) {
    const page = await fetchPage(pageAddress(registry, updatedSince, cursor), options);
    entries += page.servers.length;
    const next = page.metadata?.nextCursor || undefined;
    if (next === undefined) {
      savePage(copy, page.servers, { registry, completedSince: startedAt });
      await tidy(copy.folder);
      options.onPage?.(entries);
      return {
        entries,
        pages,
        resumed: broken !== undefined,
        ...(updatedSince === undefined ? {} : { updatedSince }),
      };
    }
    savePage(copy, page.servers, underWay(copy, { ...run, cursor: next }));
    options.onPage?.(entries);
    if (cursors.has(next)) throw forget(copy, registry, 'its cursor repeats itself');
    cursors.add(next);
    cursor = next;
  }
  throw forget(copy, registry, `it has more than ${PAGE_LIMIT} pages`);
}

function begin(
  state: State,
  { full, now = () => new Date() }: ImportOptions,
): NonNullable<State['underWay']> {
  const since = full === true ? undefined : state.completedSince;
  return { startedAt: now().toISOString(), ...(since === undefined ? {} : { updatedSince: since }) };
}

const underWay = (copy: RegistryCopy, run: NonNullable<State['underWay']>): State => ({
  ...copy.state,
  underWay: run,
});

/** A cursor that leads nowhere would break every later import too. */
function forget(copy: RegistryCopy, registry: string, reason: string): ListingError {
  const { underWay: _given, ...rest } = copy.state;
  saveState(copy, rest);
  return new ListingError(reason, { file: registry });
}

function pageAddress(registry: string, updatedSince: string | undefined, cursor: string | undefined): URL {
  const url = new URL(`${registry}/v0.1/servers`);
  url.searchParams.set('limit', String(PAGE_SIZE));
  if (updatedSince !== undefined) url.searchParams.set('updated_since', updatedSince);
  if (cursor !== undefined) url.searchParams.set('cursor', cursor);
  return url;
}

async function fetchPage(url: URL, options: ImportOptions): Promise<Page> {
  const pause = options.pause ?? ((seconds) => wait(seconds * 1000, undefined, { signal: options.signal }));
  for (let attempt = 1; ; attempt++) {
    const answer = await ask(url, options);
    if (answer.ok) return answer.page;
    options.signal?.throwIfAborted();
    if (!answer.again || attempt === ATTEMPTS) throw new ListingError(answer.reason, { file: url.href });
    await pause(Math.min(answer.after ?? 2 ** attempt, LONGEST_WAIT_S));
  }
}

type Answer =
  { ok: true; page: Page } | { ok: false; reason: string; again: boolean; after?: number | undefined };

async function ask(url: URL, { userAgent, signal, now = () => new Date() }: ImportOptions): Promise<Answer> {
  const time = AbortSignal.timeout(PAGE_MS);
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json', 'user-agent': userAgent },
      redirect: 'error',
      signal: signal === undefined ? time : AbortSignal.any([time, signal]),
    });
    if (!response.ok) {
      await response.body?.cancel();
      const after = retryAfterSeconds(response.headers.get('retry-after'), now());
      return {
        ok: false,
        reason: `it answers HTTP ${response.status}`,
        again: mayPass(response.status),
        after,
      };
    }
    const text = await boundedText(response);
    if (text === undefined)
      return { ok: false, reason: `a page has more than ${PAGE_BYTES} bytes`, again: false };
    const page = Page.safeParse(JSON.parse(text));
    if (page.success) return { ok: true, page: page.data };
    return { ok: false, reason: 'it answers with something else than a page of servers', again: false };
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, reason: 'it answers with no JSON', again: false };
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return { ok: false, reason: `it cannot be reached (${cause})`, again: true };
  }
}

const mayPass = (status: number) => status === 408 || status === 429 || status >= 500;

/** An answer's text, or undefined when it is longer than a page may be. */
async function boundedText(response: Response): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    if (bytes > PAGE_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
