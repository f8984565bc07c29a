/**
 * Two catalogues as one. Everything in a catalogue is either a fact, which has a name that every catalogue gives it
 * (a run's key, a digest, a snapshot's identity, an observation's sequence), or follows from facts. So merging takes
 * over the other's facts, decides alike wherever two differ, and derives the rest anew: the order in which catalogues
 * are merged makes no difference, nor does merging one twice.
 */
import { explainStoreError } from './errors.ts';
import { replay } from './history.ts';
import { openCatalogue, type Catalogue } from './open.ts';
import { receiveText } from './raw-texts.ts';
import { statement } from './statement.ts';

/** How much of a catalogue was new to the one that it was merged into. */
export interface Merged {
  runs: number;
  servers: number;
  observations: number;
  definitions: number;
}

/**
 * Takes over what the catalogue in `file` knows, all of it or nothing. That catalogue stays as it is.
 * @throws CatalogueError when it is missing, foreign, or of another schema
 */
export function mergeCatalogue(db: Catalogue, file: string): Merged {
  openCatalogue(file, 'read').close();
  db.prepare('ATTACH ? AS source').run(file);
  try {
    return db.transaction(() => merge(db))();
  } catch (error) {
    throw explainStoreError(error, file);
  } finally {
    db.exec('DETACH source');
  }
}

function merge(db: Catalogue): Merged {
  const before = sizeOf(db);
  for (const sql of [RUNS, SERVERS, DEFINITIONS]) db.exec(sql);
  mergeTexts(db);
  for (const sql of [CLASSIFICATIONS, ASSESSMENTS, CLASSIFIERS, SNAPSHOTS, LISTS]) db.exec(sql);
  const servers = db.prepare<[], string>(SERVERS_WITH_NEWS).pluck().all();
  db.exec(OBSERVATIONS);
  for (const id of servers) replay(db, id);
  const after = sizeOf(db);
  const added = Object.entries(after).map(([what, size]) => [what, size - before[what as keyof Merged]]);
  return Object.fromEntries(added) as unknown as Merged;
}

function sizeOf(db: Catalogue): Merged {
  const count = (table: keyof Merged) =>
    statement<[], { n: number }>(db, `SELECT count(*) AS n FROM main.${table}`).get()!.n;
  return {
    runs: count('runs'),
    servers: count('servers'),
    observations: count('observations'),
    definitions: count('definitions'),
  };
}

/** A run goes on from running to its end, never back. */
const RUNS = `INSERT INTO main.runs (key, status, started_at, finished_at, toolrisk_version)
  SELECT key, status, started_at, finished_at, toolrisk_version FROM source.runs WHERE true ORDER BY key
  ON CONFLICT (key) DO UPDATE SET
    status = CASE WHEN 'finished' IN (status, excluded.status) THEN 'finished'
      WHEN 'interrupted' IN (status, excluded.status) THEN 'interrupted' ELSE 'running' END,
    finished_at = max(coalesce(finished_at, excluded.finished_at), coalesce(excluded.finished_at, finished_at))`;

/** The newest words of a listing are the ones that hold. */
const SERVERS = `INSERT INTO main.servers (id, name, listing, first_listed_at, listed_at)
  SELECT id, name, listing, first_listed_at, listed_at FROM source.servers WHERE true
  ON CONFLICT (id) DO UPDATE SET first_listed_at = min(first_listed_at, excluded.first_listed_at);
  UPDATE main.servers SET name = other.name, listing = other.listing, listed_at = other.listed_at
  FROM source.servers AS other
  WHERE other.id = main.servers.id
    AND (other.listed_at, other.listing) > (main.servers.listed_at, main.servers.listing)`;

const DEFINITIONS = `INSERT INTO main.definitions (digest, name, raw, first_seen_at)
  SELECT digest, name, raw, first_seen_at FROM source.definitions WHERE true ORDER BY rowid
  ON CONFLICT (digest) DO UPDATE SET first_seen_at = excluded.first_seen_at
  WHERE raw = excluded.raw AND excluded.first_seen_at < first_seen_at`;

/** A final verdict stands before a provisional one, then the newer before the older. */
const CLASSIFICATIONS = `INSERT INTO main.classifications (digest, classifier_version, category, risk_level, kind,
    classified_at, record, provisional)
  SELECT digest, classifier_version, category, risk_level, kind, classified_at, record, provisional
  FROM source.classifications WHERE true ORDER BY rowid
  ON CONFLICT (digest, classifier_version) DO UPDATE SET category = excluded.category,
    risk_level = excluded.risk_level, kind = excluded.kind, classified_at = excluded.classified_at,
    record = excluded.record, provisional = excluded.provisional
  WHERE (1 - excluded.provisional, excluded.classified_at, excluded.record) >
    (1 - provisional, classified_at, record)`;

const ASSESSMENTS = `INSERT INTO main.assessments (digest, prompt_digest, model, assessed_at, record)
  SELECT digest, prompt_digest, model, assessed_at, record FROM source.assessments WHERE true
  ON CONFLICT (digest, prompt_digest, model) DO UPDATE SET
    assessed_at = excluded.assessed_at, record = excluded.record
  WHERE (excluded.assessed_at, excluded.record) > (assessed_at, record)`;

const CLASSIFIERS = `INSERT OR IGNORE INTO main.classifier_uses SELECT at, version FROM source.classifier_uses;
  INSERT INTO main.current_classifier (only, version)
  SELECT 1, version FROM (SELECT version FROM main.classifier_uses ORDER BY at DESC, version DESC LIMIT 1) WHERE true
  ON CONFLICT (only) DO UPDATE SET version = excluded.version`;

/** Where two have the same identity, they differ at most in what is no part of it, such as the sandbox. */
const SNAPSHOTS = `INSERT INTO main.snapshots (server_id, identity, raw_identity, provenance, package, launch,
    server_info, protocol_version, capabilities, instructions, tool_count, first_seen_at, last_seen_at)
  SELECT server_id, identity, raw_identity, provenance, package, launch, server_info, protocol_version, capabilities,
    instructions, tool_count, first_seen_at, last_seen_at
  FROM source.snapshots WHERE true ORDER BY id
  ON CONFLICT (server_id, identity) DO UPDATE SET
    first_seen_at = min(first_seen_at, excluded.first_seen_at),
    last_seen_at = max(last_seen_at, excluded.last_seen_at), launch = min(launch, excluded.launch),
    package = min(package, excluded.package), server_info = min(server_info, excluded.server_info),
    capabilities = min(capabilities, excluded.capabilities)`;

const OWN_SNAPSHOT = `JOIN source.snapshots s ON s.id = t.snapshot_id
  JOIN main.snapshots own ON own.server_id = s.server_id AND own.identity = s.identity`;

const LISTS = `INSERT OR IGNORE INTO main.snapshot_tools (snapshot_id, position, digest)
  SELECT own.id, t.position, t.digest FROM source.snapshot_tools t ${OWN_SNAPSHOT};
  INSERT INTO main.quarantined_tools (snapshot_id, position, name, reason, raw)
  SELECT own.id, t.position, t.name, t.reason, t.raw FROM source.quarantined_tools t ${OWN_SNAPSHOT} WHERE true
  ON CONFLICT (snapshot_id, position) DO UPDATE SET raw = min(raw, excluded.raw)`;

const SERVERS_WITH_NEWS = `SELECT DISTINCT o.server_id FROM source.observations o
  WHERE NOT EXISTS (
    SELECT 1 FROM main.observations own WHERE own.server_id = o.server_id AND own.sequence = o.sequence)`;

const OBSERVATIONS = `INSERT INTO main.observations (run_id, server_id, sequence, provenance, outcome, detail,
    started_at, finished_at, launch, package, stderr_tail, snapshot_id, offers, login, retry_after_seconds, ttl_ms)
  SELECT r.id, t.server_id, t.sequence, t.provenance, t.outcome, t.detail, t.started_at, t.finished_at, t.launch,
    t.package, t.stderr_tail, own.id, t.offers, t.login, t.retry_after_seconds, t.ttl_ms
  FROM source.observations t JOIN source.runs theirs ON theirs.id = t.run_id
  JOIN main.runs r ON r.key = theirs.key
  LEFT JOIN source.snapshots s ON s.id = t.snapshot_id
  LEFT JOIN main.snapshots own ON own.server_id = s.server_id AND own.identity = s.identity
  WHERE true ORDER BY t.id
  ON CONFLICT (server_id, sequence) DO NOTHING`;

/** The texts in which one definition was received: the first of them is the definition's own. */
function mergeTexts(db: Catalogue): void {
  type Text = { digest: string; raw: string; at: string };
  const others = db.prepare<[], Text>(
    `SELECT s.digest, s.raw, s.first_seen_at AS at FROM source.definitions s
     JOIN main.definitions m ON m.digest = s.digest WHERE m.raw <> s.raw
     UNION ALL SELECT digest, raw, first_seen_at FROM source.raw_variants`,
  );
  for (const { digest, raw, at } of others.all()) receiveText(db, digest, raw, at);
}
