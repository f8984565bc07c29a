import type { Classification, ToolDefinition } from '../records.ts';
import { RISK_LEVELS, rank, type Category, type Provenance, type RiskLevel } from '../vocabulary.ts';
import type { Catalogue } from './open.ts';
import { storedDefinition } from './definition.ts';
import type { ToolSummary } from './read-servers.ts';
import { statement } from './statement.ts';

/** The address of a tool's page. */
export interface ToolKey {
  serverId: string;
  slug: string;
}

/** A tool with everything that its page says. `raw` is its JSON as first received. */
export interface ToolRecord {
  serverId: string;
  serverName: string;
  name: string;
  slug: string;
  digest: string;
  definition: ToolDefinition;
  raw: string;
  classification: Classification;
  provenance: Provenance;
  /** When this server first offered a tool of this name, and when its present list was last seen. */
  firstSeenAt: string;
  lastSeenAt: string;
  /** When this very definition was first seen, anywhere. */
  definedAt: string;
}

/** A tool elsewhere that is worth a look beside this one. */
export interface RelatedTool extends ToolKey {
  name: string;
  serverName: string;
  category: Category;
  riskLevel: RiskLevel;
}

// CROSS keeps the order: the planner would rather read all verdicts of a version than look up those of some tools.
const VERDICT = `CROSS JOIN classifications c ON c.digest = t.digest
  AND c.classifier_version = (SELECT version FROM current_classifier)`;

const TOOLS = `FROM tools t ${VERDICT}
  JOIN servers v ON v.id = t.server_id
  JOIN snapshots s ON s.id = v.snapshot_id
  JOIN definitions d ON d.digest = t.digest`;

const RELATED_COLUMNS = `t.server_id AS serverId, t.slug, t.name, v.name AS serverName, c.category,
    c.risk_level AS riskLevel`;

const RELATED = `SELECT ${RELATED_COLUMNS} FROM tools t ${VERDICT} JOIN servers v ON v.id = t.server_id
  WHERE t.present = 1`;

const OF_KIND = `SELECT near.digest FROM classifications near
  WHERE near.kind = (SELECT c.kind FROM (SELECT @digest AS digest) t ${VERDICT})
  AND near.classifier_version = (SELECT version FROM current_classifier)`;

// Some of a kind, not all: a kind may have thousands. Those that follow in the order of digests, so that not every
// tool names the same ones; and the first, for those at the end of it.
const NEAR = `SELECT digest FROM (${OF_KIND} AND near.digest > @digest ORDER BY near.digest LIMIT 10)
  UNION SELECT digest FROM (${OF_KIND} ORDER BY near.digest LIMIT 4)`;

const SEVERITY = `CASE c.risk_level WHEN 'Critical' THEN 0 WHEN 'High' THEN 1 WHEN 'Medium' THEN 2 ELSE 3 END`;

/** The addresses of all tool pages, streamed, server by server. */
export function* toolKeys(db: Catalogue): Generator<ToolKey> {
  yield* db
    .prepare<[], ToolKey>(
      `SELECT t.server_id AS serverId, t.slug FROM tools t
       JOIN current_classifications c ON c.digest = t.digest
       WHERE t.present = 1 ORDER BY t.server_id, t.position`,
    )
    .iterate();
}

interface ToolRow {
  serverId: string;
  serverName: string;
  name: string;
  slug: string;
  digest: string;
  raw: string;
  record: string;
  provenance: Provenance;
  firstSeenAt: string;
  lastSeenAt: string;
  definedAt: string;
}

const TOOL_COLUMNS = `t.server_id AS serverId, v.name AS serverName, t.name, t.slug, t.digest, d.raw, c.record,
  s.provenance, t.first_seen_at AS firstSeenAt, s.last_seen_at AS lastSeenAt, d.first_seen_at AS definedAt`;

/** The tool at an address, or undefined where there is none. */
export function readTool(db: Catalogue, { serverId, slug }: ToolKey): ToolRecord | undefined {
  const row = statement<[string, string], ToolRow>(
    db,
    `SELECT ${TOOL_COLUMNS} ${TOOLS} WHERE t.present = 1 AND t.server_id = ? AND t.slug = ?`,
  ).get(serverId, slug);
  return row && toolRecord(row);
}

function toolRecord({ record, ...tool }: ToolRow): ToolRecord {
  return {
    ...tool,
    definition: storedDefinition(tool.raw),
    classification: JSON.parse(record) as Classification,
  };
}

/** A server's present tools with everything that their pages say, riskiest first, then by name: one read for all. */
export function serverToolRecords(db: Catalogue, serverId: string): ToolRecord[] {
  return statement<[string], ToolRow>(
    db,
    `SELECT ${TOOL_COLUMNS} ${TOOLS} WHERE t.present = 1 AND t.server_id = ?`,
  )
    .all(serverId)
    .map(toolRecord)
    .sort(
      (a, b) =>
        rank(RISK_LEVELS, b.classification.riskLevel) - rank(RISK_LEVELS, a.classification.riskLevel) ||
        (a.name < b.name ? -1 : 1),
    );
}

/** A server's present tools, riskiest first, then by name. */
export function serverTools(db: Catalogue, serverId: string): ToolSummary[] {
  return serverToolRecords(db, serverId).map(({ name, slug, digest, definition, classification }) => {
    const { title, description } = definition;
    return { name, slug, digest, title, description, classification };
  });
}

/** Tools worth a look beside this one: on the same server (riskiest first), of the same name, of the same kind. */
export function relatedTools(
  db: Catalogue,
  tool: Pick<ToolRecord, 'serverId' | 'name' | 'slug' | 'digest'>,
  limit: number,
): { sameServer: RelatedTool[] } & Elsewhere {
  return {
    sameServer: statement<unknown[], RelatedTool>(
      db,
      `${RELATED} AND t.server_id = ? AND t.slug <> ? ORDER BY ${SEVERITY}, t.name LIMIT ?`,
    ).all(tool.serverId, tool.slug, limit),
    ...toolsElsewhere(db, tool, limit),
  };
}

/** Tools of other servers that are like this one. */
export interface Elsewhere {
  sameName: RelatedTool[];
  sameKind: RelatedTool[];
}

/** Tools of other servers: of the same name, and of another name and the same kind. */
export function toolsElsewhere(
  db: Catalogue,
  { serverId, name, digest }: Pick<ToolRecord, 'serverId' | 'name' | 'digest'>,
  limit: number,
): Elsewhere {
  return {
    sameName: statement<unknown[], RelatedTool>(
      db,
      `${RELATED} AND t.name = ? AND t.server_id <> ? ORDER BY t.server_id LIMIT ?`,
    ).all(name, serverId, limit),
    sameKind: statement<unknown[], RelatedTool>(
      db,
      // Cut down to the few that are shown before their verdicts are read.
      `SELECT ${RELATED_COLUMNS}
       FROM (SELECT server_id, slug, name, digest FROM tools
             WHERE present = 1 AND digest IN (${NEAR}) AND server_id <> @serverId AND name <> @name
             ORDER BY server_id, name LIMIT @limit) t
       ${VERDICT} JOIN servers v ON v.id = t.server_id ORDER BY t.server_id, t.name`,
    ).all({ digest, serverId, name, limit }),
  };
}

/** The names of a server's present tools that have no verdict of the present classifier. */
export function unclassifiedTools(db: Catalogue, serverId: string): string[] {
  return statement<[string], { name: string }>(
    db,
    `SELECT t.name FROM tools t LEFT JOIN current_classifications c ON c.digest = t.digest
     WHERE t.present = 1 AND t.server_id = ? AND c.digest IS NULL ORDER BY t.position`,
  )
    .all(serverId)
    .map(({ name }) => name);
}

/** The definition stored under a digest, or undefined where it was never seen. */
export function readDefinition(db: Catalogue, digest: string): ToolDefinition | undefined {
  const raw = db
    .prepare<[string], string>('SELECT raw FROM definitions WHERE digest = ?')
    .pluck()
    .get(digest);
  return raw === undefined ? undefined : storedDefinition(raw);
}
