import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { Outcome } from '../../catalogue/vocabulary.ts';
import { SessionError, type Failure } from '../session/failure.ts';
import { guardedFetch } from '../session/guarded-fetch.ts';
import { limitsOf } from '../session/limits.ts';

export type DownloadOptions = {
  /** The most bytes of the file. */
  bytes: number;
  /** Milliseconds for the whole download. */
  timeoutMs: number;
  userAgent: string;
  /** Permits private, loopback and link-local addresses, and plain HTTP. */
  allowPrivate: boolean;
  signal?: AbortSignal | undefined;
};

export type Downloaded = { ok: true } | { ok: false; outcome: Outcome; detail: string };

const HOPS = 5;

/** Fetches a file into `file`. Every redirect is checked as the first address was: public, and by https. */
export async function download(address: string, file: string, options: DownloadOptions): Promise<Downloaded> {
  const time = AbortSignal.timeout(options.timeoutMs);
  const signal = options.signal === undefined ? time : AbortSignal.any([time, options.signal]);
  let url = new URL(address);
  for (let hop = 0; hop <= HOPS; hop++) {
    if (url.protocol !== 'https:' && !options.allowPrivate)
      return failed('refused-by-policy', `Its file is at ${url.origin}, which is not asked without https.`);
    const next = await fetchOnce(url, file, options, signal);
    if (!(next instanceof URL)) return next;
    url = next;
  }
  return failed('unreachable', `Its file is more than ${HOPS} redirects away.`);
}

/** Fetches the file, or gives the address that the answer points to. */
async function fetchOnce(
  url: URL,
  file: string,
  options: DownloadOptions,
  signal: AbortSignal,
): Promise<Downloaded | URL> {
  const { userAgent, allowPrivate, bytes } = options;
  const limits = { ...limitsOf(options.timeoutMs), sessionBytes: bytes };
  const guard = guardedFetch({ origin: url.origin, limits, userAgent, allowPrivate, streams: true });
  try {
    const response = await guard.fetch(url, { signal });
    if (!response.ok || response.body === null) return ofStatus(response.status);
    await pipeline(Readable.fromWeb(response.body as ReadableStream), createWriteStream(file), { signal });
    return { ok: true };
  } catch (error) {
    const failure = error instanceof SessionError ? error.failure : guard.failure();
    if (options.signal?.aborted) return failed('interrupted', 'The run was stopped during a download.');
    if (signal.aborted) return failed('install-failed', 'Its download did not end within the time limit.');
    if (failure?.kind === 'http' && failure.status >= 300 && failure.status < 400)
      return URL.canParse(failure.location ?? '', url.href)
        ? new URL(failure.location ?? '', url)
        : ofStatus(failure.status);
    return ofFailure(failure, error);
  } finally {
    guard.close();
  }
}

function ofFailure(failure: Failure | undefined, error: unknown): Downloaded {
  switch (failure?.kind) {
    case 'http':
      return ofStatus(failure.status);
    case 'refused':
      return failed('refused-by-policy', `Its file was not asked for: ${failure.what}.`);
    case 'too-large':
      return failed('too-large', `Its file has ${failure.what}.`);
    default: {
      const what = failure !== undefined && 'what' in failure ? failure.what : String(error);
      return failed('unreachable', `Its file could not be fetched: ${what}.`);
    }
  }
}

function ofStatus(status: number): Downloaded {
  if (status === 404 || status === 410)
    return failed('package-missing', `Its file is not there (HTTP ${status}).`);
  if (status === 429) return failed('rate-limited', 'The host of its file asked us to come back later.');
  return failed('unreachable', `Its file could not be fetched: HTTP ${status}.`);
}

const failed = (outcome: Outcome, detail: string): Downloaded => ({ ok: false, outcome, detail });
