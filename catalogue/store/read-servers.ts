import type {
  Classification,
  InstalledPackage,
  LaunchCircumstances,
  Listing,
  LoginMetadata,
  Offer,
} from '../records.ts';
import type { JsonObject } from '../json.ts';
import type { Histogram } from '../grade.ts';
import type { Category, Outcome, Provenance, RiskLevel, Standing } from '../vocabulary.ts';
import type { Catalogue } from './open.ts';
import { statement } from './statement.ts';

/** One line of a list of servers. `outcome` is that of the last crawl, if there was one. */
export interface ServerSummary {
  id: string;
  name: string;
  summary: string;
  publisher: string;
  outcome: Outcome;
  provenance: Provenance | null;
  tools: number;
  levels: Histogram;
}

/** One line of a server's table of tools. */
export interface ToolSummary {
  name: string;
  slug: string;
  digest: string;
  title: string | undefined;
  description: string | undefined;
  classification: Classification;
}

/** A server with everything that its page says, save for its tools. */
export interface ServerRecord {
  listing: Listing;
  firstListedAt: string;
  lastCrawl: {
    outcome: Outcome;
    detail: string;
    startedAt: string;
    finishedAt: string;
    provenance: Provenance;
    launch: LaunchCircumstances;
    stderrTail: string;
    /** What became of the list that it brought; null where it brought none. */
    standing: Standing | null;
    /** Where to log in, as far as a server that wants a login said. */
    login: LoginMetadata | null;
    /** After how many seconds a rate-limited server may be asked again, where it said so. */
    retryAfterSeconds: number | null;
  } | null;
  /** The list that the pages show: the last good one. */
  snapshot: {
    provenance: Provenance;
    package: InstalledPackage | null;
    launch: LaunchCircumstances;
    serverInfo: { name: string; version: string; title?: string } | null;
    protocolVersion: string | null;
    capabilities: JsonObject | null;
    instructions: string | null;
    firstSeenAt: string;
    lastSeenAt: string;
    quarantined: { name: string | null; reason: string }[];
    /** What else it offered when the list was last seen; null where it has none or was not asked. */
    prompts: Offer | null;
    resources: Offer | null;
    resourceTemplates: Offer | null;
  } | null;
  levels: Histogram;
  categories: Record<Category, number>;
}

/** How many tools have a verdict. */
interface VerdictCount {
  category: Category;
  level: RiskLevel;
  n: number;
}

interface CountRow extends VerdictCount {
  serverId: string;
}

/** By the index that holds what is counted: verdicts themselves are large, and would all be read. */
const COUNTS = `SELECT t.server_id AS serverId, c.category, c.risk_level AS level, count(*) AS n
  FROM tools t CROSS JOIN classifications c INDEXED BY classifications_by_version ON c.digest = t.digest
    AND c.classifier_version = (SELECT version FROM current_classifier)
  WHERE t.present = 1`;

const LAST_OUTCOME = `(SELECT o.outcome FROM observations o WHERE o.server_id = v.id ORDER BY o.sequence DESC LIMIT 1)`;

/** All servers by name. */
export function listServers(db: Catalogue): ServerSummary[] {
  const levels = new Map<string, Histogram>();
  for (const { serverId, level, n } of db.prepare<[], CountRow>(`${COUNTS} GROUP BY 1, 2, 3`).iterate()) {
    const histogram = levels.get(serverId) ?? noLevels();
    histogram[level] += n;
    levels.set(serverId, histogram);
  }
  interface Row {
    id: string;
    listing: string;
    outcome: Outcome | null;
    provenance: Provenance | null;
  }
  return db
    .prepare<[], Row>(
      `SELECT v.id, v.listing, ${LAST_OUTCOME} AS outcome, s.provenance
       FROM servers v LEFT JOIN snapshots s ON s.id = v.snapshot_id ORDER BY v.name COLLATE NOCASE, v.id`,
    )
    .all()
    .map(({ id, listing, outcome, provenance }) => {
      const { name, summary, publisher } = JSON.parse(listing) as Listing;
      const histogram = levels.get(id) ?? noLevels();
      const tools = Object.values(histogram).reduce((sum, n) => sum + n, 0);
      return {
        id,
        name,
        summary,
        publisher,
        outcome: outcome ?? 'not-crawled',
        provenance,
        tools,
        levels: histogram,
      };
    });
}

/**
 * One server, or undefined where no such server is listed.
 * @param tools its present tools, where they were read before: their verdicts need not be looked up again
 */
export function readServer(
  db: Catalogue,
  id: string,
  tools?: readonly Pick<ToolSummary, 'classification'>[],
): ServerRecord | undefined {
  const row = statement<[string], { listing: string; firstListedAt: string; snapshotId: number | null }>(
    db,
    'SELECT listing, first_listed_at AS firstListedAt, snapshot_id AS snapshotId FROM servers WHERE id = ?',
  ).get(id);
  if (!row) return undefined;
  const levels = noLevels();
  const categories: Record<Category, number> = { Read: 0, Write: 0, Execute: 0, Destructive: 0 };
  for (const { level, category, n } of tools?.map(counted) ?? countVerdicts(db, id)) {
    levels[level] += n;
    categories[category] += n;
  }
  return {
    listing: JSON.parse(row.listing) as Listing,
    firstListedAt: row.firstListedAt,
    lastCrawl: readLastCrawl(db, id),
    snapshot: row.snapshotId === null ? null : readSnapshot(db, row.snapshotId),
    levels,
    categories,
  };
}

function counted({ classification }: Pick<ToolSummary, 'classification'>): VerdictCount {
  return { category: classification.category, level: classification.riskLevel, n: 1 };
}

function countVerdicts(db: Catalogue, id: string): VerdictCount[] {
  return statement<[string], CountRow>(db, `${COUNTS} AND t.server_id = ? GROUP BY 1, 2, 3`).all(id);
}

function readLastCrawl(db: Catalogue, id: string): ServerRecord['lastCrawl'] {
  type Row = Omit<NonNullable<ServerRecord['lastCrawl']>, 'launch' | 'login'> & {
    launch: string;
    login: string | null;
  };
  const row = statement<[string], Row>(
    db,
    `SELECT outcome, detail, started_at AS startedAt, finished_at AS finishedAt, provenance, launch,
         stderr_tail AS stderrTail, standing, login, retry_after_seconds AS retryAfterSeconds
       FROM observations WHERE server_id = ? ORDER BY sequence DESC LIMIT 1`,
  ).get(id);
  if (!row) return null;
  const [launch, login] = [row.launch, row.login ?? 'null'].map((text) => JSON.parse(text) as unknown);
  return { ...row, launch: launch as LaunchCircumstances, login: login as LoginMetadata | null };
}

function readSnapshot(db: Catalogue, id: number): ServerRecord['snapshot'] {
  const row = statement<[number], Record<string, string>>(
    db,
    `SELECT provenance, package, launch, server_info AS serverInfo, protocol_version AS protocolVersion,
         capabilities, instructions, first_seen_at AS firstSeenAt, last_seen_at AS lastSeenAt
       FROM snapshots WHERE id = ?`,
  ).get(id);
  if (!row) return null;
  const parsed = Object.fromEntries(
    ['package', 'launch', 'serverInfo', 'capabilities'].map((key) => [key, JSON.parse(row[key] ?? 'null')]),
  );
  const quarantined = statement<[number], { name: string | null; reason: string }>(
    db,
    'SELECT name, reason FROM quarantined_tools WHERE snapshot_id = ? ORDER BY position',
  ).all(id);
  return { ...row, ...parsed, ...readOffers(db, id), quarantined } as unknown as NonNullable<
    ServerRecord['snapshot']
  >;
}

/** What a server offered beside its tools when it last gave this list. */
function readOffers(db: Catalogue, snapshotId: number): Record<string, Offer | null> {
  const row = statement<[number], { offers: string | null }>(
    db,
    `SELECT o.offers FROM snapshots s JOIN observations o ON o.server_id = s.server_id AND o.snapshot_id = s.id
     WHERE s.id = ? ORDER BY o.sequence DESC LIMIT 1`,
  ).get(snapshotId);
  const offers = JSON.parse(row?.offers ?? '{}') as Record<string, Offer>;
  return {
    prompts: offers['prompts'] ?? null,
    resources: offers['resources'] ?? null,
    resourceTemplates: offers['resourceTemplates'] ?? null,
  };
}

function noLevels(): Histogram {
  return { Low: 0, Medium: 0, High: 0, Critical: 0 };
}
