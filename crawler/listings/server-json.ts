import { z } from 'zod';
import type { EnvironmentVariable, Listing, Source } from '../../catalogue/records.ts';
import { idOf } from './identity.ts';
import { isSafeNpm, parsePackage } from './package-spec.ts';

/** What is tried where a server declares that it needs a value and says nothing of it. */
const PLACEHOLDER = 'placeholder';

const text = z.string().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);

/** An input of the official registry's server.json (schema 2025-12-11). Unknown members are passed over. */
const Input = z.looseObject({
  value: text,
  default: text,
  isRequired: flag,
  isSecret: flag,
  format: text,
  choices: z.array(z.string()).optional().catch(undefined),
});
type Input = z.infer<typeof Input>;
const Variables = z.record(z.string(), Input).optional().catch(undefined);
const Named = Input.extend({ name: text, variables: Variables });
const Argument = Named.extend({ type: text });
const listOf = <T extends z.ZodType>(element: T) => z.array(element).optional().catch(undefined);

const Package = z.looseObject({
  registryType: z.string(),
  identifier: z.string().min(1),
  version: text,
  fileSha256: text,
  packageArguments: listOf(Argument),
  environmentVariables: listOf(Named),
});
const Remote = z.looseObject({ type: z.string(), url: z.string(), variables: Variables });

/** A server.json: what a publisher told the registry about one version of a server. */
export const ServerJson = z.looseObject({
  name: z.string().min(1),
  title: text,
  description: text,
  version: text,
  websiteUrl: text,
  repository: z.looseObject({ url: text }).optional().catch(undefined),
  packages: listOf(z.unknown()),
  remotes: listOf(z.unknown()),
});
export type ServerJson = z.infer<typeof ServerJson>;

/**
 * The listings of a server.json: one for each package that can be named and each remote address, in its order.
 * What it says of a package or address that is not understood is no reason to lose the others.
 */
export function listingsOf(server: ServerJson): Listing[] {
  const packages = (server.packages ?? []).flatMap((each) =>
    fromPackage(server, Package.safeParse(each).data),
  );
  const remotes = (server.remotes ?? []).flatMap((each) => fromRemote(server, Remote.safeParse(each).data));
  return [...packages, ...remotes].map((listing, index) =>
    index === 0 ? listing : { ...listing, id: idOf(server.name, listing.source.type) },
  );
}

function fromPackage(server: ServerJson, listed: z.infer<typeof Package> | undefined): Listing[] {
  const source = listed === undefined ? undefined : sourceOf(listed);
  if (listed === undefined || source === undefined) return [];
  const words = (listed.packageArguments ?? []).map(argumentWords);
  return [
    {
      ...common(server),
      source,
      arguments: words.flatMap(({ always }) => always),
      placeholderArguments: words.flatMap(({ placeholder }) => placeholder),
      environment: (listed.environmentVariables ?? []).flatMap(variableOf),
    },
  ];
}

function sourceOf({
  registryType,
  identifier,
  version,
  fileSha256,
}: z.infer<typeof Package>): Source | undefined {
  const pinned = version === undefined || version === 'latest' || version === '' ? {} : { version };
  switch (registryType) {
    case 'npm':
      return isSafeNpm(identifier, pinned.version) ? { type: 'npm', name: identifier, ...pinned } : undefined;
    case 'pypi':
      return parsePackage(`pypi:${identifier}${pinned.version === undefined ? '' : `==${pinned.version}`}`);
    case 'oci':
      return imageOf(identifier, pinned.version);
    case 'mcpb':
      return {
        type: 'mcpb',
        location: identifier,
        ...(/^[0-9a-f]{64}$/i.test(fileSha256 ?? '') ? { sha256: fileSha256?.toLowerCase() } : {}),
      };
    default:
      return undefined;
  }
}

/** An image reference: `host/path:tag@digest`, of which the tag and digest may be missing. */
export function imageOf(reference: string, version?: string): Source | undefined {
  const [, name, tag, digest] =
    /^([a-z0-9][\w.:/-]*?)(?::([\w][\w.-]*))?(?:@(sha256:[0-9a-f]{64}))?$/i.exec(reference) ?? [];
  if (name === undefined) return undefined;
  const label = tag ?? version;
  if (label !== undefined && !/^\w[\w.-]{0,127}$/.test(label)) return undefined;
  return {
    type: 'oci',
    image: label === undefined ? name : `${name}:${label}`,
    ...(digest === undefined ? {} : { digest }),
  };
}

function fromRemote(server: ServerJson, listed: z.infer<typeof Remote> | undefined): Listing[] {
  if (listed === undefined) return [];
  const url = filled(listed.url, listed.variables);
  if (!/^https?:\/\/\S+$/i.test(url)) return [];
  const transport = listed.type === 'sse' || listed.type === 'streamable-http' ? listed.type : undefined;
  return [
    {
      ...common(server),
      source: { type: 'remote', url, ...(transport === undefined ? {} : { transport }) },
      arguments: [],
      placeholderArguments: [],
      environment: [],
    },
  ];
}

function common(server: ServerJson) {
  const [publisher = server.name] = server.name.split('/');
  return {
    id: idOf(server.name),
    name: server.name,
    summary: server.description?.trim() || server.title?.trim() || server.name,
    publisher,
    ...webAddress('repository', server.repository?.url),
    ...webAddress('homepage', server.websiteUrl),
    tier: 'core' as const,
  };
}

function webAddress<K extends string>(key: K, address: string | undefined): { [P in K]?: string } {
  const usable = address !== undefined && /^https?:\/\//i.test(address) && URL.canParse(address);
  return (usable ? { [key]: address } : {}) as { [P in K]?: string };
}

/** The words of one argument: those that are always given, and those that stand in for what only its user knows. */
function argumentWords(argument: z.infer<typeof Argument>): { always: string[]; placeholder: string[] } {
  const known = knownValue(argument, argument.variables);
  const words = (value: string) =>
    argument.type === 'named' && argument.name !== undefined
      ? [argument.name, ...(value === '' ? [] : [value])]
      : [value].filter((word) => word !== '');
  if (known !== undefined) return { always: words(known), placeholder: [] };
  if (argument.isRequired !== true) return { always: [], placeholder: [] };
  if (/path|directory|folder/i.test(argument.format ?? ''))
    return { always: words('{workspace}'), placeholder: [] };
  return { always: [], placeholder: words(standIn(argument)) };
}

function variableOf(variable: z.infer<typeof Named>): EnvironmentVariable[] {
  const { name } = variable;
  if (name === undefined || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return [];
  const known = knownValue(variable, variable.variables);
  const wanted = variable.isRequired === true || variable.isSecret === true;
  return [
    {
      name,
      ...(known === undefined ? {} : { default: known }),
      ...(known === undefined && wanted ? { placeholder: standIn(variable) } : {}),
    },
  ];
}

/** The value that a publisher declares. One that is marked secret is not taken: it would be somebody's. */
function knownValue(input: Input, variables: z.infer<typeof Variables>): string | undefined {
  if (input.isSecret === true) return undefined;
  const value = input.value ?? input.default;
  if (value === undefined) return undefined;
  const whole = filled(value, variables);
  return variables !== undefined && /\{[^{}]*\}/.test(whole) ? undefined : whole;
}

function standIn(input: Input): string {
  if (input.choices?.[0] !== undefined) return input.choices[0];
  if (input.format === 'number') return '1';
  if (input.format === 'boolean') return 'true';
  return PLACEHOLDER;
}

/** `template` with the variables filled in that have a declared value; the others stay as they are. */
function filled(template: string, variables: z.infer<typeof Variables>): string {
  return template.replaceAll(/\{([^{}]+)\}/g, (whole, name: string) => {
    const variable = Object.hasOwn(variables ?? {}, name) ? variables?.[name] : undefined;
    if (variable === undefined || variable.isSecret === true) return whole;
    return variable.value ?? variable.default ?? variable.choices?.[0] ?? whole;
  });
}
