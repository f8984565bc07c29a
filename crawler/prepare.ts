import type { InstalledPackage, Listing, Source } from '../catalogue/records.ts';
import type { BundleStart } from './launch/bundle-manifest.ts';
import { installBundle } from './launch/bundle.ts';
import type { PackageUses } from './launch/cache/uses.ts';
import type { SandboxLauncher, ServerCommand } from './launch/command.ts';
import { npmExecutable } from './launch/npm-bin.ts';
import { runInstallScripts } from './launch/npm-scripts.ts';
import { installNpm, type Installation } from './launch/npm.ts';
import { pullImage } from './launch/oci.ts';
import { installPypi } from './launch/pypi.ts';
import { plainCommand } from './launch/plain-command.ts';
import type { CrawlOptions } from './options.ts';
import type { Verdict } from './outcome.ts';

/** A server's program, there to be started, without the arguments and environment of a rung. */
export type Program = Pick<ServerCommand, 'entry' | 'readable' | 'root' | 'startIn'>;

export type Preparation =
  | {
      ok: true;
      program: Program;
      package?: InstalledPackage;
      scripted?: Scripted;
      /** The arguments and environment that a bundle brings along. */
      start?: BundleStart;
      /** What holds the server instead of the sandbox of the crawl: its own image. */
      sandbox?: SandboxLauncher;
    }
  | ({ ok: false; package?: InstalledPackage; scripted?: Scripted } & Verdict);

/** Names of the installed packages whose install scripts were not run. */
type Scripted = readonly string[];

type Local = Exclude<Source, { type: 'remote' }>;

/** `uses` keeps in the cache what the server is run from. */
export type PrepareOptions = CrawlOptions & { uses?: Pick<PackageUses, 'hold'> };

type NpmSource = Extract<Source, { type: 'npm' }>;

/** Brings the program of a server that runs on this machine onto it. Runs none of its code. */
export async function prepare(source: Local, options: PrepareOptions): Promise<Preparation> {
  switch (source.type) {
    case 'npm':
      return prepareNpm(source, options);
    case 'command': {
      const prepared = plainCommand(source.command, options.folder);
      return prepared.ok ? { ok: true, program: prepared.command } : prepared;
    }
    case 'pypi':
      return preparePypi(source, options);
    case 'oci':
      return prepareImage(source, options);
    case 'mcpb':
      return prepareBundle(source, options);
    case 'github':
      return unsupported('It is published as source code only, which this crawler does not build.');
  }
}

/** Whether a listing's source is one that `prepare` brings onto this machine. */
export function isLocal(listing: Listing): listing is Listing & { source: Local } {
  return listing.source.type !== 'remote';
}

async function prepareNpm(source: NpmSource, options: PrepareOptions): Promise<Preparation> {
  const installation = await installNpm(source, installOptions(options));
  return installation.ok ? programOf(source, installation) : installation;
}

/**
 * As `prepare`, with the install scripts of the package and its dependencies run (launch/npm-scripts.ts). Only for a
 * source that asks for it, and after `prepare` was not enough.
 */
export async function prepareWithScripts(
  source: NpmSource,
  sandbox: SandboxLauncher,
  options: PrepareOptions,
): Promise<Preparation> {
  const installation = await installNpm(source, installOptions(options));
  if (!installation.ok) return installation;
  const { temporary, allowPrivate, hold } = options;
  const settings = { ...installOptions(options), temporary, allowPrivate, hold };
  const built = await runInstallScripts(installation.folder, sandbox, settings);
  if (!built.ok) return { ...built, outcome: 'install-failed', package: installation.package };
  return programOf(source, { ...installation, folder: built.folder });
}

function programOf(
  { name, bin }: NpmSource,
  { folder, package: installed, scripted }: Extract<Installation, { ok: true }>,
): Preparation {
  const executable = npmExecutable(folder, name, bin);
  const known = { package: installed, scripted };
  return executable.ok ? { ok: true, program: executable.command, ...known } : { ...executable, ...known };
}

async function prepareImage(
  source: Extract<Source, { type: 'oci' }>,
  { installMs: timeoutMs, signal, env }: CrawlOptions,
): Promise<Preparation> {
  const image = await pullImage(source, { timeoutMs, signal, env });
  if (!image.ok) return image;
  return { ok: true, program: { entry: [], readable: [] }, package: image.package, sandbox: image.sandbox };
}

async function preparePypi(
  source: Extract<Source, { type: 'pypi' }>,
  options: PrepareOptions,
): Promise<Preparation> {
  const installation = await installPypi(source, installOptions(options));
  return installation.ok
    ? { ok: true, program: installation.command, package: installation.package }
    : installation;
}

async function prepareBundle(
  source: Extract<Source, { type: 'mcpb' }>,
  options: PrepareOptions,
): Promise<Preparation> {
  const { cache, installMs: timeoutMs, signal, allowPrivate, clientInfo } = options;
  const userAgent = `${clientInfo.name}/${clientInfo.version}`;
  const settings = { cache, timeoutMs, signal, allowPrivate, userAgent, ...usesOf(options) };
  const bundle = await installBundle(source, settings);
  return bundle.ok
    ? { ok: true, program: bundle.command, package: bundle.package, start: bundle.start }
    : bundle;
}

const unsupported = (detail: string): Preparation => ({ ok: false, outcome: 'unsupported-runtime', detail });

function installOptions(options: PrepareOptions) {
  const { cache, installMs: timeoutMs, signal, env } = options;
  return { cache, timeoutMs, signal, env, ...usesOf(options) };
}

const usesOf = ({ uses }: PrepareOptions) => (uses === undefined ? {} : { uses });
