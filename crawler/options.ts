import { tmpdir } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import type { Listing, Observation } from '../catalogue/records.ts';
import type { Sandbox } from '../catalogue/vocabulary.ts';
import { holdOf, type Hold } from './launch/hold.ts';
import type { Process } from './launch/command.ts';
import type { OptOut } from './listings/opt-out.ts';
import type { ClientCapability } from './session/client.ts';
import { hostGate, type HostGate } from './session/host-gate.ts';
import type { Phase } from './session/failure.ts';

/** How to crawl. */
export type CrawlOptions = {
  /** `auto` is the best sandbox that works here; a server is never run without one unless it is named. */
  sandbox: Sandbox | 'auto';
  /** Folder of installed packages; made when missing. */
  cache: string;
  /** Bytes that the folder may take; packages that were used longest ago go first. */
  cacheBytes: number;
  /** Milliseconds that one attempt to list a server's tools may take; installation has its own limit. */
  timeoutMs: number;
  /** Servers at a time. */
  concurrency: number;
  /** Asks remote servers too. */
  remote: boolean;
  /** Permits remote servers at private, loopback and link-local addresses. */
  allowPrivate: boolean;
  /** Where a listed command is run. */
  folder: string;
  /** Parent of the folders that servers without a file system of their own may write to. */
  temporary: string;
  /** How the crawler names itself to servers. */
  clientInfo: { name: string; version: string };
  /** Capabilities that the client declares. None, unless said otherwise: a list may depend on them. */
  clientCapabilities: readonly ClientCapability[];
  /** Milliseconds for one call of a package client. */
  installMs: number;
  /** Environment in which package clients find their registry. */
  env: NodeJS.ProcessEnv;
  /** Keeps the crawl polite to each host; shared by all crawls that are to be polite together. */
  hosts: HostGate;
  /** What keeps a server within its limits: the strictest that works here. */
  hold: (process: Process) => Hold;
  /** Servers that asked not to be crawled. */
  optOut: OptOut;
  signal?: AbortSignal | undefined;
  /** The clock, and waiting by it; for tests. A wait ends early, without an error, when the signal aborts. */
  now: () => Date;
  sleep: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
};

/** What a server is going through. */
export type CrawlPhase = 'installing' | Phase;

/** Who is told what happens. Each call is awaited, so a slow store slows the crawl and is never overrun. */
export type CrawlEvents = {
  started?(listing: Listing): void | Promise<void>;
  progress?(listing: Listing, phase: CrawlPhase): void;
  finished?(observation: Observation): void | Promise<void>;
};

async function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  // The only error there can be is that of the signal.
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
}

/** What the package cache may take, unless said otherwise. */
export const CACHE_BYTES = 10 * 2 ** 30;
/** Sessions at a time with one host. */
const PER_HOST = 4;

/** All options, those that are not given at their defaults. */
export function withDefaults(options: Partial<CrawlOptions> & Pick<CrawlOptions, 'cache'>): CrawlOptions {
  const now = options.now ?? (() => new Date());
  return {
    sandbox: 'auto',
    cacheBytes: CACHE_BYTES,
    timeoutMs: 30_000,
    concurrency: 4,
    remote: false,
    allowPrivate: false,
    folder: process.cwd(),
    temporary: tmpdir(),
    clientInfo: { name: 'toolrisk', version: '0' },
    clientCapabilities: [],
    installMs: 300_000,
    env: process.env,
    hosts: hostGate(PER_HOST, now),
    hold: holdOf,
    optOut: () => false,
    now,
    sleep,
    ...options,
  };
}
