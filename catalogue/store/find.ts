import { RISK_LEVELS, rank, type Category, type RiskLevel } from '../vocabulary.ts';
import type { Catalogue } from './open.ts';
import type { RelatedTool } from './read-tools.ts';
import { statement } from './statement.ts';

/**
 * The id of the server that a text names: its id, its package (`npm:name`, or the bare name) or its URL. Where several
 * servers have the same package or URL, the first by id.
 */
export function findServer(db: Catalogue, named: string): string | undefined {
  const [, type, name] = /^(npm|pypi|oci):(.+)$/.exec(named) ?? [];
  return statement<unknown[], { id: string }>(
    db,
    `SELECT id FROM servers WHERE id = @named
       OR (coalesce(listing ->> '$.source.name', listing ->> '$.source.image') = @name
         AND (@type IS NULL OR listing ->> '$.source.type' = @type))
       OR listing ->> '$.source.url' = @named
     ORDER BY id <> @named, id LIMIT 1`,
  ).get({ named, name: name ?? named, type: type ?? null })?.id;
}

/** The ids of the first servers, in order. */
export function listServerIds(db: Catalogue, limit: number): string[] {
  return statement<[number], { id: string }>(db, 'SELECT id FROM servers ORDER BY id LIMIT ?')
    .all(limit)
    .map(({ id }) => id);
}

/** What tools are looked for. */
export interface ToolQuery {
  /** Each has to occur in the tool's name or its server's, in any letter case. */
  words: readonly string[];
  category?: Category | undefined;
  minimumRisk?: RiskLevel | undefined;
}

/** Classified tools by words, streamed, server by server. Reads every tool's name: some 0.1 s for half a million. */
export function* findTools(
  db: Catalogue,
  { words, category, minimumRisk }: ToolQuery,
): Generator<RelatedTool> {
  const levels = RISK_LEVELS.filter(
    (level) => rank(RISK_LEVELS, level) >= rank(RISK_LEVELS, minimumRisk ?? 'Low'),
  );
  const has = `instr(lower(t.name || ' ' || v.name), lower(?)) > 0`;
  yield* db
    .prepare<unknown[], RelatedTool>(
      `SELECT t.server_id AS serverId, t.slug, t.name, v.name AS serverName, c.category, c.risk_level AS riskLevel
       FROM tools t JOIN servers v ON v.id = t.server_id JOIN current_classifications c ON c.digest = t.digest
       WHERE t.present = 1 ${words.map(() => `AND ${has}`).join(' ')}
         AND c.risk_level IN (SELECT value FROM json_each(?)) AND (? IS NULL OR c.category = ?)
       ORDER BY t.server_id, t.position`,
    )
    .iterate(...words, JSON.stringify(levels), category ?? null, category ?? null);
}
