import type { JsonObject } from '../json.ts';
import { parameterKinds, type ParameterKind } from '../parameter-kinds.ts';
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

/** A tool with everything that a list of tools says, and can be chosen by. */
export interface FacetedTool extends FindableTool {
  serverId: string;
  serverName: string;
  kinds: ParameterKind[];
}

// Left to itself, SQLite begins with the verdicts and then sorts all that it read, or looks up a digest without the
// version (the view current_classifications): from a tool to its verdict is the order in which least is read.
const VERDICT = `CROSS JOIN classifications c ON c.digest = t.digest
  AND c.classifier_version = (SELECT version FROM current_classifier)`;

const COLUMNS = `t.slug, d.raw, c.category, c.risk_level AS riskLevel,
  c.record ->> '$.flags' AS flags, c.record ->> '$.hintMismatches' AS mismatches`;

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
  slug: string;
  raw: string;
  category: Category;
  riskLevel: RiskLevel;
  flags: string;
  mismatches: string;
}

/** A server's present tools, in the order of their addresses. */
export function findableTools(db: Catalogue, serverId: string): FindableTool[] {
  return statement<[string], Row & { name: string }>(
    db,
    `SELECT t.name, ${COLUMNS} FROM tools t ${VERDICT} CROSS JOIN definitions d ON d.digest = t.digest
     WHERE t.present = 1 AND t.server_id = ? ORDER BY t.slug`,
  )
    .all(serverId)
    .map(({ raw, flags, mismatches, ...row }) => ({
      ...row,
      description: descriptionIn(raw),
      flags: JSON.parse(flags) as Flag[],
      mismatches: JSON.parse(mismatches) as Hint[],
    }));
}

function descriptionIn(raw: string): string {
  return textOf((JSON.parse(raw) as JsonObject)['description']);
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** All present tools, streamed, in the order of servers and addresses. */
export function* facetedTools(db: Catalogue): Generator<FacetedTool> {
  const rows = db
    .prepare<[], Row & { name: string; serverId: string; serverName: string }>(
      `SELECT t.name, t.server_id AS serverId, v.name AS serverName, ${COLUMNS} FROM tools t
       CROSS JOIN servers v ON v.id = t.server_id ${VERDICT} CROSS JOIN definitions d ON d.digest = t.digest
       WHERE t.present = 1 ORDER BY t.server_id, t.slug`,
    )
    .iterate();
  for (const { raw, flags, mismatches, ...row } of rows) {
    const { description, inputSchema } = JSON.parse(raw) as Partial<Record<string, unknown>>;
    yield {
      ...row,
      description: textOf(description),
      flags: JSON.parse(flags) as Flag[],
      mismatches: JSON.parse(mismatches) as Hint[],
      kinds: parameterKinds((inputSchema ?? undefined) as JsonObject | undefined),
    };
  }
}
