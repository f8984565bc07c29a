/** A scan: finds configurations, crawls and judges their servers, compares them with a lock, and reports. */
import { resolve } from 'node:path';
import { sha256 } from '../../catalogue/digest.ts';
import { reasonOf } from '../../catalogue/reason.ts';
import { toxicCombinations } from '../../catalogue/combinations.ts';
import type { Sandbox } from '../../catalogue/vocabulary.ts';
import { classify, CLASSIFIER_VERSION } from '../../classifier/index.ts';
import type { CrawlEvents } from '../../crawler/options.ts';
import { findingsOf } from '../../report/findings.ts';
import { asLocked, stackOf, type Lock, type LockTexts } from '../../report/lock.ts';
import type { FailOn, ScannedServer, ScanReport, StackCombination } from '../../report/scan-record.ts';
import { compareStacks, stackTool, type Stack, type StackServer } from '../../report/stack.ts';
import { UserError } from '../errors.ts';
import { version } from '../package.ts';
import { CACHE_BYTES } from '../../crawler/options.ts';
import { cacheFolder, usable } from '../commands/crawl-options.ts';
import { findConfigurations, KNOWN_PATHS, type FoundFile } from './clients.ts';
import { readConfigurations, type Configured } from './configured.ts';
import { crawlStack, type Crawled } from './crawl.ts';
import { deceitsOf, instructionDeceits } from './deceits.ts';
import { suggestedPolicies } from './policies.ts';

/** How to scan. All but `paths` have defaults. */
export interface ScanOptions {
  /** Repositories, homes, or configurations. */
  paths: readonly string[];
  /** Folder of installed packages. */
  cache?: string;
  /** Bytes that it may take. */
  cacheBytes?: number;
  sandbox?: Sandbox | 'auto';
  /** Milliseconds that a server may take to list its tools. */
  timeoutMs?: number;
  /** Servers at a time. */
  concurrency?: number;
  /** Asks remote servers too, with the tokens that the configuration gives them. */
  remote?: boolean;
  /** Permits remote servers at private addresses. */
  allowPrivate?: boolean;
  /** What the findings' `fails` is set for. */
  failOn?: readonly FailOn[];
  /** A lock to compare with, and its texts. */
  lock?: LockFiles;
  /** Where variables that configurations refer to are looked up, and what package clients get. */
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal;
}

/** A lock and the texts behind its digests. */
export interface LockFiles {
  lock: Lock;
  /** Absent where they are not at hand: changes are then found and not shown. */
  texts?: LockTexts;
}

/** What a scan gives. */
export interface ScanResult {
  report: ScanReport;
  /** The stack as a lock would keep it. */
  stack: Stack;
  /** What the crawl gave, free of its users' values, with what it was made from. */
  crawled: readonly Crawled[];
}

const CONCURRENCY = 4;
const TIMEOUT_MS = 30_000;

/**
 * Scans the servers that an MCP client's configuration brings in.
 * @throws UserError when there is no configuration, or one that cannot be read
 */
export async function scan(options: ScanOptions, on: CrawlEvents = {}): Promise<ScanResult> {
  const files = configurationsOf(options.paths);
  const configured = usable(() => readConfigurations(files, process.cwd(), options.env ?? process.env));
  const read = files.filter(({ file, found }) => !found || isUsed(file, configured));
  if (configured.entries.length === 0 && configured.left.length === 0) throw nothingConfigured(files);
  const crawled = await crawlStack(configured.entries, crawlOptions(options), on);
  return reportOf(read, configured, crawled, options);
}

function configurationsOf(paths: readonly string[]): FoundFile[] {
  const files = paths.flatMap(configurationsIn);
  const known = new Set<string>();
  const once = files.filter(({ file }) => !known.has(resolve(file)) && known.add(resolve(file)));
  if (once.length > 0) return once;
  const some = KNOWN_PATHS.slice(0, 3).join(', ');
  throw new UserError(
    `No MCP configuration was found in ${paths.join(', ')} (looked for ${some} and ${KNOWN_PATHS.length - 3} others): name the file, or scan your home with \`toolrisk scan ~\`.`,
  );
}

function configurationsIn(path: string): FoundFile[] {
  try {
    return findConfigurations(path);
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${reasonOf(error)}.`);
  }
}

function isUsed(file: string, { entries, left }: Configured): boolean {
  const places = [...entries.flatMap((entry) => entry.places), ...left.map(({ place }) => place)];
  return places.some((place) => resolve(place.file) === resolve(file));
}

function nothingConfigured(files: readonly FoundFile[]): UserError {
  const names = files.map(({ file }) => file).join(', ');
  return new UserError(`${names}: no MCP servers are configured there, so there is nothing to scan.`);
}

function crawlOptions(options: ScanOptions) {
  return {
    cache: options.cache ?? cacheFolder(),
    cacheBytes: options.cacheBytes ?? CACHE_BYTES,
    sandbox: options.sandbox ?? 'auto',
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    concurrency: options.concurrency ?? CONCURRENCY,
    remote: options.remote ?? false,
    allowPrivate: options.allowPrivate ?? false,
    clientInfo: { name: 'toolrisk', version: version() },
    env: options.env ?? process.env,
    signal: options.signal,
  };
}

function reportOf(
  files: readonly FoundFile[],
  { left }: Configured,
  crawled: readonly Crawled[],
  options: ScanOptions,
): ScanResult {
  const servers = crawled.map(scannedServer);
  const states = new Map(servers.map((server) => [server.id, stackServer(server)]));
  const stack = asLocked(states, CLASSIFIER_VERSION);
  const report: ScanReport = {
    toolriskVersion: version(),
    classifierVersion: CLASSIFIER_VERSION,
    files: files.map(({ file, client }) => ({ file: file.replaceAll('\\', '/'), client })),
    ...{ servers, left, combinations: combinationsOf(servers), findings: [] },
    policies: suggestedPolicies(servers),
  };
  return { report: judged(report, stack, options), stack, crawled };
}

/** The report with its findings, compared with a lock where there is one. */
export function judged(
  report: ScanReport,
  stack: Stack,
  { lock, failOn = [] }: Pick<ScanOptions, 'lock' | 'failOn'>,
): ScanReport {
  const changes = lock && compareStacks(stackOf(lock.lock, lock.texts), stack);
  const { servers, combinations } = report;
  const findings = findingsOf({
    ...{ servers, combinations, deceitsOf, failOn: new Set(failOn) },
    ...(changes ? { changes } : {}),
    ...(lock ? { lock: lock.lock } : {}),
  });
  return { ...report, findings, ...(changes ? { changes } : {}) };
}

function scannedServer({ entry, observation }: Crawled): ScannedServer {
  const { listing, places, source, start } = entry;
  const { outcome, detail, tools, quarantined, instructions, ...rest } = observation;
  return {
    ...{ id: listing.id, name: listing.name, places, source, outcome, detail, unset: start.unset },
    state: {
      provenance: rest.provenance,
      launch: { ...rest.launch, arguments: lockedArguments(listing) },
      ...(rest.package ? { package: rest.package } : {}),
      ...(rest.serverInfo ? { serverInfo: rest.serverInfo } : {}),
      ...(instructions === undefined ? {} : { instructions }),
    },
    tools: tools.map(({ definition }) => ({ definition, classification: classify(definition) })),
    unread: quarantined.map(({ name, reason, raw }) => ({ name, reason, digest: sha256(raw) })),
    deceits: instructions === undefined ? [] : instructionDeceits(instructions),
  };
}

/** Arguments as the configuration has them, whatever rung of the ladder worked on this machine. */
function lockedArguments({ arguments: plain, placeholderArguments }: Crawled['entry']['listing']): string[] {
  return [...plain, ...placeholderArguments].map((word) =>
    word.replace(/^(?:~?\/|[A-Za-z]:\\).*[\\/]/s, '…/').replace(/(=)(?:\/|[A-Za-z]:\\).*[\\/]/s, '$1…/'),
  );
}

function stackServer({ source, outcome, state, tools, unread }: ScannedServer): StackServer {
  return {
    ...state,
    ...{ source, outcome, unread: unread.map(({ digest }) => digest) },
    tools: tools.map(({ definition, classification }) => stackTool(definition, classification)),
  };
}

function combinationsOf(servers: readonly ScannedServer[]): StackCombination[] {
  const tools = servers.flatMap(({ id, tools: own }) =>
    own.map(({ definition, classification }) => ({ path: `${id}/${definition.name}`, classification })),
  );
  return toxicCombinations(tools).map(({ combination, parts }) => ({
    combination,
    parts: parts.map(({ flag, tools: found }) => ({ flag, tools: found.map(({ path }) => path) })),
  }));
}
