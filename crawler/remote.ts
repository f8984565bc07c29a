import type { LaunchCircumstances, Listing, Source } from '../catalogue/records.ts';
import type { Transport } from '../catalogue/vocabulary.ts';
import { nothingFound, type Found } from './local.ts';
import type { CrawlOptions, CrawlPhase } from './options.ts';
import { verdictOf, verdictOnList } from './outcome.ts';
import type { Failure } from './session/failure.ts';
import { HttpTransport } from './session/http.ts';
import { limitsOf } from './session/limits.ts';
import { holdSession, type SessionResult } from './session/session.ts';

type Remote = Extract<Source, { type: 'remote' }>;
type HttpTransportName = Exclude<Transport, 'stdio'>;

/** Asks a remote server for its tools: by streamable HTTP, and by the older HTTP+SSE when it knows no other. */
export async function crawlRemote(
  listing: Listing & { source: Remote },
  options: CrawlOptions,
  report: (phase: CrawlPhase) => void,
): Promise<Found> {
  const { url: address, transport } = listing.source;
  if (/[{}<>]|%7[bBdD]/.test(address))
    return nothingFound({
      outcome: 'unexpanded-template',
      detail: 'Its address has a placeholder that nobody filled in.',
    });
  if (!options.remote)
    return nothingFound({
      outcome: 'not-crawled',
      detail: 'It is a remote server, and those are asked only with --remote.',
    });
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || transport === 'stdio')
    return nothingFound({ outcome: 'unreachable', detail: 'Its address is not one of the web.' });
  const newer = transport === 'sse' ? undefined : await ask(url, 'streamable-http', options, report);
  if (newer !== undefined && (newer.ok || transport !== undefined || !mayBeOlder(newer.failure)))
    return foundOf(newer, 'streamable-http');
  const older = await ask(url, 'sse', options, report);
  return older.ok || newer === undefined ? foundOf(older, 'sse') : foundOf(newer, 'streamable-http');
}

function ask(
  url: URL,
  name: HttpTransportName,
  options: CrawlOptions,
  onPhase: (phase: CrawlPhase) => void,
): Promise<SessionResult> {
  const { allowPrivate, clientInfo, signal } = options;
  const limits = limitsOf(options.timeoutMs);
  const userAgent = `${clientInfo.name}/${clientInfo.version}`;
  const transport = new HttpTransport(url, name, { limits, userAgent, allowPrivate });
  return holdSession(transport, { limits, signal, onPhase, clientInfo });
}

/** A server of the older transport refuses the first request of the newer (specification, Backwards Compatibility). */
function mayBeOlder(failure: Failure): boolean {
  return failure.kind === 'http' && [400, 404, 405].includes(failure.status);
}

function foundOf(result: SessionResult, transport: HttpTransportName): Found {
  const launch: LaunchCircumstances = { transport, arguments: [], environmentNames: [] };
  if (!result.ok) {
    const verdict = verdictOf(result.failure, '');
    return { ...nothingFound(verdict), ...result.introduction, launch };
  }
  const { tools, quarantined } = result.list;
  return { ...nothingFound(verdictOnList(result.list)), ...result.introduction, launch, tools, quarantined };
}
