/**
 * The lock: the state of a stack that its user accepted (docs/decisions/011-lock-file.md). It has no times, no
 * paths of a machine and no values of variables, so that the same stack gives the same bytes anywhere.
 */
import { z } from 'zod';
import { canonicalDefinition, sha256 } from '../catalogue/digest.ts';
import { isJsonObject, type Json, type JsonObject } from '../catalogue/json.ts';
import { InstalledPackage, ToolDefinition } from '../catalogue/records.ts';
import {
  carriesList,
  CATEGORIES,
  FLAGS,
  HINTS,
  OUTCOMES,
  RISK_LEVELS,
  type Hint,
} from '../catalogue/vocabulary.ts';
import { replaceHidden } from '../catalogue/visible.ts';
import type { Stack, StackServer, StackTool } from './stack.ts';

/** The format that this Toolrisk writes, and the only one that it reads. */
export const LOCK_VERSION = 1;

const digest = z.string().regex(/^[0-9a-f]{64}$/);

export const LockedTool = z.strictObject({
  /** SHA-256 of the definition's canonical text (RFC 8785). */
  digest,
  category: z.enum(CATEGORIES),
  riskLevel: z.enum(RISK_LEVELS),
  flags: z.array(z.enum(FLAGS)).optional(),
  /** Declared hints, as MCP spells them. */
  hints: z.partialRecord(z.enum(HINTS), z.boolean()).optional(),
});
export type LockedTool = z.infer<typeof LockedTool>;

export const LockedServer = z.strictObject({
  source: z.string().min(1),
  /** Without credentials and paths. */
  arguments: z.array(z.string()).optional(),
  outcome: z.enum(OUTCOMES),
  package: InstalledPackage.optional(),
  serverInfo: z.strictObject({ name: z.string(), version: z.string() }).optional(),
  /** SHA-256 of what the server instructs its clients to do, in UTF-8. */
  instructions: digest.optional(),
  tools: z.record(z.string(), LockedTool),
  /** SHA-256 of tools that could not be read, as received. */
  unread: z.array(digest).optional(),
});
export type LockedServer = z.infer<typeof LockedServer>;

/** A definition that is accepted beside what the lock has; it holds for this digest alone. */
export const LockException = z.strictObject({
  server: z.string(),
  tool: z.string(),
  digest,
  why: z.string().min(1),
});
export type LockException = z.infer<typeof LockException>;

/** `toolrisk.lock.json`. */
export const Lock = z.strictObject({
  lockVersion: z.literal(LOCK_VERSION),
  /** The classifier whose verdicts these are. */
  classifier: z.string(),
  servers: z.record(z.string(), LockedServer),
  exceptions: z.array(LockException).optional(),
});
export type Lock = z.infer<typeof Lock>;

/** The texts behind the lock's digests: what a later scan shows as the old side of a change. */
export const LockTexts = z.strictObject({
  lockVersion: z.literal(LOCK_VERSION),
  servers: z.record(
    z.string(),
    z.strictObject({
      instructions: z.string().optional(),
      tools: z.record(z.string(), z.custom<JsonObject>(isJsonObject, 'expected an object')),
    }),
  ),
});
export type LockTexts = z.infer<typeof LockTexts>;

/** The lock of a stack, and its texts. */
export function lockOf(
  stack: Stack,
  classifier: string,
  exceptions: readonly LockException[] = [],
): { lock: Lock; texts: LockTexts } {
  const entries = [...stack].sort(byKey);
  const servers = Object.fromEntries(entries.map(([id, server]) => [id, lockedServer(server)]));
  const texts = Object.fromEntries(entries.map(([id, server]) => [id, textsOf(server)]));
  const kept = [...exceptions].sort((a, b) => order(a.server, b.server) || order(a.tool, b.tool));
  return {
    lock: {
      lockVersion: LOCK_VERSION,
      classifier,
      servers,
      ...(kept.length > 0 ? { exceptions: kept } : {}),
    },
    texts: { lockVersion: LOCK_VERSION, servers: texts },
  };
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => order(a, b);

function lockedServer(server: StackServer): LockedServer {
  const { outcome, package: installed, serverInfo, instructions, unread = [] } = server;
  const args = server.launch.arguments;
  return {
    source: server.source ?? 'unknown',
    ...(args.length > 0 ? { arguments: args } : {}),
    outcome,
    ...(installed ? { package: installed } : {}),
    ...(serverInfo ? { serverInfo: { name: serverInfo.name, version: serverInfo.version } } : {}),
    ...(instructions === undefined ? {} : { instructions: sha256(instructions) }),
    tools: Object.fromEntries(
      server.tools.map((tool) => [tool.definition.name, lockedTool(tool)] as const).sort(byKey),
    ),
    ...(unread.length > 0 ? { unread: [...unread].sort() } : {}),
  };
}

function lockedTool({ digest, definition, verdict }: StackTool): LockedTool {
  if (!verdict) throw new RangeError(`the tool ${definition.name} has no verdict to lock`);
  const { category, riskLevel, flags } = verdict;
  const hints = hintsOf(definition);
  return {
    digest,
    category,
    riskLevel,
    ...(flags.length > 0 ? { flags: [...flags].sort() } : {}),
    ...(Object.keys(hints).length > 0 ? { hints } : {}),
  };
}

function hintsOf({ annotations }: ToolDefinition): Partial<Record<Hint, boolean>> {
  const declared = HINTS.map((hint) => [hint, annotations?.[hint]] as const);
  return Object.fromEntries(declared.filter((pair): pair is [Hint, boolean] => typeof pair[1] === 'boolean'));
}

function textsOf({ instructions, tools }: StackServer): LockTexts['servers'][string] {
  const known = tools.filter((tool) => tool.known);
  return {
    ...(instructions === undefined ? {} : { instructions }),
    tools: Object.fromEntries(
      known
        .map(
          ({ definition }) =>
            [definition.name, JSON.parse(canonicalDefinition(definition)) as JsonObject] as const,
        )
        .sort(byKey),
    ),
  };
}

/** The stack that a lock describes; texts that are not those of its digests count as unknown. */
export function stackOf(lock: Lock, texts?: LockTexts): Stack {
  const servers = Object.entries(lock.servers).map(([id, server]) => {
    const own = ownMember(texts?.servers, id);
    const tools = Object.entries(server.tools).map(([name, tool]) =>
      lockedStackTool(name, tool, ownMember(own?.tools, name), lock.classifier),
    );
    const instructions = instructionsOf(server.instructions, own?.instructions);
    const { package: installed, serverInfo, source, outcome, unread } = server;
    const state: StackServer = {
      provenance: 'observed',
      source,
      outcome,
      launch: { arguments: server.arguments ?? [], environmentNames: [] },
      ...(installed ? { package: installed } : {}),
      ...(serverInfo ? { serverInfo } : {}),
      ...(instructions === undefined ? {} : { instructions }),
      ...(unread ? { unread } : {}),
      tools,
    };
    return [id, state] as const;
  });
  return new Map(servers);
}

function ownMember<T>(table: Record<string, T> | undefined, name: string): T | undefined {
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}

function lockedStackTool(
  name: string,
  locked: LockedTool,
  text: Json | undefined,
  classifierVersion: string,
): StackTool {
  const { category, riskLevel, flags = [] } = locked;
  const verdict = { classifierVersion, category, riskLevel, flags };
  const parsed = ToolDefinition.safeParse(text);
  const known = parsed.success && sha256(canonicalDefinition(parsed.data)) === locked.digest;
  return { digest: locked.digest, definition: known ? parsed.data : { name }, verdict, known };
}

/** The instructions' text, or, where it is not at hand, a stand-in that differs when they do. */
function instructionsOf(expected: string | undefined, text: string | undefined): string | undefined {
  if (expected === undefined) return undefined;
  return text !== undefined && sha256(text) === expected ? text : `(text with the SHA-256 ${expected})`;
}

/** A stack as a lock would keep it: what two machines need not have in common is left out. */
export function asLocked(stack: Stack, classifier: string): Stack {
  const { lock, texts } = lockOf(stack, classifier);
  return stackOf(lock, texts);
}

/** A server whose crawl gave no list keeps what the lock has of it, if that was a list. */
export function withoutLosses(present: Stack, accepted: Stack): Stack {
  return new Map(
    [...present].map(([id, server]) => {
      const known = accepted.get(id);
      return [id, known && carriesList(known.outcome) && !carriesList(server.outcome) ? known : server];
    }),
  );
}

/** The text of a file of a lock: two spaces, a final newline, and hidden characters as JSON's escapes. */
export function lockText(value: Lock | LockTexts): string {
  return `${replaceHidden(JSON.stringify(value, null, 2), escaped)}\n`;
}

/** JSON knows escapes of UTF-16 code units alone. Line breaks in `text` are JSON's own and no hidden characters. */
function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, i) => character.charCodeAt(i));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
