/** Everything that a tool's page and its data twin are made of, read once. */
import { context } from '../../context.ts';
import {
  readRelated,
  type Offers,
  type Related as Elsewhere,
} from '../../../catalogue/store/read-related.ts';
import type {
  Catalogue,
  RelatedTool,
  ServerRecord,
  ToolHistory,
  ToolRecord,
} from '../../../catalogue/store/reads.ts';
import { POSTURES, type Posture } from '../../../catalogue/vocabulary.ts';
import { EMITTERS, type ToolDecision, type ToolToJudge } from '../../../policy/index.ts';
import { whatItDoes } from '../text/does.ts';
import { attacksOnTool, type AttackMatch } from './attacks.ts';
import { historyOf } from './history.ts';
import { readServerWithTools, type ServerWithTools } from './read.ts';
import type { Room } from './room.ts';
import type { ServerView } from './server.ts';

export interface ToolView {
  tool: ToolRecord;
  server: ServerRecord;
  /** Where the definition came from, such as `npm:name@1.2.3`. */
  source: string;
  /** How many tools its server has. */
  toolCount: number;
  /** What it does, a paragraph each: composed sentences for `richHtml` or `markdownRich`. */
  does: readonly string[];
  decisions: Record<Posture, ToolDecision>;
  /** The first target's file for this tool alone, exactly. */
  files: Record<Posture, string>;
  /** The documented attacks that it has to do with. */
  attacks: readonly AttackMatch[];
  history: ToolHistory;
  /** Other tools worth a look. */
  related: Related;
  /** Who offers its definition; left out where another server's tool tells it. */
  offers?: Offers | undefined;
}

/** What a tool's page is made of. */
export interface ToolPage extends ToolView {
  /** How much of what may be long it shows. */
  room: Room;
}

export type Related = Record<'sameServer' | 'sameName' | 'sameKind', RelatedTool[]>;

/** A server's tool by its place in the server's list. What is decided about it is what the server's policy says. */
export function toolView(db: Catalogue, { id, decisions, source }: ServerView, at: number): ToolView {
  const found = readServerWithTools(db, id);
  const { server, tools } = found;
  const tool = tools[at];
  if (!tool) throw new Error(`no tool ${at} on ${id}`);
  const own = perPosture((posture) => decisions[posture][at]!);
  const elsewhere = elsewhereOf(found).get(tool.slug)!;
  return {
    tool,
    server,
    source,
    toolCount: tools.length,
    does: whatItDoes(tool),
    decisions: own,
    files: perPosture((posture) => EMITTERS[0]!.emit({ server: id, posture, decisions: [own[posture]] })),
    attacks: attacksOnTool(context().attacks, found, tool.slug),
    history: historyOf(db, found, tool),
    related: related(found, tool, elsewhere),
    offers: elsewhere.offers,
  };
}

const known = new WeakMap<ServerWithTools, ReadonlyMap<string, Elsewhere>>();

/** What each tool of a server has to do with those of others, by slug; read once for all its tools. */
function elsewhereOf(found: ServerWithTools): ReadonlyMap<string, Elsewhere> {
  let elsewhere = known.get(found);
  if (!elsewhere) known.set(found, (elsewhere = readRelated(context().related(), found.id)));
  return elsewhere;
}

/** A tool as a policy needs it. */
export function toJudge({ name, classification, definition }: ToolRecord): ToolToJudge {
  return { name, classification, inputSchema: definition.inputSchema };
}

/** One value for each posture. */
export function perPosture<T>(make: (posture: Posture) => T): Record<Posture, T> {
  return Object.fromEntries(POSTURES.map((posture) => [posture, make(posture)])) as Record<Posture, T>;
}

/** Riskiest first on the same server; the same tool is never listed twice. */
function related({ tools }: ServerWithTools, tool: ToolRecord, { sameName, sameKind }: Elsewhere): Related {
  const others = tools.filter(({ slug }) => slug !== tool.slug).slice(0, RELATED_LIMIT);
  return {
    sameServer: others.map(line),
    sameName: sameName.slice(0, RELATED_LIMIT),
    sameKind: sameKind.slice(0, RELATED_LIMIT),
  };
}

/** How many related tools of each sort are worked out before the pages are made (catalogue/store/related.ts). */
export const RELATED_LIMIT = 3;

function line({ serverId, slug, name, serverName, classification }: ToolRecord): RelatedTool {
  const { category, riskLevel } = classification;
  return { serverId, slug, name, serverName, category, riskLevel };
}
