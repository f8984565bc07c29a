/** Everything that a tool's page and its data twin are made of, read once. */
import {
  readServer,
  readTool,
  relatedTools,
  type Catalogue,
  type RelatedTool,
  type ServerRecord,
  type ToolKey,
  type ToolRecord,
} from '../../../catalogue/store/reads.ts';
import { POSTURES, type Posture } from '../../../catalogue/vocabulary.ts';
import { EMITTERS, recommendPolicy, type ToolDecision } from '../../../policy/index.ts';
import { sourceName } from './source.ts';

export interface ToolView {
  tool: ToolRecord;
  server: ServerRecord;
  /** Where the definition came from, such as `npm:name@1.2.3`. */
  source: string;
  /** How many tools its server has. */
  toolCount: number;
  decisions: Record<Posture, ToolDecision>;
  /** The first target's file for this tool alone, exactly. */
  files: Record<Posture, string>;
}

export type Related = Record<'sameServer' | 'sameName' | 'sameKind', RelatedTool[]>;

/** Reads a tool. Pages come server by server, so the server before is most often the server again. */
export function toolView(db: Catalogue, key: ToolKey): ToolView {
  const tool = readTool(db, key);
  if (!tool) throw new Error(`no tool ${key.slug} on ${key.serverId}`);
  const server = serverOf(db, key.serverId);
  const policies = perPosture((posture) => recommendPolicy(key.serverId, [tool], posture));
  return {
    tool,
    server,
    source: sourceName(server.listing.source, server.snapshot?.package ?? null),
    toolCount: Object.values(server.levels).reduce((sum, n) => sum + n, 0),
    decisions: perPosture((posture) => policies[posture].decisions[0]!),
    files: perPosture((posture) => EMITTERS[0]!.emit(policies[posture])),
  };
}

/** One value for each posture. */
export function perPosture<T>(make: (posture: Posture) => T): Record<Posture, T> {
  return Object.fromEntries(POSTURES.map((posture) => [posture, make(posture)])) as Record<Posture, T>;
}

/** Other tools worth a look; the same tool is never listed twice. */
export function related(db: Catalogue, tool: ToolRecord, limit: number): Related {
  return relatedTools(db, tool, limit);
}

let last: { db: Catalogue; id: string; server: ServerRecord } | undefined;

function serverOf(db: Catalogue, id: string): ServerRecord {
  if (last?.db === db && last.id === id) return last.server;
  const server = readServer(db, id);
  if (!server) throw new Error(`no server ${id}`);
  last = { db, id, server };
  return server;
}
