import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { extname, join, normalize, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { InstalledPackage, Source } from '../../catalogue/records.ts';
import type { Outcome } from '../../catalogue/vocabulary.ts';
import { BundleManifest, bundleStart, type BundleStart } from './bundle-manifest.ts';
import type { PackageUses } from './cache/uses.ts';
import { INSIDE, type ServerCommand } from './command.ts';
import { download, type DownloadOptions } from './download.ts';
import { readFromZip, unzip } from './zip.ts';
import { removeStale } from './stale.ts';

type BundleSource = Extract<Source, { type: 'mcpb' }>;
type Failed = { ok: false; outcome: Outcome; detail: string };

export type Bundle =
  | {
      ok: true;
      command: Pick<ServerCommand, 'entry' | 'readable' | 'root' | 'startIn'>;
      start: BundleStart;
      package: InstalledPackage;
    }
  | Failed;

export type BundleOptions = Omit<DownloadOptions, 'bytes'> & {
  /** Folder of installed packages. */
  cache: string;
  /** What keeps a package in the cache for as long as it is used. */
  uses?: Pick<PackageUses, 'hold'>;
};

const BUNDLE_BYTES = 256 * 2 ** 20;
const UNPACKED = { files: 50_000, bytes: 2 ** 30 };
const MANIFEST_BYTES = 2 ** 20;

/** The manifest of a bundle's file. @throws Error with one plain phrase for what is wrong with it */
export async function readManifest(file: string): Promise<BundleManifest> {
  const text = await readFromZip(file, 'manifest.json', MANIFEST_BYTES);
  if (text === undefined) throw new Error('it has no manifest.json');
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new Error('its manifest.json is not valid JSON');
  }
  const manifest = BundleManifest.safeParse(value);
  if (manifest.success) return manifest.data;
  const [issue] = manifest.error.issues;
  throw new Error(`its manifest.json is none: ${issue?.path.join('.')} ${issue?.message}`);
}

/** Lowercase hex SHA-256 of a file. */
export async function fileDigest(file: string): Promise<string> {
  const digest = createHash('sha256');
  await pipeline(createReadStream(file), digest);
  return digest.digest('hex');
}

/**
 * Brings a bundle onto this machine, checks its digest, and unpacks it. Runs none of its code. Unpacked bundles
 * are kept by digest, so what is there is what was checked.
 */
export async function installBundle(source: BundleSource, options: BundleOptions): Promise<Bundle> {
  const parent = join(options.cache, 'unfinished');
  const fresh = join(parent, randomUUID());
  mkdirSync(fresh, { recursive: true });
  removeStale(parent);
  try {
    const file = await fetchBundle(source.location, join(fresh, 'bundle.zip'), options);
    if (typeof file !== 'string') return file;
    const digest = await fileDigest(file);
    if (source.sha256 !== undefined && digest !== source.sha256)
      return refused(`The bundle's digest is ${digest}, and its listing says ${source.sha256}.`);
    const manifest = await readManifest(file);
    const folder = join(options.cache, 'mcpb', digest);
    await options.uses?.hold(folder);
    if (!existsSync(folder)) await unpack(file, join(fresh, 'unpacked'), folder);
    const command = commandOf(manifest, folder);
    const { name, version } = manifest;
    const installed: InstalledPackage = { type: 'mcpb', name, version, integrity: `sha256-${digest}` };
    return command.ok ? { ...command, start: bundleStart(manifest), package: installed } : command;
  } catch (error) {
    return refused(`The bundle cannot be used: ${error instanceof Error ? error.message : String(error)}.`);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

async function fetchBundle(location: string, file: string, options: BundleOptions): Promise<string | Failed> {
  if (/^https?:\/\//i.test(location)) {
    const fetched = await download(location, file, { ...options, bytes: BUNDLE_BYTES });
    return fetched.ok ? file : fetched;
  }
  const found = statSync(location, { throwIfNoEntry: false });
  if (found?.isFile() !== true)
    return {
      ok: false,
      outcome: 'package-missing',
      detail: `There is no bundle ${JSON.stringify(location)}.`,
    };
  if (found.size > BUNDLE_BYTES) return refused(`The bundle is larger than ${BUNDLE_BYTES} bytes.`);
  return location;
}

const refused = (detail: string): Failed => ({ ok: false, outcome: 'install-failed', detail });

async function unpack(file: string, fresh: string, folder: string): Promise<void> {
  mkdirSync(fresh, { recursive: true });
  await unzip(file, fresh, UNPACKED);
  mkdirSync(join(folder, '..'), { recursive: true });
  try {
    renameSync(fresh, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

type Command = { ok: true; command: Pick<ServerCommand, 'entry' | 'readable' | 'root' | 'startIn'> } | Failed;

/** A bundle's `command` is not obeyed: its type says what runs its entry point. */
function commandOf({ server }: BundleManifest, folder: string): Command {
  const inside = normalize(server.entry_point.replaceAll('${/}', '/').replace(/^\$\{__dirname\}\//, ''));
  if (inside.startsWith('..') || inside.startsWith(sep) || !isFile(join(folder, inside)))
    return refused(`The bundle has no file ${JSON.stringify(server.entry_point)}.`);
  const root = { host: folder, inside: INSIDE.root };
  const path = `{root}/${inside.split(sep).join('/')}`;
  const entry = { node: ['{node}', path], binary: [path], python: ['/usr/bin/python3', path] }[server.type];
  if (entry === undefined || (server.type === 'python' && extname(inside) !== '.py'))
    return {
      ok: false,
      outcome: 'unsupported-runtime',
      detail: `It is a bundle of type ${JSON.stringify(server.type)}, which this crawler does not start.`,
    };
  return { ok: true, command: { entry, readable: [root], root } };
}

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() === true;
