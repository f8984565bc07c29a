/** A process that does one piece of a build: it is sent an order, and sends back how it went. */
import { relateForSite, type CatalogueFiles } from './open.ts';
import { makePart, type BuildInputs, type MadePart, type Part } from './part.ts';
import { reuseServers, type Reused, type ReuseOrder } from './reuse.ts';

/** What the worker is sent: a part to make, servers to compare with the former site, or tools to relate. */
export type Order = { make: Part; inputs: BuildInputs } | { reuse: ReuseOrder } | { relate: CatalogueFiles };

/** What it sends back: pages made so far, in the end the result or what went wrong. */
export type Answer = { rendered: number } | { done: MadePart | Reused | null } | { failed: string };

if (process.send) {
  // A build that was stopped takes its workers with it.
  process.once('disconnect', () => process.exit(130));
  // Ctrl-C reaches every process of the terminal; the build decides what becomes of its workers.
  process.on('SIGINT', () => {});
  process.once('message', (order: Order) => {
    perform(order).then(
      (done) => finish({ done }),
      (error: Error) => finish({ failed: error.stack ?? String(error) }),
    );
  });
}

async function perform(order: Order): Promise<MadePart | Reused | null> {
  if ('relate' in order) {
    relateForSite(order.relate);
    return null;
  }
  if ('reuse' in order) return reuseServers(order.reuse);
  return makePart(order.inputs, order.make, (rendered) => process.send?.({ rendered } satisfies Answer));
}

function finish(answer: Answer): void {
  process.send?.(answer, () => process.exit(0));
}
