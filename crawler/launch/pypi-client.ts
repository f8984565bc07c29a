import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onPath } from './npm-client.ts';
import { run, type Ended } from './run.ts';

/** The Python that runs servers: the system's own, for a sandbox shows no other. */
export const PYTHON = '/usr/bin/python3';

/** How to start an installer of Python packages: its program, its first arguments, and which one it is. */
export type PypiClient = { kind: 'uv' | 'pip'; file: string; args: string[] };

type Limits = { timeoutMs: number; signal?: AbortSignal | undefined };

/** Where an index, a proxy and certificates are configured; nothing else of the environment reaches an installer. */
const PASSED_ON = [
  ...['PATH', 'LANG', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'REQUESTS_CA_BUNDLE'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'],
  ...['PIP_INDEX_URL', 'PIP_EXTRA_INDEX_URL', 'PIP_CERT', 'PIP_CONFIG_FILE', 'PIP_PROXY', 'PIP_TRUSTED_HOST'],
  ...['UV_DEFAULT_INDEX', 'UV_INDEX', 'UV_INDEX_URL', 'UV_CONFIG_FILE', 'UV_SYSTEM_CERTS', 'UV_NATIVE_TLS'],
];

/** An installer's environment: its user's index settings, and a home folder that is thrown away. */
export function pypiEnvironment(env: NodeJS.ProcessEnv, home: string): NodeJS.ProcessEnv {
  const passed = Object.fromEntries(PASSED_ON.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
  return { ...passed, HOME: home, TMPDIR: home };
}

/**
 * uv where it is present, otherwise the pip of a virtual environment of our own, made once below `cache`, or at
 * last the pip of another Python on PATH, told which Python to install for. Undefined when there is none.
 */
export async function findPypi(
  env: NodeJS.ProcessEnv,
  cache: string,
  limits: Limits,
): Promise<PypiClient | undefined> {
  const uv = onPath('uv', env);
  if (uv !== undefined) return { kind: 'uv', file: uv, args: [] };
  const own = await pipOfOurs(env, cache, limits);
  if (own !== undefined) return own;
  const other = onPath('python3', env);
  if (other === undefined) return undefined;
  const args = ['-m', 'pip', '--python', PYTHON];
  const probe = await run(
    { file: other, args: [...args, '--version'], env: pypiEnvironment(env, cache), cwd: '/' },
    limits,
  );
  return probe.code === 0 ? { kind: 'pip', file: other, args } : undefined;
}

/** Environments under way in this process, by folder. */
const underWay = new Map<string, Promise<Ended>>();

async function pipOfOurs(
  env: NodeJS.ProcessEnv,
  cache: string,
  limits: Limits,
): Promise<PypiClient | undefined> {
  const folder = join(cache, 'pypi', 'installer');
  const client: PypiClient = { kind: 'pip', file: join(folder, 'bin', 'python3'), args: ['-m', 'pip'] };
  // pip comes last, so a folder with it is whole.
  if (existsSync(join(folder, 'whole'))) return client;
  const making = underWay.get(folder) ?? make(folder, env, limits);
  underWay.set(folder, making);
  const ended = await making.finally(() => underWay.delete(folder));
  return ended.code === 0 ? client : undefined;
}

/** A virtual environment knows its own path, so it is made at its place and marked when it is whole. */
async function make(folder: string, env: NodeJS.ProcessEnv, limits: Limits): Promise<Ended> {
  mkdirSync(folder, { recursive: true });
  const args = ['-m', 'venv', '--clear', folder];
  const ended = await run({ file: PYTHON, args, env: pypiEnvironment(env, folder), cwd: folder }, limits);
  if (ended.code === 0) {
    const mark = join(folder, `whole.${process.pid}`);
    mkdirSync(mark, { recursive: true });
    renameSync(mark, join(folder, 'whole'));
  } else rmSync(folder, { recursive: true, force: true });
  return ended;
}

const WHEELS_ONLY = ['--only-binary', ':all:'];
const UV_OWN = ['--no-config', '--no-python-downloads', '--python', PYTHON];
const PIP_QUIETLY = [
  ...['--disable-pip-version-check', '--no-input', '--no-color', '--quiet', '--no-cache-dir'],
  ...['--progress-bar', 'off', '--retries', '2', '--timeout', '30'],
];

/**
 * The words that install `spec` into `folder`. Only wheels: building a source distribution would run its code.
 * @param report file for pip's report on what it installed
 */
export function installWords(client: PypiClient, spec: string, folder: string, report: string): string[] {
  const shared = ['--target', folder, ...WHEELS_ONLY, '--', spec];
  return client.kind === 'uv'
    ? [...client.args, 'pip', 'install', ...UV_OWN, ...shared]
    : [...client.args, 'install', '--no-compile', ...PIP_QUIETLY, '--report', report, ...shared];
}

/**
 * The words that ask for the version that would be installed. uv prints it, pip puts it in its report.
 * @param wanted file that names the package
 */
export function versionWords(client: PypiClient, wanted: string, report: string): string[] {
  const shared = ['--no-deps', ...WHEELS_ONLY];
  if (client.kind === 'uv')
    return [
      ...client.args,
      ...['pip', 'compile', ...UV_OWN, ...shared, '--no-header', '--no-annotate', wanted],
    ];
  const words = ['install', '--dry-run', '--ignore-installed', ...PIP_QUIETLY];
  return [...client.args, ...words, '--report', report, ...shared, '--requirement', wanted];
}
