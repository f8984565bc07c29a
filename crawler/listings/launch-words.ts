import type { Source } from '../../catalogue/records.ts';
import { parsePackage } from './package-spec.ts';
import { imageOf } from './server-json.ts';

/** What a command of a client's configuration starts, and with which arguments of its own. */
export type Started = { source: Source; arguments: string[] };

/** Options of the package runners that take a word of their own. */
const NPX_WITH_VALUE = new Set(['-p', '--package', '-c', '--call', '-w', '--workspace', '--registry']);
const UVX_WITH_VALUE = new Set([
  '--from',
  '--with',
  '-p',
  '--python',
  '--index-url',
  '--extra-index-url',
  '--directory',
]);
const DOCKER_WITH_VALUE = new Set([
  ...[
    '-e',
    '--env',
    '--env-file',
    '-v',
    '--volume',
    '--mount',
    '-p',
    '--publish',
    '--name',
    '--network',
    '--net',
  ],
  ...[
    '-u',
    '--user',
    '-w',
    '--workdir',
    '--entrypoint',
    '--platform',
    '--add-host',
    '-l',
    '--label',
    '--memory',
    '-m',
  ],
  ...[
    '--cpus',
    '--pull',
    '--hostname',
    '-h',
    '--security-opt',
    '--cap-add',
    '--cap-drop',
    '--tmpfs',
    '--shm-size',
  ],
]);

/**
 * Reads a command as the package runner that it calls: npx, uvx, pipx, docker and their kin start a package, and
 * are never run themselves; `mcp-remote` is a bridge to an address. Anything else is a plain command.
 */
export function startedBy(command: string, words: readonly string[]): Started {
  const runner = command.replace(/^.*[\\/]/, '').replace(/\.(?:exe|cmd|bat|ps1)$/i, '');
  return readers[runner]?.(words) ?? { source: { type: 'command', command }, arguments: [...words] };
}

type Reader = (words: readonly string[]) => Started | undefined;

const readers: Record<string, Reader> = {
  npx: (words) => npm(words),
  bunx: (words) => npm(words),
  pnpx: (words) => npm(words),
  npm: (words) => (words[0] === 'exec' || words[0] === 'x' ? npm(words.slice(1)) : undefined),
  pnpm: (words) => (words[0] === 'dlx' ? npm(words.slice(1)) : undefined),
  yarn: (words) => (words[0] === 'dlx' ? npm(words.slice(1)) : undefined),
  bun: (words) => (words[0] === 'x' ? npm(words.slice(1)) : undefined),
  uvx: (words) => pypi(words),
  pipx: (words) => (words[0] === 'run' ? pypi(words.slice(1)) : undefined),
  uv: (words) => {
    if (words[0] === 'tool' && words[1] === 'run') return pypi(words.slice(2));
    return words[0] === 'x' ? pypi(words.slice(1)) : undefined;
  },
  docker: (words) => container(words),
  podman: (words) => container(words),
  // A shell of Windows before the command proper.
  cmd: (words) => {
    const [flag, command, ...rest] = words;
    return flag?.toLowerCase() === '/c' && command !== undefined ? startedBy(command, rest) : undefined;
  },
};

/** Splits off a runner's own options; gives the values of those in `wanted`. */
function afterOptions(words: readonly string[], withValue: ReadonlySet<string>, wanted: readonly string[]) {
  let chosen: string | undefined;
  let at = 0;
  for (; words[at]?.startsWith('-') === true; at++) {
    const word = words[at] ?? '';
    if (word === '--') {
      at++;
      break;
    }
    const [name = '', inline] = word.split(/=(.*)/s);
    const value = withValue.has(word) ? words[++at] : inline;
    if (wanted.includes(name) && value !== undefined) chosen ??= value;
  }
  return { chosen, rest: words.slice(at) };
}

function npm(words: readonly string[]): Started | undefined {
  const { chosen, rest } = afterOptions(words, NPX_WITH_VALUE, ['-p', '--package']);
  const [first, ...own] = rest;
  const source = parsePackage(`npm:${chosen ?? first ?? ''}`);
  if (source?.type !== 'npm' || first === undefined) return undefined;
  if (source.name === 'mcp-remote') return bridge(own);
  return { source: chosen === undefined ? source : { ...source, bin: first }, arguments: own };
}

function bridge([address = '', ...words]: readonly string[]): Started | undefined {
  if (!/^https?:\/\/\S+$/i.test(address)) return undefined;
  const only = words[words.indexOf('--transport') + 1];
  const transport = only === 'sse-only' ? { transport: 'sse' as const } : {};
  return { source: { type: 'remote', url: address, ...transport }, arguments: [] };
}

function pypi(words: readonly string[]): Started | undefined {
  const { chosen, rest } = afterOptions(words, UVX_WITH_VALUE, ['--from']);
  const [first, ...own] = rest;
  if (first === undefined) return undefined;
  // `name@version` is uvx's, `name[extra]` pip's.
  const spec = (chosen ?? first)
    .replace(/\[[^\]]*\]/, '')
    .replace(/@(?=[\d])/, '==')
    .replace(/@latest$/, '');
  const source = parsePackage(`pypi:${spec}`);
  if (source?.type !== 'pypi') return undefined;
  return { source: chosen === undefined ? source : { ...source, bin: first }, arguments: own };
}

function container([verb, ...words]: readonly string[]): Started | undefined {
  if (verb !== 'run') return undefined;
  const [image, ...own] = afterOptions(words, DOCKER_WITH_VALUE, []).rest;
  const source = image === undefined ? undefined : imageOf(image);
  return source === undefined ? undefined : { source, arguments: own };
}
