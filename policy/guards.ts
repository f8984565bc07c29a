import type { Classification } from '../catalogue/records.ts';
import type { JsonObject } from '../catalogue/json.ts';
import type { Posture } from '../catalogue/vocabulary.ts';
import { nestedTexts, type NestedText } from './nested.ts';
import type { Requirement, TextCheck } from './requirement.ts';
import { between, words, type Parameter } from './schema.ts';

/** What a policy may know beside the verdict. */
export interface RecommendOptions {
  /** The tool's declared input schema. */
  inputSchema?: JsonObject | undefined;
  /** An absolute POSIX folder: path arguments must stay under it. */
  root?: string | undefined;
  /** The hosts that URL arguments may name, lower case, `*.` for subdomains. */
  hosts?: readonly string[] | undefined;
}

const PATH_WORDS = [
  'path',
  'paths',
  'file',
  'files',
  'filename',
  'filepath',
  'dir',
  'directory',
  'directories',
  'folder',
  'cwd',
  'workdir',
];
const URL_WORDS = ['url', 'urls', 'uri', 'uris', 'endpoint', 'href', 'webhook'];
const AMOUNT_WORDS = ['amount', 'price', 'total', 'cost', 'sum', 'cents', 'usd', 'eur', 'budget'];
const COUNT_WORDS = ['limit', 'count', 'batch'];
/** Where a tool's own name says that it is about files, these are paths as well. */
const ENDS_OF_A_MOVE = ['source', 'destination', 'src', 'dst', 'dest', 'from', 'to'];
const FILE_WORDS = ['file', 'files', 'directory', 'folder', 'path'];

/** The largest amount that passes without a person, in whatever unit the tool takes. */
const AMOUNT_CAP: Record<Posture, number> = { strict: 10, balanced: 100, permissive: 1000 };
/** The most items that one call of a bulk tool may touch. */
const BULK_CAP: Record<Posture, number> = { strict: 10, balanced: 25, permissive: 100 };

/** The guards that the user asked for: paths under a root, URLs to named hosts. */
export function userGuards(
  tool: string,
  found: readonly Parameter[],
  { root, hosts }: RecommendOptions,
): Requirement[] {
  const guards: Requirement[] = [];
  for (const parameter of found) {
    const list = isText(parameter) ? undefined : isTextList(parameter) ? (true as const) : 'neither';
    if (list === 'neither') continue;
    const flag = list ? { list } : {};
    if (root !== undefined && isPath(tool, parameter.name))
      guards.push(
        guard(parameter, { kind: 'under', root, ...flag }, `${parameter.name} must stay under ${root}`),
      );
    else if (hosts !== undefined && isUrl(parameter))
      guards.push(
        guard(
          parameter,
          { kind: 'hosts', hosts, ...flag },
          `${parameter.name} must lead to ${hosts.join(', ')}`,
        ),
      );
  }
  return guards;
}

/** The same for paths and URLs below the top level. No target can hold them, so each asks a person instead. */
export function nestedGuards(tool: string, { inputSchema, root, hosts }: RecommendOptions): Requirement[] {
  return nestedTexts(inputSchema).flatMap((text) => {
    const place = [text.argument, ...text.path].join('.').replaceAll('.*', '[]');
    if (root !== undefined && isPath(tool, text.name))
      return [inside(text, { kind: 'under', root }, `${place} must stay under ${root}`)];
    if (hosts !== undefined && isUrl({ name: text.name, schema: { format: text.format ?? '' } }))
      return [inside(text, { kind: 'hosts', hosts }, `${place} must lead to ${hosts.join(', ')}`)];
    return [];
  });
}

function inside({ argument, path }: NestedText, check: TextCheck, because: string): Requirement {
  return { argument, check: { kind: 'inside', path, check }, purpose: 'guard', required: false, because };
}

/** Caps on what one call can move or touch, where the tool moves money or acts in bulk. */
export function caps(
  found: readonly Parameter[],
  { flags, category }: Pick<Classification, 'flags' | 'category'>,
  posture: Posture,
): Requirement[] {
  return found.flatMap((parameter) => {
    const numeric = parameter.type === 'number' || parameter.type === 'integer';
    if (flags.includes('financial') && numeric && words(parameter.name).some((w) => AMOUNT_WORDS.includes(w)))
      return [ranged(parameter, { min: 0, max: AMOUNT_CAP[posture] })];
    if (!flags.includes('bulk') || category === 'Read') return [];
    const most = BULK_CAP[posture];
    if (parameter.type === 'array')
      return [
        guard(
          parameter,
          { kind: 'items', max: most },
          `${parameter.name} may hold at most ${most} items a call`,
        ),
      ];
    if (numeric && words(parameter.name).some((w) => COUNT_WORDS.includes(w)))
      return [ranged(parameter, { max: most })];
    return [];
  });
}

function ranged(parameter: Parameter, range: { min?: number; max: number }): Requirement {
  return guard(parameter, { kind: 'range', ...range }, `${parameter.name} must lie ${between(range)}`);
}

function guard(parameter: Parameter, check: Requirement['check'], because: string): Requirement {
  return { argument: parameter.name, check, purpose: 'guard', required: parameter.required, because };
}

function endsIn(name: string, ends: readonly string[]): boolean {
  const last = words(name).slice(-2);
  return ends.includes(last.at(-1) ?? '') || ends.includes(last.join(''));
}

function isPath(tool: string, name: string): boolean {
  return (
    endsIn(name, PATH_WORDS) ||
    (endsIn(name, ENDS_OF_A_MOVE) && words(tool).some((word) => FILE_WORDS.includes(word)))
  );
}

function isUrl({ name, schema }: Pick<Parameter, 'name' | 'schema'>): boolean {
  return endsIn(name, URL_WORDS) || schema.format === 'uri' || schema.format === 'url';
}

/** A parameter of no stated type may be a string, so it is guarded like one. */
function isText({ type, itemType }: Parameter): boolean {
  return type === 'string' || (type === undefined && itemType === undefined);
}

function isTextList({ type, itemType }: Parameter): boolean {
  return type === 'array' && (itemType === 'string' || itemType === undefined);
}
