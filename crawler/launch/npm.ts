import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InstalledPackage, Source } from '../../catalogue/records.ts';
import type { Outcome } from '../../catalogue/vocabulary.ts';
import type { PackageUses } from './cache/uses.ts';
import { isSafeNpm } from '../listings/package-spec.ts';
import { inFreshFolder, moveInto } from './fresh-folder.ts';
import { npmArguments, npmEnvironment } from './npm-settings.ts';
import { findNpm, type NpmClient } from './npm-client.ts';
import { npmFailure } from './npm-failure.ts';
import { run, type Ended } from './run.ts';

export type NpmSource = Extract<Source, { type: 'npm' }>;

export type Installation =
  | {
      ok: true;
      folder: string;
      package: InstalledPackage;
      /** Names of the installed packages that have install scripts. None was run. */
      scripted: string[];
    }
  | { ok: false; outcome: Outcome; detail: string };

export type InstallOptions = {
  /** Folder of installed packages; made when missing, shared between servers, runs and processes. */
  cache: string;
  /** Milliseconds for one call of npm. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  /** Environment in which npm finds its registry, proxy and certificates. */
  env?: NodeJS.ProcessEnv;
  /** How often npm asks again when a registry does not answer. */
  fetchRetries?: number;
  /** What keeps a package in the cache for as long as it is used. */
  uses?: Pick<PackageUses, 'hold'>;
};

/** Installations under way in this process, by folder. */
const underWay = new Map<string, Promise<Installation>>();

/**
 * Installs an npm package with its dependencies, and runs none of their code: no install scripts, no git.
 * The folder appears complete or not at all: it is filled elsewhere and renamed, so a killed installation
 * leaves nothing that a later one would take for whole.
 */
export async function installNpm(source: NpmSource, options: InstallOptions): Promise<Installation> {
  if (!isSafeNpm(source.name, source.version))
    return {
      ok: false,
      outcome: 'package-missing',
      detail: 'The listing names no package that npm could have.',
    };
  const npm = findNpm(options.env);
  if (npm === undefined)
    return {
      ok: false,
      outcome: 'install-failed',
      detail: 'There is no npm on this machine to install it with.',
    };
  try {
    return await installWith(npm, source, options);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, outcome: 'install-failed', detail: `The package cache cannot be written: ${why}.` };
  }
}

async function installWith(
  npm: NpmClient,
  source: NpmSource,
  options: InstallOptions,
): Promise<Installation> {
  const version = await exactVersion(npm, source, options);
  if (typeof version !== 'string') return version;
  const name = `${source.name.replace('/', '+')}@${version}`;
  const folder = join(options.cache, 'npm', `${process.platform}-${process.arch}`, name);
  await options.uses?.hold(folder);
  const installation = underWay.get(folder) ?? fill(npm, source.name, version, folder, options);
  underWay.set(folder, installation);
  return installation.finally(() => underWay.delete(folder));
}

/** The version that would be installed, or undefined where npm or its registry does not say. Installs nothing. */
export async function versionOfNpm(source: NpmSource, options: InstallOptions): Promise<string | undefined> {
  const npm = isSafeNpm(source.name, source.version) ? findNpm(options.env) : undefined;
  const version = npm && (await exactVersion(npm, source, options));
  return typeof version === 'string' ? version : undefined;
}

/** The listing's version when it is exact, otherwise the one that the registry gives for its tag or range. */
async function exactVersion(
  npm: NpmClient,
  source: NpmSource,
  options: InstallOptions,
): Promise<string | Installation> {
  if (source.version !== undefined && /^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/.test(source.version))
    return source.version;
  const spec = `${source.name}@${source.version ?? 'latest'}`;
  const ended = await inFreshFolder(options.cache, (folder) =>
    callNpm(npm, ['view', '--json', '--', spec, 'version'], folder, options),
  );
  if (ended.code !== 0) return npmFailure(ended, spec);
  const versions: unknown = parse(ended.stdout);
  const newest: unknown = Array.isArray(versions) ? versions.at(-1) : versions;
  if (typeof newest === 'string' && isSafeNpm(source.name, newest)) return newest;
  return { ok: false, outcome: 'package-missing', detail: `The registry has no version ${spec}.` };
}

async function fill(
  npm: NpmClient,
  name: string,
  version: string,
  folder: string,
  options: InstallOptions,
): Promise<Installation> {
  if (existsSync(folder)) return { ok: true, folder, ...installed(folder, name) };
  const spec = `${name}@${version}`;
  return inFreshFolder(options.cache, async (fresh) => {
    writeFileSync(join(fresh, 'package.json'), '{"private":true}\n');
    const ended = await callNpm(npm, ['install', '--', spec], fresh, options);
    if (ended.code !== 0) return npmFailure(ended, spec);
    const found = installed(fresh, name);
    moveInto(fresh, folder);
    return { ok: true, folder, ...found };
  });
}

async function callNpm(
  npm: NpmClient,
  words: string[],
  folder: string,
  options: InstallOptions,
): Promise<Ended> {
  const cache = join(options.cache, 'npm-cache');
  await options.uses?.hold(cache);
  const env = npmEnvironment(options.env ?? process.env, join(folder, '..'));
  const settings = npmArguments({ folder, cache, fetchRetries: options.fetchRetries ?? 2 });
  const [command = '', ...rest] = words;
  return run(
    { file: npm.file, args: [...npm.args, command, ...settings, ...rest], env, cwd: folder },
    options,
  );
}

type Lockfile = {
  packages?: Record<string, { version?: string; integrity?: string; hasInstallScript?: boolean }>;
};

/** What the lockfile says about the package. @throws when npm left none, which it always does. */
function installed(folder: string, name: string): { package: InstalledPackage; scripted: string[] } {
  const lockfile = parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as Lockfile;
  const entry = lockfile.packages?.[`node_modules/${name}`];
  if (entry?.version === undefined) throw new Error(`npm left no lockfile entry for ${name}`);
  const { version, integrity } = entry;
  const scripted = Object.entries(lockfile.packages ?? {})
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
  return {
    package: { type: 'npm', name, version, ...(integrity === undefined ? {} : { integrity }) },
    scripted: [...new Set(scripted)].sort(),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
