import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LaunchCircumstances, LimitsHolder, Listing, Observation } from '../catalogue/records.ts';
import { isWorthAnother, ladderOf, recordedArguments, withheld, type Rung } from './ladder.ts';
import { trimNowAndThen } from './launch/cache/trim.ts';
import { packageUses } from './launch/cache/uses.ts';
import type { Process, SandboxLauncher, ServerCommand } from './launch/command.ts';
import { openWayOut } from './launch/network/way-out.ts';
import type { Choice } from './launch/sandboxes.ts';
import type { CrawlOptions, CrawlPhase } from './options.ts';
import { mayWantScripts, verdictOf, verdictOnList, type Verdict } from './outcome.ts';
import {
  prepare,
  prepareWithScripts,
  type Preparation,
  type PrepareOptions,
  type Program,
} from './prepare.ts';
import type { Era } from './session/client.ts';
import { limitsOf } from './session/limits.ts';
import { startServer } from './session/server-process.ts';
import { holdSession, mayBeModern, type Introduction, type SessionResult } from './session/session.ts';
import { StdioTransport } from './session/stdio.ts';

/** What a crawl found out, without the times and names that every observation has. */
export type Found = Verdict &
  Introduction &
  Pick<Observation, 'launch' | 'tools' | 'quarantined' | 'stderrTail'> &
  Partial<Pick<Observation, 'package' | 'login' | 'retryAfterSeconds'>>;

type Local = Parameters<typeof prepare>[0];
type Report = (phase: CrawlPhase) => void;

/** A server that gave nothing, for a reason found before it was started. */
export function nothingFound(verdict: Verdict): Found {
  const launch: LaunchCircumstances = { arguments: [], environmentNames: [] };
  return { ...verdict, launch, tools: [], quarantined: [], stderrTail: '' };
}

/** Installs and starts a server on this machine, in a sandbox, and lists its tools. */
export async function crawlLocal(
  listing: Listing & { source: Local },
  choice: Choice,
  options: CrawlOptions,
  report: Report,
): Promise<Found> {
  // An image is its own sandbox, whatever else works here.
  if (!choice.ok && listing.source.type !== 'github' && listing.source.type !== 'oci')
    return nothingFound({ outcome: 'refused-by-policy', detail: `No sandbox works here: ${choice.why}.` });
  const uses = packageUses(options.cache, options.now);
  try {
    return await crawlIn(choice, listing, { ...options, uses }, report);
  } finally {
    uses.release();
    if (uses.isNew()) await trimNowAndThen(options.cache, options.cacheBytes, options.now());
  }
}

async function crawlIn(
  choice: Choice,
  listing: Listing & { source: Local },
  options: PrepareOptions,
  report: Report,
): Promise<Found> {
  const { source } = listing;
  if (source.type !== 'command') report('installing');
  const prepared = await prepare(source, options);
  const found = await crawlPrepared(prepared, choice, listing, options, report);
  const { scripted = [] } = prepared;
  if (source.type !== 'npm' || scripted.length === 0 || !mayWantScripts(found.outcome)) return found;
  const remarked = (remark: string) => ({ ...found, detail: `${found.detail} (${remark})` });
  if (source.installScripts !== true || !choice.ok)
    return remarked(`Install scripts of ${named(scripted)} were not run.`);
  report('installing');
  const built = await prepareWithScripts(source, choice.sandbox, options);
  if (!built.ok) return remarked(built.detail);
  const again = await crawlPrepared(built, choice, listing, options, report);
  return { ...again, launch: { ...again.launch, installScripts: true } };
}

/** The first few of some names. */
const named = (names: readonly string[]) =>
  names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;

async function crawlPrepared(
  prepared: Preparation,
  choice: Choice,
  listing: Listing & { source: Local },
  options: CrawlOptions,
  report: Report,
): Promise<Found> {
  const installed = prepared.package === undefined ? {} : { package: prepared.package };
  const sandbox = prepared.ok ? (prepared.sandbox ?? (choice.ok ? choice.sandbox : undefined)) : undefined;
  if (!prepared.ok || sandbox === undefined) {
    const { outcome, detail }: Verdict = prepared.ok
      ? { outcome: 'refused-by-policy', detail: 'No sandbox works here.' }
      : prepared;
    // A package client that reached no registry has tried more than once itself.
    const lasting = outcome === 'unreachable' ? { lasting: true as const } : {};
    return { ...nothingFound({ outcome, detail, ...lasting }), ...installed };
  }
  // A bundle brings its own arguments along; a listing out of a registry knows nothing of them.
  const whole = listing.arguments.length > 0 ? listing : { ...listing, ...prepared.start };
  const found = await climb(ladderOf(whole), (rung) =>
    attempt(whole, prepared.program, rung, sandbox, options, report),
  );
  return { ...found, ...installed };
}

/**
 * Tries rung after rung until one lists or another would not help. A server that said that it wants credentials,
 * and then gave no list with a placeholder either, still wants credentials.
 */
async function climb(rungs: readonly Rung[], attemptOn: (rung: Rung) => Promise<Found>): Promise<Found> {
  let last: Found | undefined;
  let wanting: Found | undefined;
  for (const rung of rungs) {
    last = await attemptOn(rung);
    if (last.outcome === 'listed' || last.outcome === 'listed-partly' || last.outcome === 'interrupted')
      return last;
    if (last.outcome === 'needs-credentials') wanting ??= last;
    if (!isWorthAnother(last.outcome)) break;
  }
  if (last === undefined) throw new RangeError('a ladder has at least one rung');
  if (wanting === undefined || wanting === last) return last;
  return { ...wanting, detail: `${wanting.detail} (With a placeholder: ${last.detail})` };
}

async function attempt(
  listing: Listing,
  program: Program,
  rung: Rung,
  sandbox: SandboxLauncher,
  options: CrawlOptions,
  report: Report,
): Promise<Found> {
  const { network = [] } = listing;
  const command: ServerCommand = { ...program, args: rung.arguments, env: rung.environment, network };
  const launch: LaunchCircumstances = {
    transport: 'stdio',
    sandbox: sandbox.id,
    credentialStep: rung.step,
    arguments: recordedArguments(listing, rung),
    environmentNames: Object.keys(rung.environment),
    clientCapabilities: [...options.clientCapabilities],
  };
  const refusal = sandbox.refuses?.(command);
  if (refusal !== undefined)
    return { ...nothingFound({ outcome: 'refused-by-policy', detail: `${refusal}.` }), launch };
  const scratch = sandbox.usesScratch ? mkdtempSync(join(options.temporary, 'toolrisk-')) : '';
  const filtered = sandbox.reachesProxy === true && network.length > 0;
  const wayOut = filtered ? await openWayOut(network, options) : undefined;
  try {
    const through = wayOut === undefined ? command : { ...command, proxy: wayOut.socket };
    const found = await run(through, sandbox, scratch, options, report);
    const own = (text: string) => withheld(text, listing, rung);
    const { limits, ...rest } = found;
    return {
      ...rest,
      detail: own(withRefused(found, wayOut?.refused() ?? [])),
      stderrTail: own(found.stderrTail),
      launch: { ...launch, limits, ...(filtered ? { network } : {}) },
    };
  } finally {
    await wayOut?.close();
    if (scratch !== '') removeScratch(scratch);
  }
}

/** Where a server gave no list, the hosts that it could not reach may be why. */
function withRefused({ outcome, detail }: Verdict, refused: readonly string[]): string {
  const listed = outcome === 'listed' || outcome === 'listed-partly';
  return listed || refused.length === 0 ? detail : `${detail} (It could not reach ${refused.join(', ')}.)`;
}

/** A server without a sandbox can make its folder hard to remove; that is no reason to lose its list. */
function removeScratch(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}

/** Starts a server and lists its tools; once more in the newer protocol when it does not know the older. */
async function run(
  command: ServerCommand,
  sandbox: SandboxLauncher,
  scratch: string,
  options: CrawlOptions,
  onPhase: Report,
): Promise<Omit<Found, 'launch'> & { limits: LimitsHolder }> {
  const start = (era: Era) => runIn(era, sandbox.wrap(command, scratch), options, onPhase);
  const older = await start('initialize');
  const newer = older.result.ok || !mayBeModern(older.result.failure) ? undefined : await start('discover');
  const { result, stderrTail, limits } = newer?.result.ok === true ? newer : older;
  if (result.ok) {
    const { tools, quarantined } = result.list;
    return { ...verdictOnList(result.list), ...result.introduction, tools, quarantined, stderrTail, limits };
  }
  const verdict = verdictOf(result.failure, stderrTail);
  return { ...verdict, ...result.introduction, tools: [], quarantined: [], stderrTail, limits };
}

async function runIn(
  era: Era,
  process: Process,
  options: CrawlOptions,
  onPhase: Report,
): Promise<{ result: SessionResult; stderrTail: string; limits: LimitsHolder }> {
  const limits = limitsOf(options.timeoutMs);
  const server = startServer(options.hold(process), limits);
  try {
    const { clientInfo, clientCapabilities, signal } = options;
    const settings = { limits, signal, onPhase, clientInfo, clientCapabilities, era };
    const result = await holdSession(new StdioTransport(server, limits), settings);
    return { result, stderrTail: server.stderrTail(), limits: server.heldBy };
  } finally {
    await server.stop();
  }
}
