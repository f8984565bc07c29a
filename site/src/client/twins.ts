/** The records of servers and tools, from their data twins on this site. */
import type { Classification, ToolDefinition } from '../../../catalogue/records.ts';
import type { Grade, Histogram } from '../../../catalogue/grade.ts';
import type { Action, Category, Flag, Outcome, Posture, RiskLevel } from '../../../catalogue/vocabulary.ts';
import { siteUrl } from './dom.ts';

/** What the scripts use of a server's twin (site/src/view/twins.ts). */
export interface ServerTwin {
  id: string;
  name: string;
  source: string;
  outcome: Outcome;
  grade: Grade | null;
  listing: { publisher: string };
  snapshot: { lastSeenAt: string; provenance: string; package: { version: string } | null } | null;
  levels: Histogram;
  categories: Record<Category, number>;
  tools: {
    name: string;
    page: string;
    record: string;
    category: Category;
    riskLevel: RiskLevel;
    flags: Flag[];
    policy: Record<Posture, Action>;
  }[];
}

/** What they use of a tool's twin. */
export interface ToolTwin {
  tool: string;
  definition: ToolDefinition;
  classification: Classification;
}

const AT_A_TIME = 8;

/** A server's record, or undefined where the site has no such server. @throws where it cannot be fetched */
export async function fetchServer(id: string): Promise<ServerTwin | undefined> {
  return fetchJson<ServerTwin>(`servers/${encodeURIComponent(id)}.json`);
}

/** The records of all tools of a server, in its order. @throws where one cannot be fetched */
export async function fetchTools({ tools }: ServerTwin): Promise<ToolTwin[]> {
  const found: ToolTwin[] = [];
  for (let at = 0; at < tools.length; at += AT_A_TIME) {
    const part = tools.slice(at, at + AT_A_TIME).map(async ({ name, record }) => {
      const twin = await fetchJson<ToolTwin>(record.replace(/^\//, ''));
      if (!twin) throw new Error(`the record of ${name} is missing`);
      return twin;
    });
    found.push(...(await Promise.all(part)));
  }
  return found;
}

async function fetchJson<T>(path: string): Promise<T | undefined> {
  const response = await fetch(siteUrl(path));
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (await response.json()) as T;
}
