/** A server's feed of changes and its tools as CSV; they stand in the server's own folder. */
import { decisionLabel } from '../text/decision.ts';
import { visible } from '../text/visible.ts';
import { absolute, serverCsvPath, serverFeedPath, serverPath, toolPath } from './addresses.ts';
import { atomFeed } from './atom.ts';
import { csv } from './csv.ts';
import type { ServerView } from './server.ts';
import type { SiteFile } from './twins.ts';

const COLUMNS = ['tool', 'level', 'category', 'confidence', 'flags', 'balanced policy', 'digest', 'page'];

/** The files: the feed always, the table where there are tools. */
export function* serverData({ id, server, tools, decisions, changes }: ServerView): Generator<SiteFile> {
  yield {
    path: serverFeedPath(id),
    text: atomFeed({
      path: serverFeedPath(id),
      page: serverPath(id),
      title: `Changes of ${visible(server.listing.name)}`,
      updated: changes[0]?.at ?? server.snapshot?.lastSeenAt ?? server.firstListedAt,
      changes,
    }),
  };
  if (tools.length === 0) return;
  const rows = tools.map(({ name, slug, digest, classification }, i) => {
    const { riskLevel, category, confidence, flags } = classification;
    const page = absolute(toolPath(id, slug)) ?? toolPath(id, slug);
    const policy = decisionLabel(decisions.balanced[i]!);
    return [visible(name), riskLevel, category, confidence, flags.join(' '), policy, digest, page];
  });
  yield { path: serverCsvPath(id), text: csv([COLUMNS, ...rows]) };
}
