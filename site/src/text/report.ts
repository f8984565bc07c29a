/** What somebody needs to say who finds a verdict wrong, and how to cite a tool's page. */
import type { ToolView } from '../view/tool.ts';
import { absolute, toolPath } from '../view/addresses.ts';
import { day } from './rich.ts';
import { clip, visible } from './visible.ts';

/** A report to be filled in: what is judged here, how, and by which version. */
export function reportText({ tool }: ToolView): { title: string; body: string } {
  const { category, riskLevel, classifierVersion } = tool.classification;
  const name = visible(clip(tool.name, 60));
  return {
    title: `Wrong classification: ${name} on ${tool.serverId}`,
    body: [
      `Tool: ${name} on ${tool.serverId}`,
      `Definition: ${tool.digest}`,
      `Verdict: ${category}, ${riskLevel}, by classifier ${classifierVersion}`,
      'It should be:',
      'Because the definition says:',
    ].join('\n'),
  };
}

/** A link that opens a new report, its text filled in; `issues` is where the site's owner takes reports. */
export function reportLink(issues: string, view: ToolView): string {
  const url = new URL(issues);
  const { title, body } = reportText(view);
  url.searchParams.set('title', title);
  url.searchParams.set('body', body);
  return url.href;
}

/** The page as a source: what it says, of which definition, by which version, and when it was last seen so. */
export function citation({ tool }: ToolView): string {
  const { riskLevel, category, classifierVersion } = tool.classification;
  const where = absolute(toolPath(tool.serverId, tool.slug));
  return [
    `Toolrisk: ${visible(clip(tool.name, 60))} on ${visible(clip(tool.serverName, 60))}: ${category}, ${riskLevel} risk`,
    `classifier ${classifierVersion}`,
    `definition ${tool.digest.slice(0, 12)}`,
    `${tool.provenance === 'observed' ? 'seen' : 'declared'} ${day(tool.lastSeenAt)}`,
    ...(where === undefined ? [] : [where]),
  ].join(', ');
}
