/** A process that does pieces of a build: it is sent an order at a time, and sends back how it went. */
import { fingerprintServers, type Fingerprints } from './fingerprints.ts';
import { codeOf } from './full-disk.ts';
import { relateForSite, type CatalogueFiles } from './open.ts';
import { partMaker, type BuildInputs, type MadePart, type Part } from './part.ts';
import { makeSearchIndex, type IndexPart } from './search-files.ts';
import { reuseServers, type Reused, type ReuseOrder } from './reuse.ts';

/** What the worker is sent: a part to make, servers to compare with the former site, tools to relate or to index. */
export type Order =
  | { make: Part; inputs: BuildInputs }
  | { fingerprint: CatalogueFiles }
  | { reuse: ReuseOrder }
  | { relate: CatalogueFiles }
  | { index: IndexPart; files: CatalogueFiles };

/** What an order gives. */
export type Result = MadePart | Reused | Fingerprints | null;

/** What it sends back: pages made so far, in the end the result or what went wrong, with the error's code. */
export type Answer = { rendered: number } | { done: Result } | { failed: string; code: string | undefined };

const makePart = partMaker();

if (process.send) {
  // A build that has ended, or was stopped, takes its workers with it.
  process.once('disconnect', () => process.exit(130));
  // Ctrl-C reaches every process of the terminal; the build decides what becomes of its workers.
  process.on('SIGINT', () => {});
  process.on('message', (order: Order) => {
    perform(order).then(
      (done) => answer({ done }),
      (error: Error) => answer({ failed: error.stack ?? String(error), code: codeOf(error) }),
    );
  });
}

async function perform(order: Order): Promise<Result> {
  if ('relate' in order) {
    relateForSite(order.relate);
    return null;
  }
  if ('index' in order) return makeSearchIndex(order.files, order.index);
  if ('fingerprint' in order) return fingerprintServers(order.fingerprint);
  if ('reuse' in order) return reuseServers(order.reuse);
  return makePart(order.inputs, order.make, (rendered) => answer({ rendered }));
}

function answer(answer: Answer): void {
  process.send?.(answer);
}
