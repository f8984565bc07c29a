import { existsSync, realpathSync } from 'node:fs';
import { Command } from 'commander';
import {
  explainStoreError,
  mergeCatalogue,
  openCatalogue,
  type Merged,
} from '../../catalogue/store/index.ts';
import { UserError } from '../errors.ts';

const EXAMPLES = `
Examples:
  toolrisk crawl --shard 1/2 --db a.db     (on one machine)
  toolrisk crawl --shard 2/2 --db b.db     (on another)
  toolrisk merge data/catalogue.db a.db b.db

The order of the catalogues makes no difference, and merging one again changes nothing. Where a server was crawled
on several machines its history is that of all of them, in the order of their times.
`;

/** `toolrisk merge`: puts catalogues together that were crawled apart. */
export function mergeCommand(): Command {
  return new Command('merge')
    .description('Put catalogues together that were crawled apart: each is taken over whole or not at all.')
    .argument('<into>', 'the catalogue that takes them over; made where it is missing')
    .argument('<from...>', 'the catalogues to take over; they stay as they are')
    .option('--json', 'print what was new in each as JSON')
    .addHelpText('after', EXAMPLES)
    .action(run);
}

/** What one of the catalogues brought. */
type Brought = { from: string } & Merged;

function run(into: string, from: string[], options: { json?: true }): void {
  const absent = from.find((file) => !existsSync(file));
  if (absent !== undefined) throw new UserError(`There is no catalogue at ${absent}; nothing was merged.`);
  if (existsSync(into) && from.some((file) => realpathSync(file) === realpathSync(into)))
    throw new UserError(`${into} cannot be merged into itself; name the others.`);
  // What is no catalogue is said before an empty one is made.
  for (const file of from) openCatalogue(file, 'read').close();
  const db = openCatalogue(into);
  const brought: Brought[] = [];
  try {
    for (const file of from) {
      if (process.stderr.isTTY) process.stderr.write(`\r\u001b[Kmerging ${file}`);
      brought.push({ from: file, ...mergeCatalogue(db, file) });
    }
  } catch (error) {
    throw explainStoreError(error, into);
  } finally {
    db.close();
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  }
  if (options.json) console.log(JSON.stringify({ into, merged: brought }, null, 2));
  else for (const each of brought) console.log(lineOf(each));
}

function lineOf({ from, servers, observations, definitions }: Brought): string {
  if (observations + servers + definitions === 0) return `${from}: nothing new.`;
  const parts = [
    count(servers, 'new server'),
    count(observations, 'new crawl'),
    count(definitions, 'new definition'),
  ];
  return `${from}: ${parts.join(', ')}.`;
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
