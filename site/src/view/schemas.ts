/** The shape of every JSON record that the site publishes, and their JSON Schemas. */
import { z } from 'zod';
import { ATTACK_EFFECTS } from '../../../catalogue/attacks.ts';
import { Change, ToolVersion } from '../../../catalogue/change-records.ts';
import { GRADES } from '../../../catalogue/grade.ts';
import {
  Classification,
  InstalledPackage,
  LaunchCircumstances,
  Listing,
  ToolDefinition,
} from '../../../catalogue/records.ts';
import {
  ACTIONS,
  CATEGORIES,
  FLAGS,
  OUTCOMES,
  PROVENANCES,
  RISK_LEVELS,
  TRANSPORTS,
  type Posture,
} from '../../../catalogue/vocabulary.ts';
import { jsonSchemas } from '../../../policy/schemas.ts';
import { AttackList, AttackTwin, RunList, RunTwin, StatisticsTwin } from './report-schemas.ts';

const Digest = z.string().regex(/^[0-9a-f]{64}$/);
const Time = z.iso.datetime();
const count = z.int().nonnegative();
const perPosture = <T extends z.ZodType>(schema: T) =>
  z.object({ strict: schema, balanced: schema, permissive: schema } satisfies Record<Posture, T>);

/** What is decided about a tool in one posture, with the first target's file for it. */
const PostureDecision = z.object({
  action: z.enum(ACTIONS),
  limit: z.object({ window: z.enum(['minute', 'hour']), max: z.int().positive() }).optional(),
  because: z.string(),
  permits: z.string(),
  file: z.record(z.string(), z.unknown()),
});

/** A change and the run that found it; null where another classifier made it. */
const DatedChange = z.object({ at: Time, runId: z.int().nullable(), change: Change });

/** `/servers/{server}/{tool}.json`. */
export const ToolTwin = z.strictObject({
  tool: z.string(),
  server: z.object({ id: z.string(), name: z.string() }),
  page: z.string(),
  digest: Digest,
  provenance: z.enum(PROVENANCES),
  source: z.string(),
  observedAt: Time.nullable(),
  firstSeenAt: Time,
  lastSeenAt: Time,
  definedAt: Time,
  transport: z.enum(TRANSPORTS).nullable(),
  definition: ToolDefinition,
  classification: Classification,
  /** Documented attacks on its very package, or through access like its own, and what each posture does to them. */
  attacks: z.array(
    z.object({
      id: z.string(),
      page: z.string(),
      by: z.enum(['package', 'access']),
      effect: perPosture(z.enum(ATTACK_EFFECTS)),
    }),
  ),
  history: z.object({
    name: z.string(),
    present: z.boolean(),
    versions: z.array(
      ToolVersion.extend({ firstSeenAt: Time, lastSeenAt: Time, packageVersion: z.string().nullable() }),
    ),
    changes: z.array(DatedChange),
    reclassifications: z.array(DatedChange),
  }),
  policy: perPosture(PostureDecision),
});

/** `/api/v1/tools/{digest}.json`: a definition, whoever offers it. */
export const DefinitionRecord = z.strictObject({
  digest: Digest,
  name: z.string(),
  definedAt: Time,
  definition: ToolDefinition,
  classification: Classification,
  /** How many servers offer it; the first hundred are named. */
  offers: count,
  offeredBy: z.array(z.object({ server: z.string(), page: z.string(), record: z.string() })),
});

const levels = z.object({ Low: count, Medium: count, High: count, Critical: count });

/** `/servers/{server}.json` and `/api/v1/servers/{server}.json`. */
export const ServerTwin = z.strictObject({
  id: z.string(),
  name: z.string(),
  page: z.string(),
  listing: Listing,
  firstListedAt: Time,
  source: z.string(),
  outcome: z.enum(OUTCOMES),
  lastCrawl: z.looseObject({ outcome: z.enum(OUTCOMES), launch: LaunchCircumstances }).nullable(),
  snapshot: z
    .looseObject({
      provenance: z.enum(PROVENANCES),
      package: InstalledPackage.nullable(),
      firstSeenAt: Time,
      lastSeenAt: Time,
    })
    .nullable(),
  grade: z.enum(GRADES).nullable(),
  levels,
  categories: z.object({ Read: count, Write: count, Execute: count, Destructive: count }),
  tools: z.array(
    z.object({
      name: z.string(),
      page: z.string(),
      record: z.string(),
      digest: Digest,
      category: z.enum(CATEGORIES),
      riskLevel: z.enum(RISK_LEVELS),
      confidence: z.number(),
      flags: z.array(z.enum(FLAGS)),
      policy: perPosture(z.enum(ACTIONS)),
    }),
  ),
});

/** `/api/v1/index.json`. */
export const ApiIndex = z.strictObject({
  toolrisk: z.string(),
  classifier: z.string().nullable(),
  run: z.object({ id: count, startedAt: Time, status: z.string() }).nullable(),
  servers: count,
  tools: count,
  /** Paths of the lists of servers, in the order of their names. */
  lists: z.array(z.string()),
  /** Paths of the documented attacks' records. */
  attacks: z.array(z.string()),
  /** Paths of the records of pages that are about no one server. */
  reports: z.object({ attacks: z.string(), changes: z.string(), statistics: z.string() }),
});

/** `/api/v1/servers-{n}.json`: at most 2,000 servers. */
export const ServerList = z.array(
  z.strictObject({
    id: z.string(),
    name: z.string(),
    publisher: z.string(),
    outcome: z.enum(OUTCOMES),
    grade: z.enum(GRADES).nullable(),
    tools: count,
    levels,
    page: z.string(),
    record: z.string(),
  }),
);

/** A line of `/data/servers-{n}.jsonl`: a server without its tools. */
export const ServerLine = ServerTwin.omit({ tools: true });

/** A line of `/data/tools-{n}.jsonl`. */
export const ToolLine = ToolTwin.omit({ policy: true, attacks: true, history: true });

/** The shapes by the name of their schema. */
export const PUBLISHED = {
  tool: ToolTwin,
  server: ServerTwin,
  definition: DefinitionRecord,
  index: ApiIndex,
  'server-list': ServerList,
  'server-line': ServerLine,
  'tool-line': ToolLine,
  attack: AttackTwin,
  'attack-list': AttackList,
  run: RunTwin,
  'run-list': RunList,
  statistics: StatisticsTwin,
} as const;

/** JSON Schemas (draft 2020-12) by their path in the site: of what it publishes, and of each target's file. */
export function schemaFiles(): Record<string, unknown> {
  const ours = Object.entries(PUBLISHED).map(([name, shape]) => [
    `/schemas/${name}.json`,
    z.toJSONSchema(shape, { unrepresentable: 'any', io: 'output' }),
  ]);
  const targets = Object.entries(jsonSchemas()).map(([id, schema]) => [`/schemas/policy/${id}.json`, schema]);
  return Object.fromEntries([...ours, ...targets]) as Record<string, unknown>;
}
