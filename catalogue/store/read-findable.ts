import type { JsonObject } from '../json.ts';
import type { InstalledPackage, Listing } from '../records.ts';
import type { Category, Flag, Hint, RiskLevel } from '../vocabulary.ts';
import type { Catalogue } from './open.ts';
import { statement } from './statement.ts';

/** A server as one looks for it. `package` is what was installed at its last good crawl. */
export interface FindableServer {
  id: string;
  name: string;
  listing: Listing;
  package: InstalledPackage | null;
}

/** A tool as one looks for it: no evidence, no schema. */
export interface FindableTool {
  name: string;
  slug: string;
  description: string;
  category: Category;
  riskLevel: RiskLevel;
  flags: Flag[];
  /** Declared hints that its words contradict. */
  mismatches: Hint[];
}

// Left to itself, SQLite begins with the verdicts and then sorts all that it read, or looks up a digest without the
// version (the view current_classifications): from a tool to its verdict is the order in which least is read.
const TOOLS = `SELECT t.name, t.slug, d.raw, c.category, c.risk_level AS riskLevel,
    c.record ->> '$.flags' AS flags, c.record ->> '$.hintMismatches' AS mismatches
  FROM tools t CROSS JOIN classifications c ON c.digest = t.digest
    AND c.classifier_version = (SELECT version FROM current_classifier)
  CROSS JOIN definitions d ON d.digest = t.digest
  WHERE t.present = 1 AND t.server_id = ? ORDER BY t.slug`;

const SERVERS = `SELECT v.id, v.name, v.listing, s.package FROM servers v LEFT JOIN snapshots s ON s.id = v.snapshot_id`;

interface ServerRow {
  id: string;
  name: string;
  listing: string;
  package: string | null;
}

/** All servers, streamed, in the order of their ids. */
export function* findableServers(db: Catalogue): Generator<FindableServer> {
  for (const row of db.prepare<[], ServerRow>(`${SERVERS} ORDER BY v.id`).iterate()) yield findable(row);
}

/** One of them, or undefined where no such server is listed. */
export function findableServer(db: Catalogue, id: string): FindableServer | undefined {
  const row = statement<[string], ServerRow>(db, `${SERVERS} WHERE v.id = ?`).get(id);
  return row && findable(row);
}

function findable({ id, name, listing, package: installed }: ServerRow): FindableServer {
  return {
    id,
    name,
    listing: JSON.parse(listing) as Listing,
    package: JSON.parse(installed ?? 'null') as InstalledPackage | null,
  };
}

interface Row {
  name: string;
  slug: string;
  raw: string;
  category: Category;
  riskLevel: RiskLevel;
  flags: string;
  mismatches: string;
}

/** A server's present tools, in the order of their addresses. */
export function findableTools(db: Catalogue, serverId: string): FindableTool[] {
  return statement<[string], Row>(db, TOOLS)
    .all(serverId)
    .map(({ raw, flags, mismatches, ...row }) => ({
      ...row,
      description: descriptionIn(raw),
      flags: JSON.parse(flags) as Flag[],
      mismatches: JSON.parse(mismatches) as Hint[],
    }));
}

function descriptionIn(raw: string): string {
  const { description } = JSON.parse(raw) as JsonObject;
  return typeof description === 'string' ? description : '';
}
