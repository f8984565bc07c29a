/** What was observed, stored under its digest and identity: facts, which hold whatever else is known. */
import { canonicalJson, type Json } from '../json.ts';
import { definitionDigest, sha256 } from '../digest.ts';
import type { Observation } from '../records.ts';
import type { Catalogue } from './open.ts';
import { receiveText } from './raw-texts.ts';
import { statement } from './statement.ts';

/** A tool of a list, as the history of a server needs it. */
export interface ListedTool {
  name: string;
  digest: string;
}

/** What makes two equal lists two snapshots. */
function circumstances(observation: Observation): object {
  const { provenance, package: installed, launch, quarantined } = observation;
  const { serverInfo, protocolVersion, capabilities, instructions } = observation;
  const {
    arguments: args,
    environmentNames,
    credentialStep,
    transport,
    clientCapabilities = [],
    network,
    installScripts,
  } = launch;
  return {
    ...{ provenance, installed, args, environmentNames, credentialStep, transport, network },
    installScripts,
    ...{ serverInfo, protocolVersion, capabilities, instructions },
    quarantined: quarantined.map(({ name, reason }) => [name ?? null, reason]),
    // Left out where there are none, so that what was stored before they were counted stays the same.
    clientCapabilities: clientCapabilities.length === 0 ? undefined : [...clientCapabilities].sort(),
  };
}

/** What a list of tools is the same under: its tools, its package, and how the server was started and asked. */
function identityOf(observation: Observation, digests: string[]): string {
  const identity = JSON.stringify({ ...circumstances(observation), digests });
  return sha256(canonicalJson(JSON.parse(identity) as Json));
}

/** As the identity, but of the texts as received: cheaper to make, and equal only where all is equal. */
export function rawIdentityOf(observation: Observation): string {
  const raw = observation.tools.map((tool) => tool.raw);
  return sha256(JSON.stringify([circumstances(observation), raw]));
}

/** Stores the list that an observation carries, with its definitions; the same again only widens its times. */
export function recordSnapshot(
  db: Catalogue,
  observation: Observation,
  rawIdentity: string,
): { id: number; tools: ListedTool[] } {
  const { serverId, finishedAt: at } = observation;
  const tools = observation.tools.map(({ definition }) => ({
    name: definition.name,
    digest: definitionDigest(definition),
  }));
  observation.tools.forEach(({ raw }, i) => recordDefinition(db, tools[i]!, raw, at));
  const digests = tools.map(({ digest }) => digest);
  const identity = identityOf(observation, digests);
  const known = statement<unknown[], { id: number }>(
    db,
    `UPDATE snapshots SET first_seen_at = min(first_seen_at, @at), last_seen_at = max(last_seen_at, @at),
       raw_identity = @rawIdentity
     WHERE server_id = @serverId AND identity = @identity RETURNING id`,
  ).get({ at, rawIdentity, serverId, identity });
  if (known) return { id: known.id, tools };
  const id = insertSnapshot(db, observation, identity, rawIdentity);
  const insert = statement(db, 'INSERT INTO snapshot_tools (snapshot_id, position, digest) VALUES (?, ?, ?)');
  digests.forEach((digest, position) => insert.run(id, position, digest));
  insertQuarantined(db, observation, id);
  return { id, tools };
}

function insertSnapshot(db: Catalogue, o: Observation, identity: string, rawIdentity: string): number {
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO snapshots (server_id, identity, raw_identity, provenance, package, launch, server_info,
       protocol_version, capabilities, instructions, tool_count, first_seen_at, last_seen_at)
     VALUES (@serverId, @identity, @rawIdentity, @provenance, @package, @launch, @serverInfo,
       @protocolVersion, @capabilities, @instructions, @toolCount, @at, @at)`,
  ).run({
    ...{ serverId: o.serverId, identity, rawIdentity, provenance: o.provenance, at: o.finishedAt },
    package: jsonOrNull(o.package),
    launch: JSON.stringify(o.launch),
    serverInfo: jsonOrNull(o.serverInfo),
    protocolVersion: o.protocolVersion ?? null,
    capabilities: o.capabilities === undefined ? null : canonicalJson(o.capabilities),
    instructions: o.instructions ?? null,
    toolCount: o.tools.length,
  });
  return Number(lastInsertRowid);
}

function insertQuarantined(db: Catalogue, { quarantined }: Observation, snapshotId: number): void {
  const insert = statement(
    db,
    'INSERT INTO quarantined_tools (snapshot_id, position, name, reason, raw) VALUES (?, ?, ?, ?, ?)',
  );
  quarantined.forEach(({ name, reason, raw }, i) => insert.run(snapshotId, i, name ?? null, reason, raw));
}

/** Stores a definition under its digest with the text in which it came; another text of a known one goes beside it. */
function recordDefinition(db: Catalogue, { digest, name }: ListedTool, raw: string, at: string): void {
  const { changes } = statement(
    db,
    'INSERT INTO definitions (digest, name, raw, first_seen_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  ).run(digest, name, raw, at);
  if (changes === 0) receiveText(db, digest, raw, at);
}

/** JSON text, or NULL where there is nothing. */
export function jsonOrNull(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
