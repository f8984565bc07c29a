import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { InstalledPackage, Source } from '../../catalogue/records.ts';
import type { Outcome } from '../../catalogue/vocabulary.ts';
import { oneLine } from '../session/text.ts';
import { parsePackage } from '../listings/package-spec.ts';
import { INSIDE, type ServerCommand } from './command.ts';
import type { InstallOptions } from './npm.ts';
import { findPypi, installWords, PYTHON, pypiEnvironment } from './pypi-client.ts';
import { run, type Ended } from './run.ts';
import { removeStale } from './stale.ts';

export type PypiSource = Extract<Source, { type: 'pypi' }>;
type Failed = { ok: false; outcome: Outcome; detail: string };

export type PypiInstallation =
  | { ok: true; command: Pick<ServerCommand, 'entry' | 'readable' | 'root'>; package: InstalledPackage }
  | Failed;

/**
 * Installs a PyPI package with its dependencies, from wheels only, so that none of their code runs. The folder
 * appears complete or not at all.
 */
export async function installPypi(source: PypiSource, options: InstallOptions): Promise<PypiInstallation> {
  const spec = specOf(source);
  if (parsePackage(`pypi:${spec}`) === undefined)
    return failed('package-missing', 'The listing names no package that an index could have.');
  if (!existsSync(PYTHON)) return failed('unsupported-runtime', `There is no Python at ${PYTHON}.`);
  try {
    return await installSpec(source, spec, options);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return failed('install-failed', `The package cannot be installed: ${why}.`);
  }
}

async function installSpec(
  source: PypiSource,
  spec: string,
  options: InstallOptions,
): Promise<PypiInstallation> {
  const shelf = join(options.cache, 'pypi', `${process.platform}-${process.arch}`);
  const known =
    source.version === undefined ? undefined : join(shelf, `${plain(source.name)}@${source.version}`);
  if (known !== undefined) await options.uses?.hold(known);
  if (known !== undefined && existsSync(known)) return started(source, known);
  const parent = join(options.cache, 'unfinished');
  const fresh = join(parent, randomUUID());
  mkdirSync(fresh, { recursive: true });
  removeStale(parent);
  try {
    const client = await findPypi(options.env ?? process.env, options.cache, options);
    if (options.signal?.aborted) return failed('interrupted', 'The run was stopped during installation.');
    if (client === undefined)
      return failed(
        'install-failed',
        'There is neither uv nor a Python with venv and pip here to install it with.',
      );
    const folder = join(fresh, 'package');
    const args = installWords(client, spec, join(folder, 'site'), join(fresh, 'report.json'));
    const env = pypiEnvironment(options.env ?? process.env, fresh);
    const ended = await run({ file: client.file, args, env, cwd: fresh }, options);
    if (ended.code !== 0) return failureOf(ended, spec);
    // uv writes no report.
    if (existsSync(join(fresh, 'report.json')))
      renameSync(join(fresh, 'report.json'), join(folder, 'report.json'));
    const { version } = installed(folder, source.name);
    const place = join(shelf, `${plain(source.name)}@${version}`);
    mkdirSync(shelf, { recursive: true });
    if (place !== known) await options.uses?.hold(place);
    if (!existsSync(place)) renameSync(folder, place);
    return started(source, place);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** A package and the version that its listing names, as an installer takes them. */
export const specOf = ({ name, version }: PypiSource): string =>
  version === undefined ? name : `${name}==${version}`;

const failed = (outcome: Outcome, detail: string): Failed => ({ ok: false, outcome, detail });

/** A package's name as indexes compare it (PEP 503). */
const plain = (name: string) => name.toLowerCase().replaceAll(/[-_.]+/g, '-');

function failureOf(ended: Ended, spec: string): Failed {
  if (ended.stopped === 'aborted') return failed('interrupted', 'The run was stopped during installation.');
  if (ended.stopped === 'timeout')
    return failed('install-failed', 'Its installation did not end within the time limit.');
  const text = ended.stderr;
  if (
    /NewConnectionError|ConnectTimeout|Connection refused|Name or service not known|Temporary failure in name|error sending request|SSLError|5\d\d (?:Server Error|Internal|Bad Gateway|Service)/i.test(
      text,
    )
  )
    return failed('unreachable', 'The package index could not be reached.');
  if (/429 (?:Client Error|Too Many)/i.test(text))
    return failed('rate-limited', 'The package index asked us to come back later.');
  if (/require a different python version/i.test(text))
    return failed('unsupported-runtime', `${spec} wants another version of Python.`);
  const missing =
    /No matching distribution found for ([^\s;]+)|Because (\S+) was not found in the package registry/i.exec(
      text,
    );
  if (
    missing !== null &&
    plain(missing[1] ?? missing[2] ?? '').startsWith(plain(spec.split('==')[0] ?? spec))
  )
    return failed('package-missing', `The index has no wheel of ${spec}.`);
  const line = text.split('\n').find((each) => /^(?:ERROR|error):/.test(each)) ?? text;
  return failed('install-failed', `${spec} could not be installed: ${oneLine(line, 200)}`);
}

/** Version and, where pip reported it, the digest of the wheel. */
function installed(folder: string, name: string): InstalledPackage {
  const info = infoOf(folder, name);
  const [, version = ''] = /^Version: *(\S+)/m.exec(readFileSync(join(info, 'METADATA'), 'utf8')) ?? [];
  const integrity = reportedDigest(folder, name);
  return {
    type: 'pypi',
    name,
    version,
    ...(integrity === undefined ? {} : { integrity: `sha256-${integrity}` }),
  };
}

/** The folder of the package's metadata. @throws when there is none, which no installer leaves out */
function infoOf(folder: string, name: string): string {
  const site = join(folder, 'site');
  const found = readdirSync(site).find(
    (each) => each.endsWith('.dist-info') && plain(each.replace(/-[^-]*\.dist-info$/, '')) === plain(name),
  );
  if (found === undefined) throw new Error(`no metadata of ${name} was installed`);
  return join(site, found);
}

type Report = {
  install?: {
    metadata?: { name?: string };
    download_info?: { archive_info?: { hashes?: { sha256?: string } } };
  }[];
};

function reportedDigest(folder: string, name: string): string | undefined {
  const file = join(folder, 'report.json');
  if (!existsSync(file)) return undefined;
  const { install = [] } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  const own = install.find(({ metadata }) => plain(metadata?.name ?? '') === plain(name));
  return own?.download_info?.archive_info?.hashes?.sha256;
}

/** How to run an installed package: the program that uvx would choose, or the one the listing names. */
function started(source: PypiSource, folder: string): PypiInstallation {
  const scripts = consoleScripts(join(infoOf(folder, source.name), 'entry_points.txt'));
  const names = Object.keys(scripts);
  const chosen = source.bin ?? names.find((name) => plain(name) === plain(source.name)) ?? only(names);
  const [, module, attribute] = /^([\w.]+) *: *([\w.]+)/.exec(scripts[chosen ?? ''] ?? '') ?? [];
  if (module === undefined || attribute === undefined)
    return failed('install-failed', 'The package has no program that uvx would choose.');
  const root = { host: folder, inside: INSIDE.root };
  // The package's own folder of programs names the installer's Python; its entry points name what to call.
  const program = [
    'import sys, site',
    `site.addsitedir('{root}/site')`,
    `from ${module} import ${attribute.split('.')[0]}`,
    `sys.argv[0] = ${JSON.stringify(chosen)}`,
    `sys.exit(${attribute}())`,
  ].join('; ');
  const entry = [PYTHON, '-B', '-I', '-c', program];
  return { ok: true, command: { entry, readable: [root], root }, package: installed(folder, source.name) };
}

const only = (names: readonly string[]) => (names.length === 1 ? names[0] : undefined);

/** The `console_scripts` of an entry_points.txt (PyPA, Entry points specification). */
function consoleScripts(file: string): Record<string, string> {
  if (!existsSync(file)) return {};
  const [, section = ''] =
    /^\[console_scripts\]\s*$([\s\S]*?)(?=^\[|$(?![\s\S]))/m.exec(readFileSync(file, 'utf8')) ?? [];
  const pairs = section.split('\n').map((line) => line.split(/\s*=\s*(.*)/s));
  return Object.fromEntries(
    pairs.flatMap(([name = '', value]) => (value === undefined ? [] : [[name.trim(), value.trim()]])),
  );
}
