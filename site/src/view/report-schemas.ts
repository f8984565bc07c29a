/** The shapes of the records that are about no one server: attacks, runs, statistics. */
import { z } from 'zod';
import { Attack, ATTACK_EFFECTS, Condition } from '../../../catalogue/attacks.ts';
import { Change } from '../../../catalogue/change-records.ts';
import { EvaluationFigures } from '../../../catalogue/evaluation.ts';
import { Decision, ToolDefinition } from '../../../catalogue/records.ts';
import { CATEGORIES, CHANGE_KINDS, FLAGS, RISK_LEVELS, type Posture } from '../../../catalogue/vocabulary.ts';
import { ATTACK_OUTCOMES, type AttackOutcome } from './attack-outcomes.ts';

const Time = z.iso.datetime();
const count = z.int().nonnegative();
const perPosture = <T extends z.ZodType>(schema: T) =>
  z.object({ strict: schema, balanced: schema, permissive: schema } satisfies Record<Posture, T>);

const { id, title, date, kind, cve, ghsa, summary, affected, seen, source, links } = Attack.shape;

/** What a list of attacks and an attack's own record both say. */
const heading = {
  ...{ id, title, kind, cve, ghsa },
  /** A day, a month or a year, as exactly as it is known. */
  date: date.unwrap().nullable(),
  /** Whether a CVE record, an advisory or OSV vouches for it. */
  verified: z.boolean(),
  page: z.string(),
  /** What becomes of it under the balanced policy. */
  outcome: z.enum(ATTACK_OUTCOMES),
  /** What the recommended rule does in the balanced posture, and what it does once it is told more. */
  effect: z.enum(ATTACK_EFFECTS),
  guarded: z.enum(ATTACK_EFFECTS).nullable(),
};

const { shape: trial } = Attack.shape.trial.unwrap();

/** What a posture's rule does with the attack's call. */
const Tried = Decision.pick({ action: true, limit: true }).extend({
  effect: z.enum(ATTACK_EFFECTS),
  reason: z.string(),
});

/** `/attacks/{attack}.json`. */
export const AttackTwin = z.strictObject({
  ...heading,
  ...{ summary, affected, seen, source, links },
  note: z.string().nullable(),
  access: z.object({
    type: z.enum(['tool', 'package', 'no-call']),
    /** A tool that meets all of them gives the access. */
    conditions: z.array(Condition),
  }),
  /** The tools that it goes through: how many, on how many servers, and at most the first hundred. */
  tools: z.object({
    total: count,
    servers: count,
    first: z.array(
      z.object({
        server: z.object({ id: z.string(), page: z.string() }),
        name: z.string(),
        category: z.enum(CATEGORIES),
        riskLevel: z.enum(RISK_LEVELS),
        by: z.enum(['package', 'access']),
        page: z.string(),
        record: z.string(),
      }),
    ),
  }),
  because: z.string(),
  /** The attack's call, put to the policy for an invented tool. */
  trial: z
    .object({
      tool: ToolDefinition,
      arguments: trial.arguments,
      category: z.enum(CATEGORIES),
      riskLevel: z.enum(RISK_LEVELS),
      flags: z.array(z.enum(FLAGS)),
      told: z.object({
        root: trial.root.unwrap().nullable(),
        hosts: trial.hosts.unwrap().nullable(),
        rule: trial.rule.unwrap().nullable(),
      }),
      recommended: perPosture(Tried),
      guarded: perPosture(Tried).nullable(),
    })
    .nullable(),
});

/** `/attacks.json`. */
export const AttackList = z.strictObject({
  total: count,
  verified: count,
  outcomes: z.record(z.enum(ATTACK_OUTCOMES), count) satisfies z.ZodType<Record<AttackOutcome, number>>,
  attacks: z.array(
    z.strictObject({
      ...heading,
      /** How many tools it goes through, and on how many servers. */
      tools: count,
      servers: count,
      record: z.string(),
      markdown: z.string(),
    }),
  ),
});

/** A run and how many changes of each kind it found. */
const Run = z.object({
  id: count,
  key: z.string(),
  status: z.string(),
  startedAt: Time,
  finishedAt: Time.nullable(),
  toolriskVersion: z.string(),
  servers: count,
  changes: z.partialRecord(z.enum(CHANGE_KINDS), count),
});

/** `/changes.json`: all runs, newest first. */
export const RunList = z.strictObject({
  feed: z.string(),
  runs: z.array(Run.extend({ page: z.string(), record: z.string(), markdown: z.string(), feed: z.string() })),
});

/** `/changes/{run}.json`: what raises the risk first. */
export const RunTwin = z.strictObject({
  run: Run,
  changes: z.array(
    z.object({
      serverId: z.string(),
      serverName: z.string(),
      /** The name of the tool's page; null for a change that is of no tool. */
      slug: z.string().nullable(),
      /** Whether the tool is there now. */
      present: z.boolean(),
      runId: count.nullable(),
      at: Time,
      /** Whether a removed tool is still offered, in a form that cannot be taken. */
      quarantined: z.boolean(),
      change: Change,
    }),
  ),
  /** How many more there are. */
  changesLeftOut: count,
});

const { date: measuredOn, classifierVersion, vendors, category, level } = EvaluationFigures.shape;
const { dangerousCalledRead } = EvaluationFigures.shape;

/** `/statistics.json`. */
export const StatisticsTwin = z.strictObject({
  page: z.string(),
  run: z.object({ id: count, startedAt: Time, status: z.string() }).nullable(),
  classifier: z.string().nullable(),
  servers: count,
  serversWithTools: count,
  tools: count,
  definitions: count,
  tables: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      /** The same table as a file. */
      csv: z.string(),
      /** A share is from 0 to 1. */
      unit: z.enum(['number', 'share']),
      /** What the rows are, and what each of their values counts. */
      head: z.string(),
      columns: z.array(z.string()),
      rows: z.array(z.object({ label: z.string(), values: z.array(z.number()) })),
    }),
  ),
  /** How well the verdicts agree with labels; null where no evaluation was recorded. */
  agreement: z
    .object({
      date: measuredOn,
      classifierVersion,
      tools: count,
      vendors,
      category,
      level,
      dangerousCalledRead,
    })
    .nullable(),
});
