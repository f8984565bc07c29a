/** The Markdown twin of a run's page. */
import type { RecordedChange } from '../../../catalogue/store/reads.ts';
import { CHANGE_LABEL, changeInWords } from '../text/changes.ts';
import { markdownCode, markdownRich, markdownText } from '../text/markdown.ts';
import { count, day, number } from '../text/rich.ts';
import { clip } from '../text/visible.ts';
import { runJsonPath, runPath, toolPath } from './addresses.ts';
import { bullets, joined, link, section } from './markdown-parts.ts';
import { RAISING, RUN_GROUPS, type ChangeGroup, type RunView } from './run.ts';

/** A run's page as Markdown. */
export function runMarkdown({ run, total, raising, others }: RunView): string {
  return joined([
    `# Run ${run.id}: what changed`,
    `${count(total, 'change')} on ${count(run.servers, 'crawled server')}; ${number(raising.total)} of them raise the risk.`,
    bullets([
      `Begun: ${day(run.startedAt)}`,
      `Ended: ${run.finishedAt ? day(run.finishedAt) : '?'}`,
      `Status: ${run.status}`,
      `Toolrisk: ${run.toolriskVersion}`,
    ]),
    ...group(RAISING, raising),
    ...RUN_GROUPS.flatMap((words) => group(words, others[words.kind])),
    `${link('Page', runPath(run.id))} · ${link('record', runJsonPath(run.id))}`,
  ]);
}

function group({ title, none }: { title: string; none: string }, { total, first }: ChangeGroup): string[] {
  if (total === 0) return section(title, none);
  const counted = `${count(total, 'change')}`;
  return section(
    title,
    first.length < total ? `${counted}; the first ${count(first.length, 'one')} follow.` : `${counted}.`,
    bullets(first.map(changeLine)),
  );
}

function changeLine({ change, slug, present, serverId, serverName, quarantined }: RecordedChange): string {
  const tool = 'tool' in change ? ` ${markdownCode(clip(change.tool, 80))}` : '';
  const page = tool !== '' && slug !== null && present ? ` (${link('page', toolPath(serverId, slug))})` : '';
  const risk = change.raisesRisk ? ' **Risk up.**' : '';
  const still = quarantined ? ' The server still offers it, in a form that cannot be taken.' : '';
  return `${CHANGE_LABEL[change.kind]}:${tool} on ${markdownText(clip(serverName, 60))}${page}.${risk} ${markdownRich(changeInWords(change))}${still}`;
}
