import type { LaunchCircumstances, Listing, Source } from '../catalogue/records.ts';
import type { Transport } from '../catalogue/vocabulary.ts';
import { nothingFound, type Found } from './local.ts';
import type { CrawlOptions, CrawlPhase } from './options.ts';
import { verdictOf, verdictOnList } from './outcome.ts';
import type { Era } from './session/client.ts';
import type { Failure } from './session/failure.ts';
import type { FetchOptions } from './session/guarded-fetch.ts';
import { HttpTransport } from './session/http.ts';
import { limitsOf } from './session/limits.ts';
import { loginMetadata } from './session/login.ts';
import { retryAfterSeconds } from './session/retry-after.ts';
import { holdSession, mayBeModern, type SessionResult } from './session/session.ts';

type Remote = Extract<Source, { type: 'remote' }>;
type HttpTransportName = Exclude<Transport, 'stdio'>;

/** One visit to a remote server: its address, and how it is asked. */
type Visit = { url: URL; fetch: Omit<FetchOptions, 'origin'>; options: CrawlOptions; report: Report };
type Report = (phase: CrawlPhase) => void;

/** The pause that a host gets that answers 429 and does not say for how long. */
const PAUSE_S = 30;
const METADATA_MS = 5000;

/** Asks a remote server for its tools, when its host has room and has not asked for a pause. */
export async function crawlRemote(
  listing: Listing & { source: Remote },
  options: CrawlOptions,
  report: Report,
): Promise<Found> {
  const url = addressOf(listing, options);
  if (!(url instanceof URL)) return url;
  const { allowPrivate, clientInfo, timeoutMs } = options;
  const userAgent = `${clientInfo.name}/${clientInfo.version} (crawler; lists tools and calls none)`;
  const token = tokenFor(listing, url, options);
  const fetch = { limits: limitsOf(timeoutMs), userAgent, allowPrivate, token };
  const visit: Visit = { url, fetch, options, report };
  const entered = await options.hosts.enter(url.host, () => ask(visit, listing.source.transport));
  if ('visited' in entered) {
    const environmentNames = token === undefined ? [] : [listing.tokenFrom ?? ''];
    return { ...entered.visited, launch: { ...entered.visited.launch, environmentNames } };
  }
  return {
    ...nothingFound({
      outcome: 'rate-limited',
      detail: 'It was not asked: its host asked us to come back later.',
    }),
    retryAfterSeconds: entered.pausedSeconds,
  };
}

/** The address to ask, or why none is asked. */
function addressOf({ source }: { source: Remote }, options: CrawlOptions): URL | Found {
  if (/[{}<>]|%7[bBdD]/.test(source.url))
    return nothingFound({
      outcome: 'unexpanded-template',
      detail: 'Its address has a placeholder that nobody filled in.',
    });
  if (!options.remote)
    return nothingFound({
      outcome: 'not-crawled',
      detail: 'It is a remote server, and those are asked only with --remote.',
    });
  const url = URL.canParse(source.url) ? new URL(source.url) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || source.transport === 'stdio')
    return nothingFound({
      outcome: 'unreachable',
      detail: 'Its address is not one of the web.',
      lasting: true,
    });
  return url;
}

/** A token goes nowhere that could be read on the way. */
function tokenFor({ tokenFrom }: Listing, url: URL, { env, allowPrivate }: CrawlOptions): string | undefined {
  const safe = url.protocol === 'https:' || allowPrivate;
  return tokenFrom === undefined || !safe ? undefined : env[tokenFrom] || undefined;
}

/** By streamable HTTP, in the newest protocol where the server knows no other, and by HTTP+SSE at last. */
async function ask(visit: Visit, transport: Transport | undefined): Promise<Found> {
  if (transport === 'sse') return foundOf(visit, await session(visit, 'sse'), 'sse');
  const first = await session(visit, 'streamable-http');
  if (first.ok) return foundOf(visit, first, 'streamable-http');
  if (mayBeModern(first.failure)) {
    const modern = await session(visit, 'streamable-http', 'discover');
    if (modern.ok) return foundOf(visit, modern, 'streamable-http');
  }
  if (transport === undefined && mayBeOlder(first.failure)) {
    const older = await session(visit, 'sse');
    if (older.ok) return foundOf(visit, older, 'sse');
  }
  return foundOf(visit, first, 'streamable-http');
}

async function session(
  visit: Visit,
  name: HttpTransportName,
  era: Era = 'initialize',
): Promise<SessionResult> {
  const { clientInfo, clientCapabilities, signal } = visit.options;
  const transport =
    era === 'discover'
      ? await HttpTransport.modern(visit.url, visit.fetch)
      : new HttpTransport(visit.url, name, visit.fetch);
  const { limits } = visit.fetch;
  return holdSession(transport, {
    limits,
    signal,
    onPhase: visit.report,
    clientInfo,
    clientCapabilities,
    era,
  });
}

/** A server of the older transport refuses the first request of the newer (specification, Backwards Compatibility). */
function mayBeOlder(failure: Failure): boolean {
  return failure.kind === 'http' && [400, 404, 405].includes(failure.status);
}

async function foundOf(visit: Visit, result: SessionResult, transport: HttpTransportName): Promise<Found> {
  const clientCapabilities = [...visit.options.clientCapabilities];
  const launch: LaunchCircumstances = { transport, arguments: [], environmentNames: [], clientCapabilities };
  if (!result.ok) {
    const known = { ...nothingFound(verdictOf(result.failure, '')), ...result.introduction, launch };
    return { ...known, ...(await more(visit, result.failure)) };
  }
  const { tools, quarantined } = result.list;
  return { ...nothingFound(verdictOnList(result.list)), ...result.introduction, launch, tools, quarantined };
}

/** What a refusal says beside its status: where to log in, or when to come back. */
async function more(visit: Visit, failure: Failure): Promise<Partial<Found>> {
  if (failure.kind !== 'http') return {};
  if (failure.status === 401) {
    const time = AbortSignal.timeout(METADATA_MS);
    const { signal } = visit.options;
    const either = signal === undefined ? time : AbortSignal.any([time, signal]);
    const { token: _token, ...fetch } = visit.fetch;
    const login = await loginMetadata(visit.url, failure.challenge, fetch, either);
    return login === undefined ? {} : { login };
  }
  if (failure.status !== 429) return {};
  const seconds = retryAfterSeconds(failure.retryAfter, visit.options.now());
  visit.options.hosts.pause(visit.url.host, seconds ?? PAUSE_S);
  return seconds === undefined ? {} : { retryAfterSeconds: seconds };
}
