/** Where the twins of pages stand that are about no one server, and the feed of the whole site. */
import { attackPath, attacksPath, changesPath, runPath, statisticsPath } from './addresses.ts';

/** Beside the page's folder, under its name, as the twins of servers and tools are. */
const beside = (path: string, ending: 'json' | 'md'): string => `${path.slice(0, -1)}.${ending}`;

export const attacksJsonPath = beside(attacksPath, 'json');
export const attackJsonPath = (attackId: string): string => beside(attackPath(attackId), 'json');
export const attackMarkdownPath = (attackId: string): string => beside(attackPath(attackId), 'md');
export const changesJsonPath = beside(changesPath, 'json');
export const runMarkdownPath = (runId: number): string => beside(runPath(runId), 'md');
export const statisticsJsonPath = beside(statisticsPath, 'json');
/** The feed of all runs' changes, at the place where readers look for a site's feed. */
export const siteFeedPath = '/feed.atom';
