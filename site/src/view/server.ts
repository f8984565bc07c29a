/** Everything that a server's page and its data twin are made of. */
import type { Decision } from '../../../catalogue/records.ts';
import {
  readServer,
  serverTools,
  type Catalogue,
  type ServerRecord,
  type ToolSummary,
} from '../../../catalogue/store/reads.ts';
import { grade, type Grade } from '../../../catalogue/grade.ts';
import { ACTIONS, type Action, type Outcome, type Posture } from '../../../catalogue/vocabulary.ts';
import { EMITTERS, recommendPolicy } from '../../../policy/index.ts';
import { sourceName } from './source.ts';
import { perPosture } from './tool.ts';

export interface ServerView {
  id: string;
  server: ServerRecord;
  source: string;
  outcome: Outcome;
  /** Riskiest first. */
  tools: ToolSummary[];
  grade: Grade | undefined;
  decisions: Record<Posture, Decision[]>;
  /** The first target's file for all tools, exactly. */
  files: Record<Posture, string>;
}

/** Reads a server with its tools. */
export function serverView(db: Catalogue, id: string): ServerView {
  const server = readServer(db, id);
  if (!server) throw new Error(`no server ${id}`);
  const tools = serverTools(db, id);
  const policies = perPosture((posture) => recommendPolicy(id, tools, posture));
  return {
    id,
    server,
    source: sourceName(server.listing.source, server.snapshot?.package ?? null),
    outcome: server.lastCrawl?.outcome ?? 'not-crawled',
    tools,
    grade: grade(server.levels),
    decisions: perPosture((posture) => policies[posture].decisions),
    files: perPosture((posture) => EMITTERS[0]!.emit(policies[posture])),
  };
}

/** How many of the decisions have each action, loosest first; actions that do not occur are left out. */
export function tally(decisions: readonly Decision[]): [Action, number][] {
  return ACTIONS.map((action): [Action, number] => [
    action,
    decisions.filter((decision) => decision.action === action).length,
  ]).filter(([, n]) => n > 0);
}
