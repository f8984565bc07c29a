/** The schema of every record that crosses a boundary; the types are inferred from the schemas. */
import { z } from 'zod';
import { CREDENTIAL_STEPS, OUTCOMES, PROVENANCES, SANDBOXES, TRANSPORTS } from './vocabulary.ts';
import { isJsonObject, type JsonObject } from './json.ts';

export * from './verdict-records.ts';

/** Parsed JSON is trusted to be JSON; checking it again member by member would only cost time. */
const jsonObject = z.custom<JsonObject>(isJsonObject, 'expected an object');

/** `null` in a record that came from outside counts as absent. */
const absentWhenNull = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => value ?? undefined, schema.optional());

// --- A tool's definition -------------------------------------------------------------------------

/** What a server says about one tool: the members that make its identity (catalogue/digest.ts). */
export const ToolDefinition = z.object({
  name: z.string().min(1),
  title: absentWhenNull(z.string()),
  description: absentWhenNull(z.string()),
  inputSchema: absentWhenNull(jsonObject),
  outputSchema: absentWhenNull(jsonObject),
  annotations: absentWhenNull(jsonObject),
});
export type ToolDefinition = z.infer<typeof ToolDefinition>;

// --- Listings: what to crawl ---------------------------------------------------------------------

/** Where a listed server's code or endpoint is. */
export const Source = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('npm'),
    name: z.string().min(1),
    version: z.string().min(1).optional(),
    bin: z.string().min(1).optional(),
    /** Its install scripts may run where it gives no list without them. Only a file of data/servers/ says so. */
    installScripts: z.literal(true).optional(),
  }),
  z.strictObject({
    type: z.literal('pypi'),
    name: z.string().min(1),
    version: z.string().min(1).optional(),
    bin: z.string().min(1).optional(),
  }),
  z.strictObject({ type: z.literal('github'), repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/) }),
  /** The address as listed; it may have placeholders that nobody filled in. */
  z.strictObject({
    type: z.literal('remote'),
    url: z.string().regex(/^https?:\/\/\S+$/i),
    transport: z.enum(TRANSPORTS).optional(),
  }),
  z.strictObject({ type: z.literal('command'), command: z.string().min(1) }),
  /** A container image, as an engine would pull it; `digest` is `sha256:` and hexadecimal. */
  z.strictObject({
    type: z.literal('oci'),
    image: z.string().min(1),
    digest: z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/)
      .optional(),
  }),
  /** An MCP bundle: a zip file on this machine or at an https address, and the sha256 it has to have. */
  z.strictObject({
    type: z.literal('mcpb'),
    location: z.string().min(1),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
  }),
]);
export type Source = z.infer<typeof Source>;

/** An environment variable that a server reads. `placeholder` is tried only when nothing else works. */
export const EnvironmentVariable = z.strictObject({
  name: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/),
  default: z.string().optional(),
  placeholder: z.string().optional(),
});
export type EnvironmentVariable = z.infer<typeof EnvironmentVariable>;

/** One file of data/servers/: a server, where it is, and what it needs to list its tools. */
export const Listing = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
  name: z.string().min(1),
  /** Other names under which the same package or address is listed. */
  otherNames: z.array(z.string().min(1)).optional(),
  summary: z.string().min(1),
  publisher: z.string().min(1),
  repository: z.url().optional(),
  homepage: z.url().optional(),
  /** `extended` servers are crawled only with `--all`. */
  tier: z.enum(['core', 'extended']),
  source: Source,
  /** Command-line arguments. `{workspace}` stands for an empty folder inside the sandbox. */
  arguments: z.array(z.string()),
  /** Arguments that are added only at the placeholder step of the credential ladder. */
  placeholderArguments: z.array(z.string()),
  environment: z.array(EnvironmentVariable),
  /** Name of the environment variable in which a remote server's bearer token is looked for. Never the token. */
  tokenFrom: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
    .optional(),
  /** Hosts that it has to reach to list its tools, as `host` (port 443) or `host:port`. It reaches no others. */
  network: z.array(z.string().min(1)).optional(),
  notes: z.string().optional(),
});
export type Listing = z.infer<typeof Listing>;

// --- Observations: what a crawl of one server gave -----------------------------------------------

/**
 * A tool as received. `raw` is its JSON text before anything was dropped: as its server wrote it, or, over the older
 * transport of HTTP and events, of which the SDK gives parsed messages only, as they are written again.
 */
export const ObservedTool = z.object({ raw: z.string(), definition: ToolDefinition });
export type ObservedTool = z.infer<typeof ObservedTool>;

/** A tool that could not be taken into the catalogue, and why. `raw` may be cut. */
export const QuarantinedTool = z.object({
  name: z.string().optional(),
  reason: z.string(),
  raw: z.string(),
});
export type QuarantinedTool = z.infer<typeof QuarantinedTool>;

/** The package that was installed, as its registry names it. */
export const InstalledPackage = z.object({
  type: z.enum(['npm', 'pypi', 'oci', 'mcpb']),
  name: z.string(),
  version: z.string(),
  integrity: z.string().optional(),
});
export type InstalledPackage = z.infer<typeof InstalledPackage>;

/**
 * What kept a server within its limits of memory, processes and processor time: a control group of the kernel's,
 * a watchdog over its processes, or the engine of its container.
 */
const LIMITS_HOLDERS = ['cgroup-v1', 'cgroup-v2', 'watchdog', 'engine'] as const;
export type LimitsHolder = (typeof LIMITS_HOLDERS)[number];

/** How a server was started; part of an observation's identity, for the list may depend on it. */
export const LaunchCircumstances = z.object({
  transport: z.enum(TRANSPORTS).optional(),
  sandbox: z.enum(SANDBOXES).optional(),
  credentialStep: z.enum(CREDENTIAL_STEPS).optional(),
  arguments: z.array(z.string()),
  environmentNames: z.array(z.string()),
  /** Capabilities that the client declared, for a list may depend on them. Absent in what was stored before. */
  clientCapabilities: z.array(z.string()).optional(),
  limits: z.enum(LIMITS_HOLDERS).optional(),
  /** The hosts that it could reach; absent where it had no network. */
  network: z.array(z.string()).optional(),
  /** Whether its package's install scripts had run; absent where they had not. */
  installScripts: z.literal(true).optional(),
});
export type LaunchCircumstances = z.infer<typeof LaunchCircumstances>;

/** What a server offers beside its tools: how much, and the first names of it. */
export const Offer = z.object({
  count: z.int().nonnegative(),
  names: z.array(z.string()),
  /** Whether there is, or may be, more than was counted. */
  more: z.boolean().optional(),
});
export type Offer = z.infer<typeof Offer>;

/** What a server that wants a login says about where to get one (RFC 9728 and the challenge of its 401). */
export const LoginMetadata = z.object({
  /** Address of the protected resource metadata. */
  resourceMetadata: z.string().optional(),
  authorizationServers: z.array(z.string()),
  scopes: z.array(z.string()),
});
export type LoginMetadata = z.infer<typeof LoginMetadata>;

/** All that one crawl of one server gave. `tools` is empty unless the outcome carries a list. */
export const Observation = z.object({
  serverId: z.string(),
  provenance: z.enum(PROVENANCES),
  outcome: z.enum(OUTCOMES),
  /** One plain sentence on what happened, free of control characters. */
  detail: z.string(),
  /** ISO 8601, UTC. */
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  package: InstalledPackage.optional(),
  launch: LaunchCircumstances,
  serverInfo: z.object({ name: z.string(), version: z.string(), title: z.string().optional() }).optional(),
  protocolVersion: z.string().optional(),
  capabilities: jsonObject.optional(),
  instructions: z.string().optional(),
  /** Absent where the server does not offer them or was not asked. */
  prompts: Offer.optional(),
  resources: Offer.optional(),
  resourceTemplates: Offer.optional(),
  /** With outcome `needs-login`, where the server published it. */
  login: LoginMetadata.optional(),
  /** Seconds after which a rate-limited server may be asked again, where it said so. */
  retryAfterSeconds: z.number().nonnegative().optional(),
  /** Milliseconds for which the server says that its list stays the same (protocol 2026-07-28, `ttlMs`). */
  ttlMs: z.number().nonnegative().optional(),
  tools: z.array(ObservedTool),
  quarantined: z.array(QuarantinedTool),
  /** The last lines of standard error, sanitised. */
  stderrTail: z.string(),
});
export type Observation = z.infer<typeof Observation>;
