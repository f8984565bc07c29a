/** Which server of the catalogue a question means, and what is said of it. */
import { z } from 'zod';
import { grade, GRADES } from '../catalogue/grade.ts';
import {
  findServer,
  readServer,
  type ToolSummary,
  type Catalogue,
  type ServerRecord,
} from '../catalogue/store/reads.ts';
import {
  CATEGORIES,
  FLAGS,
  OUTCOME_MEANING,
  OUTCOMES,
  PROVENANCES,
  RISK_LEVELS,
} from '../catalogue/vocabulary.ts';
import { quoted, Quoted } from './quoted.ts';
import { UnknownError } from './tool.ts';

export const ServerInput = z
  .string()
  .min(1)
  .max(500)
  .describe(
    'A server: its id in the catalogue, its package (npm:name, pypi:name or just the name) or its URL.',
  );

/** The id of the server that a text names. @throws UnknownError where the catalogue has no such server. */
export function serverId(db: Catalogue, named: string): string {
  const id = findServer(db, named);
  if (id !== undefined) return id;
  throw new UnknownError(
    `The catalogue has no server ${JSON.stringify(quoted(named).untrusted)}: nothing is known of it, neither good nor bad. ` +
      'search_catalogue finds servers by words.',
  );
}

const count = z.int().nonnegative();

/** What is known of a server, in short. */
export const ServerAnswer = z.object({
  id: z.string(),
  name: Quoted,
  grade: z
    .enum(GRADES)
    .nullable()
    .describe('A is best; null where no tool is known. The page says how it is computed.'),
  tools: count,
  riskLevels: z.record(z.enum(RISK_LEVELS), count),
  categories: z.record(z.enum(CATEGORIES), count),
  lastOutcome: z
    .enum(OUTCOMES)
    .nullable()
    .describe('How the last crawl ended; null where it was never crawled.'),
  lastOutcomeMeaning: z.string(),
  lastCrawledAt: z.string().nullable(),
  toolsFrom: z
    .enum(PROVENANCES)
    .nullable()
    .describe('observed: listed by the running server. declared: only claimed. null: no tool is known.'),
  package: z.string().nullable().describe('The package and version whose tools were listed.'),
});

/** What the catalogue knows of a server, its words quoted. */
export function serverAnswer(id: string, server: ServerRecord): z.input<typeof ServerAnswer> {
  const { levels, categories, lastCrawl, snapshot, listing } = server;
  const outcome = lastCrawl?.outcome ?? 'not-crawled';
  return {
    id,
    name: quoted(listing.name),
    grade: grade(levels) ?? null,
    tools: Object.values(levels).reduce((sum, n) => sum + n, 0),
    riskLevels: levels,
    categories,
    lastOutcome: outcome,
    lastOutcomeMeaning: OUTCOME_MEANING[outcome],
    lastCrawledAt: lastCrawl?.finishedAt ?? null,
    toolsFrom: snapshot?.provenance ?? null,
    package: snapshot?.package ? `${snapshot.package.name}@${snapshot.package.version}` : null,
  };
}

/** A tool's verdict, in short. */
export const ToolVerdict = z.object({
  tool: z.string().describe('The id of the tool within its server.'),
  name: Quoted,
  category: z.enum(CATEGORIES),
  riskLevel: z.enum(RISK_LEVELS),
  confidence: z.number(),
  flags: z.array(z.enum(FLAGS)),
});

/** A tool's verdict as an answer, its name quoted. */
export function toolVerdict({ slug, name, classification }: ToolSummary): z.input<typeof ToolVerdict> {
  const { category, riskLevel, confidence, flags } = classification;
  return { tool: slug, name: quoted(name), category, riskLevel, confidence, flags: [...flags] };
}

/** A server that the catalogue has, by its id. */
export function knownServer(db: Catalogue, id: string): ServerRecord {
  return readServer(db, id)!;
}
