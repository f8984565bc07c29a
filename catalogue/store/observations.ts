import { canonicalJson, type Json } from '../json.ts';
import { definitionDigest, sha256 } from '../digest.ts';
import type { Listing, Observation } from '../records.ts';
import { toolSlug } from '../slug.ts';
import type { Catalogue } from './open.ts';

/** What storing an observation came to. */
export interface Recorded {
  observationId: number;
  /** The list that was observed, if the outcome carried one. */
  snapshotId: number | undefined;
  /** Whether that list is now the server's present one. */
  current: boolean;
  /** Whether the list, or what it was observed under, differs from the server's last one. */
  changed: boolean;
}

/** Stores or updates a server's listing; its tools and history stay as they are. */
export function recordListing(db: Catalogue, listing: Listing, at: string): void {
  db.prepare(
    `INSERT INTO servers (id, name, listing, first_listed_at) VALUES (@id, @name, @listing, @at)
     ON CONFLICT (id) DO UPDATE SET name = @name, listing = @listing
     WHERE name <> @name OR listing <> @listing`,
  ).run({ id: listing.id, name: listing.name, listing: JSON.stringify(listing), at });
}

/** Stores several listings, all or none. */
export function recordListings(db: Catalogue, listings: readonly Listing[], at: string): void {
  db.transaction(() => listings.forEach((listing) => recordListing(db, listing, at)))();
}

/**
 * Stores what one crawl of one listed server gave, all of it or nothing. The same list again only moves the
 * time it was last seen. An empty or failed crawl never takes the place of a good list, nor does a declared
 * list take the place of an observed one.
 * @throws SqliteError when the server was never listed (`recordListing`) or the disk fails.
 */
export function recordObservation(db: Catalogue, runId: number, observation: Observation): Recorded {
  return db.transaction((): Recorded => {
    const previous = presentSnapshot(db, observation.serverId);
    const snapshot = carriesList(observation) ? recordSnapshot(db, observation) : undefined;
    const current = snapshot !== undefined && mayReplace(previous, observation);
    if (current && snapshot.id !== previous?.id) makePresent(db, observation, snapshot.id);
    return {
      observationId: insertObservation(db, runId, observation, snapshot?.id),
      snapshotId: snapshot?.id,
      current,
      changed: current && snapshot.id !== previous?.id,
    };
  })();
}

interface PresentSnapshot {
  id: number;
  provenance: string;
  tools: number;
}

function presentSnapshot(db: Catalogue, serverId: string): PresentSnapshot | undefined {
  return db
    .prepare<[string], PresentSnapshot>(
      `SELECT s.id, s.provenance, (SELECT count(*) FROM snapshot_tools t WHERE t.snapshot_id = s.id) AS tools
       FROM servers v JOIN snapshots s ON s.id = v.snapshot_id WHERE v.id = ?`,
    )
    .get(serverId);
}

function carriesList({ outcome }: Observation): boolean {
  return outcome === 'listed' || outcome === 'listed-partly' || outcome === 'declared';
}

function mayReplace(previous: PresentSnapshot | undefined, observation: Observation): boolean {
  if (previous === undefined) return true;
  if (observation.provenance === 'declared' && previous.provenance === 'observed') return false;
  return observation.tools.length > 0 || previous.tools === 0;
}

/** What a list of tools is the same under: its tools, its package, and how the server was started. */
function snapshotIdentity(observation: Observation, digests: string[]): string {
  const {
    provenance,
    package: installed,
    launch,
    serverInfo,
    protocolVersion,
    capabilities,
    instructions,
  } = observation;
  const { arguments: args, environmentNames, credentialStep, transport } = launch;
  const quarantined = observation.quarantined.map(({ name, reason }) => [name ?? null, reason]);
  const identity = {
    ...{ provenance, digests, quarantined, installed, args, environmentNames, credentialStep, transport },
    ...{ serverInfo, protocolVersion, capabilities, instructions },
  };
  return sha256(canonicalJson(JSON.parse(JSON.stringify(identity)) as Json));
}

function recordSnapshot(db: Catalogue, observation: Observation): { id: number } {
  const digests = observation.tools.map(({ definition }) => definitionDigest(definition));
  const identity = snapshotIdentity(observation, digests);
  const at = observation.finishedAt;
  const known = db
    .prepare<unknown[], { id: number }>(
      'UPDATE snapshots SET last_seen_at = ? WHERE server_id = ? AND identity = ? RETURNING id',
    )
    .get(at, observation.serverId, identity);
  observation.tools.forEach(({ raw, definition }, i) =>
    recordDefinition(db, digests[i]!, definition.name, raw, at),
  );
  if (known) return known;
  const id = insertSnapshot(db, observation, identity);
  const tool = db.prepare('INSERT INTO snapshot_tools (snapshot_id, position, digest) VALUES (?, ?, ?)');
  digests.forEach((digest, position) => tool.run(id, position, digest));
  const bad = db.prepare(
    'INSERT INTO quarantined_tools (snapshot_id, position, name, reason, raw) VALUES (?, ?, ?, ?, ?)',
  );
  observation.quarantined.forEach(({ name, reason, raw }, i) => bad.run(id, i, name ?? null, reason, raw));
  return { id };
}

function insertSnapshot(db: Catalogue, observation: Observation, identity: string): number {
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO snapshots (server_id, identity, provenance, package, launch, server_info, protocol_version,
         capabilities, instructions, first_seen_at, last_seen_at)
       VALUES (@serverId, @identity, @provenance, @package, @launch, @serverInfo, @protocolVersion,
         @capabilities, @instructions, @at, @at)`,
    )
    .run({
      serverId: observation.serverId,
      identity,
      provenance: observation.provenance,
      package: orNull(observation.package),
      launch: JSON.stringify(observation.launch),
      serverInfo: orNull(observation.serverInfo),
      protocolVersion: observation.protocolVersion ?? null,
      capabilities: orNull(observation.capabilities),
      instructions: observation.instructions ?? null,
      at: observation.finishedAt,
    });
  return Number(lastInsertRowid);
}

function recordDefinition(db: Catalogue, digest: string, name: string, raw: string, at: string): void {
  const { changes } = db
    .prepare(
      'INSERT INTO definitions (digest, name, raw, first_seen_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    )
    .run(digest, name, raw, at);
  if (changes > 0) return;
  const stored = db
    .prepare<[string], string>('SELECT raw FROM definitions WHERE digest = ?')
    .pluck()
    .get(digest);
  if (stored === raw) return;
  db.prepare(
    'INSERT INTO raw_variants (raw_digest, digest, raw, first_seen_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  ).run(sha256(raw), digest, raw, at);
}

/** Points the server at its new list and its tools at their new definitions; tools that are gone stay known. */
function makePresent(db: Catalogue, observation: Observation, snapshotId: number): void {
  const { serverId, finishedAt: at } = observation;
  db.prepare('UPDATE servers SET snapshot_id = ? WHERE id = ?').run(snapshotId, serverId);
  db.prepare('UPDATE tools SET present = 0 WHERE server_id = ?').run(serverId);
  const update = db.prepare(
    'UPDATE tools SET digest = ?, position = ?, present = 1 WHERE server_id = ? AND name = ?',
  );
  const insert = db.prepare(
    'INSERT INTO tools (server_id, name, slug, digest, position, present, first_seen_at) VALUES (?, ?, ?, ?, ?, 1, ?)',
  );
  const slugTaken = db.prepare('SELECT 1 FROM tools WHERE server_id = ? AND slug = ?');
  observation.tools.forEach(({ definition }, position) => {
    const digest = definitionDigest(definition);
    if (update.run(digest, position, serverId, definition.name).changes > 0) return;
    const slug = toolSlug(definition.name, (wanted) => slugTaken.get(serverId, wanted) !== undefined);
    insert.run(serverId, definition.name, slug, digest, position, at);
  });
}

function insertObservation(
  db: Catalogue,
  runId: number,
  o: Observation,
  snapshotId: number | undefined,
): number {
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO observations (run_id, server_id, provenance, outcome, detail, started_at, finished_at,
         launch, package, stderr_tail, snapshot_id)
       VALUES (@runId, @serverId, @provenance, @outcome, @detail, @startedAt, @finishedAt,
         @launch, @package, @stderrTail, @snapshotId)`,
    )
    .run({
      runId,
      ...{ serverId: o.serverId, provenance: o.provenance, outcome: o.outcome, detail: o.detail },
      ...{ startedAt: o.startedAt, finishedAt: o.finishedAt, stderrTail: o.stderrTail },
      launch: JSON.stringify(o.launch),
      package: orNull(o.package),
      snapshotId: snapshotId ?? null,
    });
  return Number(lastInsertRowid);
}

function orNull(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
