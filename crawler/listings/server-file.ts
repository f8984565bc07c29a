import { z } from 'zod';
import { EnvironmentVariable, type Listing, type Source } from '../../catalogue/records.ts';
import { TRANSPORTS } from '../../catalogue/vocabulary.ts';
import { HOST_PATTERN } from '../launch/network/allowed-hosts.ts';
import { PACKAGE_FORMS, parsePackage } from './package-spec.ts';

const text = z.string().trim().min(1);
const webAddress = z.url({ protocol: /^https?$/ });

const Variable = z
  .strictObject({
    default: z.string().optional().describe('What the server itself uses when the variable is not set.'),
    placeholder: z
      .string()
      .optional()
      .describe(
        'A made-up value, tried only when the server lists nothing without it. Never a real credential.',
      ),
  })
  .nullable();

/** One file of data/servers/, as people write it. Its base name is the server's id. */
export const ServerFile = z
  .strictObject({
    name: text.describe('The name people know the server by.'),
    summary: text.describe('One sentence in our own words: what the server is for.'),
    publisher: text.describe('Who publishes it.'),
    repository: webAddress.optional().describe('Where its source code is.'),
    homepage: webAddress.optional(),
    tier: z
      .enum(['core', 'extended'])
      .default('core')
      .describe('Servers of the extended tier are crawled only with --all.'),
    package: z
      .string()
      .refine((value) => parsePackage(value) !== undefined, `expected ${PACKAGE_FORMS}`)
      .optional()
      .describe(`The package it is installed from: ${PACKAGE_FORMS}.`),
    bin: text.optional().describe("Which of a package's programs to run, where npx or uvx would not know."),
    installScripts: z
      .boolean()
      .default(false)
      .describe(
        "Lets the install scripts of an npm package run, its dependencies' too: in the sandbox, and only when the server lists nothing without them.",
      ),
    url: webAddress.optional().describe('The address of a remote server, instead of a package.'),
    command: text
      .optional()
      .describe(
        'A program of this machine instead of a package, such as node. It sees the folder that the crawl is started in.',
      ),
    transport: z
      .enum(TRANSPORTS)
      .exclude(['stdio'])
      .optional()
      .describe('The transport of a remote server, where it is known.'),
    arguments: z
      .array(z.string())
      .default([])
      .describe('Command-line arguments. {workspace} stands for an empty folder inside the sandbox.'),
    environment: z
      .record(EnvironmentVariable.shape.name, Variable)
      .default({})
      .describe('The environment variables it reads, by name.'),
    tokenFrom: EnvironmentVariable.shape.name
      .optional()
      .describe(
        "The environment variable in which a remote server's bearer token is looked for. Never the token.",
      ),
    placeholderArguments: z
      .array(z.string())
      .default([])
      .describe('Arguments added together with the placeholders.'),
    network: z
      .array(z.string().regex(HOST_PATTERN, 'expected a host, or host:port'))
      .min(1)
      .optional()
      .describe(
        'Hosts that it has to reach to list its tools, as host (port 443) or host:port. It reaches no others.',
      ),
    notes: text.optional(),
  })
  .refine((file) => [file.package, file.url, file.command].filter((way) => way !== undefined).length === 1, {
    message: 'exactly one of package, url and command must be given',
    path: ['package'],
  })
  .refine((file) => file.url === undefined || file.network === undefined, {
    message: 'only a server that is started here is given a network',
    path: ['network'],
  })
  .refine((file) => file.bin === undefined || /^(?:npm|pypi):/.test(file.package ?? ''), {
    message: 'only an npm or PyPI package has a bin',
    path: ['bin'],
  })
  .refine((file) => !file.installScripts || file.package?.startsWith('npm:') === true, {
    message: 'only an npm package has install scripts',
    path: ['installScripts'],
  })
  .refine((file) => file.tokenFrom === undefined || file.url !== undefined, {
    message: 'only a server with a url is given a token',
    path: ['tokenFrom'],
  })
  .refine((file) => file.transport === undefined || file.url !== undefined, {
    message: 'only a server with a url has a transport to declare',
    path: ['transport'],
  })
  .refine(
    (file) => file.url === undefined || file.arguments.length + file.placeholderArguments.length === 0,
    {
      message: 'a remote server takes no arguments',
      path: ['arguments'],
    },
  );
export type ServerFile = z.infer<typeof ServerFile>;

/** The listing that a server's file stands for. */
export function listingOf(id: string, file: ServerFile): Listing {
  const { package: _package, bin: _bin, installScripts: _scripts, ...rest } = file;
  const { url: _url, command: _command, transport: _transport, environment, ...same } = rest;
  return {
    id,
    ...withoutUndefined(same),
    source: sourceOf(file),
    environment: Object.entries(environment).map(([name, values]) => ({
      name,
      ...withoutUndefined(values ?? {}),
    })),
  };
}

function sourceOf(file: ServerFile): Source {
  if (file.url !== undefined)
    return { type: 'remote', url: file.url, ...withoutUndefined({ transport: file.transport }) };
  if (file.command !== undefined) return { type: 'command', command: file.command };
  const source = parsePackage(file.package ?? '');
  if (source === undefined) throw new TypeError('a server file without a source passed its schema');
  const bin = withoutUndefined({ bin: file.bin });
  if (source.type === 'npm')
    return { ...source, ...bin, ...(file.installScripts ? { installScripts: true } : {}) };
  return source.type === 'pypi' ? { ...source, ...bin } : source;
}

/** A copy without the members whose value is undefined, as exact optional properties want it. */
function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members) as { [K in keyof T]: Exclude<T[K], undefined> };
}
