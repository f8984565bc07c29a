import type { RunSummary } from '../../catalogue/store/index.ts';
import type { Outcome } from '../../catalogue/vocabulary.ts';
import { UserError } from '../errors.ts';
import { secondsOf } from './crawl-progress.ts';
import type { CrawlResult, Lists } from './crawl-store.ts';
import { textTable } from './table.ts';

/** What a crawl came to. */
export interface CrawlReport {
  /** Null where there was nothing to crawl. */
  run: RunSummary | null;
  results: readonly CrawlResult[];
  lists: Lists;
}

/** The report where no server was crawled. */
export const NOTHING: CrawlReport = { run: null, results: [], lists: { first: 0, suspects: 0 } };

type StoredChangeKind = keyof RunSummary['changes'];

/** What changed, in words that go after a number. */
const CHANGE_WORDS: Record<StoredChangeKind, [one: string, many: string]> = {
  added: ['tool added', 'tools added'],
  removed: ['tool removed', 'tools removed'],
  redefined: ['tool redefined', 'tools redefined'],
  server: ['server with another version or introduction', 'servers with another version or introduction'],
  circumstances: ['server asked otherwise', 'servers asked otherwise'],
  outcome: ['server with another outcome', 'servers with another outcome'],
};

const KINDS = Object.keys(CHANGE_WORDS) as StoredChangeKind[];
const FIRST_WORDS: [string, string] = [
  'server listed for the first time',
  'servers listed for the first time',
];

/** A table of the servers, and what changed, for people. */
export function textOf({ run, results, lists }: CrawlReport): string {
  const rows = [...results]
    .sort((a, b) => (a.serverId < b.serverId ? -1 : 1))
    .map((result) => [
      result.serverId,
      result.standing === 'suspect' ? `${result.outcome}, held back` : result.outcome,
      result.tools,
      result.package?.version ?? result.serverInfo?.version ?? '',
      secondsOf(result).toFixed(1),
    ]);
  const tools = results.reduce((sum, result) => sum + result.tools, 0);
  const listed = results.filter(({ outcome }) => outcome.startsWith('listed') || outcome === 'declared');
  return (
    `\n${textTable(['server', 'outcome', 'tools', 'version', 'seconds'], rows)}` +
    `\n${listed.length} of ${count(results.length, ['server', 'servers'])} listed ${count(tools, ['tool', 'tools'])}.\n` +
    `${changesLine(run?.changes ?? {}, lists)}\n`
  );
}

/** One line on what a run changed against the crawls before it. */
export function changesLine(changes: RunSummary['changes'], { first, suspects }: Lists): string {
  const told = [
    ...(first === 0 ? [] : [count(first, FIRST_WORDS)]),
    ...KINDS.filter((kind) => changes[kind]).map((kind) => count(changes[kind]!, CHANGE_WORDS[kind])),
  ];
  const held = count(suspects, ['empty list is', 'empty lists are']);
  return (
    (told.length === 0 ? 'Nothing changed since the last crawl.' : `Changed: ${told.join(', ')}.`) +
    (suspects === 0 ? '' : ` ${held} held back until seen twice.`)
  );
}

const count = (number: number, [one, many]: [string, string]) => `${number} ${number === 1 ? one : many}`;

/** The same as JSON. */
export function jsonOf({ run, results, lists }: CrawlReport): string {
  const servers = results.map((result) => ({
    server: result.serverId,
    outcome: result.outcome,
    standing: result.standing,
    detail: result.detail,
    tools: result.tools,
    quarantined: result.quarantined,
    package: result.package,
    credentialStep: result.launch.credentialStep,
    installScripts: result.launch.installScripts,
    seconds: secondsOf(result),
  }));
  const which = run && { id: run.id, key: run.key };
  return `${JSON.stringify({ run: which, servers, changes: run?.changes ?? {}, lists }, null, 2)}\n`;
}

/** Where every server ended alike before it was asked, for want of a network or a sandbox, its user has to mend that. */
export function explainNothing(results: readonly CrawlResult[]): void {
  const all = (outcome: Outcome) =>
    results.length > 0 &&
    results.every((result) => result.outcome === outcome && result.launch.transport === undefined);
  if (all('unreachable')) {
    throw new UserError(
      'No package registry could be reached: check the network and the registry that npm is configured for, and crawl again.',
    );
  }
  if (all('refused-by-policy')) {
    throw new UserError(
      'No sandbox works here, so no server was run: `npm run setup` in a checkout, or `apt-get install bubblewrap`, brings one.',
    );
  }
}
