import { z } from 'zod';
import type { EnvironmentVariable, Listing } from '../../catalogue/records.ts';
import { INSIDE } from './command.ts';

const text = z.string().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
const Command = z.looseObject({
  command: text,
  args: z.array(z.string()).optional(),
  env: z.record(z.string(), z.string()).optional(),
});

/** A value that a bundle asks its user for. */
const UserValue = z.looseObject({
  type: text,
  required: flag,
  sensitive: flag,
  multiple: flag,
  default: z.unknown().optional(),
});
type UserValue = z.infer<typeof UserValue>;

/** The manifest.json of an MCP bundle (manifest versions 0.1 to 0.4; `dxt_version` is its older name). */
export const BundleManifest = z.looseObject({
  name: z.string().min(1),
  display_name: text,
  version: z.string().min(1),
  description: text,
  author: z.looseObject({ name: text }).optional().catch(undefined),
  homepage: text,
  server: z.looseObject({
    type: z.string(),
    entry_point: z.string().min(1),
    mcp_config: Command.extend({
      platform_overrides: z.record(z.string(), Command).optional().catch(undefined),
    })
      .optional()
      .catch(undefined),
  }),
  user_config: z.record(z.string(), UserValue).optional().catch(undefined),
});
export type BundleManifest = z.infer<typeof BundleManifest>;

/** How a bundle's server is started: its arguments after the entry point, and its environment. */
export type BundleStart = Pick<Listing, 'arguments' | 'placeholderArguments' | 'environment'>;

/**
 * The arguments and environment of a bundle's `mcp_config`, with declared defaults in the place of what its user
 * would enter, and stand-ins where there is no default. A default that is marked sensitive is not taken.
 */
export function bundleStart(manifest: BundleManifest, platform: string = process.platform): BundleStart {
  const { platform_overrides: overrides, ...base } = manifest.server.mcp_config ?? {};
  const config = { ...base, ...overrides?.[platform] };
  const words = ownWords(config.args ?? [], manifest.server.entry_point);
  const filled = words.map((word) => fill(word, manifest));
  const first = filled.findIndex((each) => each.some(({ standIn }) => standIn));
  const cut = first === -1 ? filled.length : first;
  return {
    arguments: filled.slice(0, cut).flatMap(valuesOf),
    placeholderArguments: filled.slice(cut).flatMap(valuesOf),
    environment: Object.entries(config.env ?? {}).flatMap(([name, value]) => variable(name, value, manifest)),
  };
}

/** Arguments without the entry point, which the launcher gives itself. */
function ownWords(args: readonly string[], entryPoint: string): string[] {
  const plain = (path: string) => path.replaceAll('${/}', '/').replace(/^(?:\$\{__dirname\}|\.)\//, '');
  const at = args.findIndex((word) => plain(word) === plain(entryPoint));
  return args.slice(at + 1);
}

type Filled = { value: string; standIn: boolean };
const valuesOf = (filled: readonly Filled[]) => filled.map(({ value }) => value);

/** A word with its variables filled in; none, or several, where it is one value that may be entered repeatedly. */
function fill(word: string, manifest: BundleManifest): Filled[] {
  const whole = /^\$\{user_config\.([^}]+)\}$/.exec(word)?.[1];
  if (whole !== undefined) return entered(manifest.user_config?.[whole]);
  let standIn = false;
  const value = places(word).replaceAll(/\$\{user_config\.([^}]+)\}/g, (_all, key: string) => {
    const [first] = entered(manifest.user_config?.[key]);
    standIn ||= first?.standIn === true;
    return first?.value ?? '';
  });
  return [{ value, standIn }];
}

/** What a user would have entered. */
function entered(asked: UserValue | undefined): Filled[] {
  if (asked === undefined) return [];
  if (asked.type === 'directory' || asked.type === 'file') return [{ value: '{workspace}', standIn: false }];
  const declared = asked.sensitive === true ? undefined : asked.default;
  if (Array.isArray(declared))
    return declared.map((value) => ({ value: places(String(value)), standIn: false }));
  if (declared !== undefined && declared !== null)
    return [{ value: places(String(declared)), standIn: false }];
  if (asked.required !== true && asked.sensitive !== true) return [];
  return [
    {
      value: asked.type === 'number' ? '1' : asked.type === 'boolean' ? 'true' : 'placeholder',
      standIn: true,
    },
  ];
}

/** The places that a bundle may name: its own folder, and its user's, for which an empty one has to do. */
const places = (word: string) =>
  word
    .replaceAll('${__dirname}', '{bundle}')
    .replaceAll('${/}', '/')
    .replaceAll('${pathSeparator}', '/')
    .replaceAll(/\$\{(?:HOME|DESKTOP|DOCUMENTS|DOWNLOADS)\}/g, '{workspace}');

function variable(name: string, value: string, manifest: BundleManifest): EnvironmentVariable[] {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return [];
  const [filled] = fill(value, manifest);
  if (filled === undefined) return [{ name }];
  // Nothing is replaced in an environment, so it gets the paths that a sandbox with its own file system shows.
  const text = filled.value.replaceAll('{workspace}', INSIDE.workspace).replaceAll('{bundle}', INSIDE.root);
  return [{ name, ...(filled.standIn ? { placeholder: text } : { default: text }) }];
}
