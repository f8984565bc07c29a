/** The riskiest tools of a catalogue, for the front page. */
import { rank, RISK_LEVELS } from '../../../catalogue/vocabulary.ts';
import type { ToolFacts } from './facts.ts';
import type { SurveyedServer } from './survey.ts';

/** How many are kept, and how many of one server at most, so that it cannot fill the list. */
const MOST = 10;
const PER_SERVER = 2;

export type RiskyTool = SurveyedServer & Pick<ToolFacts, 'slug' | 'name' | 'category' | 'riskLevel'>;

/** A list that servers' tools are added to, of which the riskiest stay. */
interface RiskiestTools {
  add: (server: SurveyedServer, tools: readonly ToolFacts[]) => void;
  finish: () => readonly RiskyTool[];
}

/** A tool, and its place among those of its server. */
interface Candidate {
  server: SurveyedServer;
  tool: ToolFacts;
  place: number;
}

/** Begins a list: by level, then by the number of flags; among servers, each one's first comes before any second. */
export function riskiestTools(): RiskiestTools {
  let kept: Candidate[] = [];
  const cut = () => {
    kept = kept
      .sort((a, b) => byRisk(a.tool, b.tool) || a.place - b.place || compare(idOf(a), idOf(b)))
      .slice(0, MOST);
  };
  return {
    add: (server, tools) => {
      const first = tools.toSorted((a, b) => byRisk(a, b) || compare(a.name, b.name)).slice(0, PER_SERVER);
      kept.push(...first.map((tool, place) => ({ server, tool, place })));
      if (kept.length > 100 * MOST) cut();
    },
    finish: () => {
      cut();
      return kept.map(({ server, tool: { slug, name, category, riskLevel } }) => ({
        ...server,
        ...{ slug, name, category, riskLevel },
      }));
    },
  };
}

const idOf = ({ server }: Candidate): string => server.serverId;

function byRisk(a: ToolFacts, b: ToolFacts): number {
  return rank(RISK_LEVELS, b.riskLevel) - rank(RISK_LEVELS, a.riskLevel) || b.flags.length - a.flags.length;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
