/** Everything that a server's page and its data twin are made of. */
import type { Decision } from '../../../catalogue/records.ts';
import {
  unclassifiedTools,
  type Catalogue,
  type RecordedChange,
  type ServerRecord,
  type ToolRecord,
  type ToolSummary,
} from '../../../catalogue/store/reads.ts';
import { grade, type Grade } from '../../../catalogue/grade.ts';
import { ACTIONS, type Action, type Outcome, type Posture } from '../../../catalogue/vocabulary.ts';
import {
  EMITTERS,
  recommendPolicy,
  type RecommendedPolicy,
  type ToolDecision,
} from '../../../policy/index.ts';
import { changesOf } from './history.ts';
import { noTools, type NoTools } from './no-tools.ts';
import { readServerWithTools } from './read.ts';
import { sourceName } from './source.ts';
import { perPosture, toJudge } from './tool.ts';

export interface ServerView {
  id: string;
  server: ServerRecord;
  source: string;
  outcome: Outcome;
  /** Riskiest first. */
  tools: ToolSummary[];
  /** Why it shows no tools; undefined where it shows some. */
  noTools: NoTools | undefined;
  grade: Grade | undefined;
  decisions: Record<Posture, ToolDecision[]>;
  /** What stands in front of all tools, in no target's language. */
  policies: Record<Posture, RecommendedPolicy>;
  /** The first target's file for all tools, exactly. */
  files: Record<Posture, string>;
  /** Newest first. */
  changes: readonly RecordedChange[];
}

/** Reads a server with its tools. */
export function serverView(db: Catalogue, id: string): ServerView {
  const found = readServerWithTools(db, id);
  const { server, tools } = found;
  const judged = tools.map(toJudge);
  const policies = perPosture((posture) => recommendPolicy(id, judged, posture));
  const outcome = server.lastCrawl?.outcome ?? 'not-crawled';
  const unjudged = tools.length === 0 ? unclassifiedTools(db, id).length : 0;
  return {
    id,
    server,
    source: sourceName(server.listing.source, server.snapshot?.package ?? null),
    outcome,
    tools: tools.map(summary),
    noTools: noTools({ outcome, snapshot: server.snapshot, tools, unjudged }),
    grade: grade(server.levels),
    decisions: perPosture((posture) => policies[posture].decisions),
    policies,
    files: perPosture((posture) => EMITTERS[0]!.emit(policies[posture])),
    changes: changesOf(db, found),
  };
}

function summary({ name, slug, digest, definition, classification }: ToolRecord): ToolSummary {
  return {
    ...{ name, slug, digest, classification },
    title: definition.title,
    description: definition.description,
  };
}

/** How many of the decisions have each action, loosest first; actions that do not occur are left out. */
export function tally(decisions: readonly Decision[]): [Action, number][] {
  return ACTIONS.map((action): [Action, number] => [
    action,
    decisions.filter((decision) => decision.action === action).length,
  ]).filter(([, n]) => n > 0);
}
