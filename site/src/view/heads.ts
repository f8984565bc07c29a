/** What stands in the head of a server's and of a tool's page: its title, what it is about, where its twins are. */
import { OUTCOME_MEANING, RISK_LEVELS } from '../../../catalogue/vocabulary.ts';
import { decisionLabel } from '../text/decision.ts';
import { count, list } from '../text/rich.ts';
import { clip, visible } from '../text/visible.ts';
import {
  serverFeedPath,
  serverJsonPath,
  serverMarkdownPath,
  serverPath,
  toolJsonPath,
  toolMarkdownPath,
  toolPath,
} from './addresses.ts';
import type { Places } from './frame.ts';
import { serverLd, toolLd } from './json-ld.ts';
import type { ServerView } from './server.ts';
import type { ToolView } from './tool.ts';

type Head = Omit<Places, 'main'>;

/** The head of a server's page. */
export function serverHead(view: ServerView): Head {
  const { id, server, outcome, tools } = view;
  const name = visible(clip(server.listing.name, 80));
  const levels = RISK_LEVELS.toReversed()
    .filter((level) => server.levels[level] > 0)
    .map((level) => `${server.levels[level]} ${level}`);
  const known =
    tools.length > 0
      ? `${count(tools.length, 'tool')}: ${list(levels)} risk.`
      : `It ${OUTCOME_MEANING[outcome]}.`;
  return {
    title: `${name}: what its tools can do | Toolrisk`,
    description: `${name}, MCP server. ${known}`,
    path: serverPath(id),
    json: serverJsonPath(id),
    markdown: serverMarkdownPath(id),
    feed: serverFeedPath(id),
    ld: serverLd(view, `MCP server. ${known}`),
  };
}

/** The head of a tool's page. */
export function toolHead(view: ToolView): Head {
  const { serverId, serverName, slug, name, classification } = view.tool;
  const { category, riskLevel } = classification;
  const title = `${visible(clip(name, 80))} on ${visible(clip(serverName, 60))}: ${riskLevel} risk`;
  return {
    title: `${title} | Toolrisk`,
    description: `${category}, ${riskLevel} risk. Recommended: ${decisionLabel(view.decisions.balanced).toLowerCase()}.`,
    path: toolPath(serverId, slug),
    json: toolJsonPath(serverId, slug),
    markdown: toolMarkdownPath(serverId, slug),
    ld: toolLd(view, title),
  };
}
