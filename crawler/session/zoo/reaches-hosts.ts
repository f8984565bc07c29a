// Asks each address that it is given by fetch, and once past the proxy, and tells what came of it.
import { connect } from 'node:net';
import { serve, tool } from './protocol.ts';

const addresses = process.argv.slice(2).filter((word) => word.startsWith('http'));

async function ask(address: string): Promise<string> {
  try {
    return await (await fetch(address)).text();
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : 'unknown';
    return `failed: ${cause}`;
  }
}

function pastTheProxy(address: string): Promise<string> {
  const { hostname, port } = new URL(address);
  const { promise, resolve } = Promise.withResolvers<string>();
  connect(Number(port), hostname, () => resolve('reached')).on('error', (error: NodeJS.ErrnoException) =>
    resolve(`failed: ${error.code}`),
  );
  return promise;
}

const seen: Record<string, string> = {};
for (const address of addresses) seen[address] = await ask(address);
seen['directly'] = await pastTheProxy(addresses[0] ?? '');
if (seen[addresses[0] ?? '']?.startsWith('failed')) {
  console.error('Error: the first address cannot be reached');
  process.exit(1);
}
serve({ list: () => ({ tools: [tool('seen', { description: JSON.stringify(seen) })] }) });
