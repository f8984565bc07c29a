import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { crawlServer } from './crawl.ts';
import { npmExecutable } from './launch/npm-bin.ts';
import { listingOfTarget } from './listings/target.ts';

const CHECKOUT = fileURLToPath(new URL('..', import.meta.url));

/** Published servers, at the versions that package.json pins. */
test.each([
  ['@modelcontextprotocol/server-everything', [], 13],
  ['@modelcontextprotocol/server-filesystem', ['{workspace}'], 14],
  ['@modelcontextprotocol/server-memory', [], 9],
])('%s lists its tools in the sandbox', async (name, words, count) => {
  const program = npmExecutable(CHECKOUT, name, undefined);
  const script = program.ok ? (program.command.entry.at(-1) ?? '').replace('{root}', CHECKOUT) : '';
  const listing = listingOfTarget(undefined, ['node', script, ...words]);
  const observation = await crawlServer(listing, {
    cache: join(tmpdir(), 'unused'),
    folder: join(CHECKOUT, 'node_modules'),
    sandbox: 'bubblewrap',
    timeoutMs: 90_000,
  });
  expect({
    outcome: observation.outcome,
    tools: observation.tools.length,
    bad: observation.quarantined,
  }).toEqual({
    outcome: 'listed',
    tools: count,
    bad: [],
  });
  for (const { raw, definition } of observation.tools) expect(JSON.parse(raw)).toMatchObject(definition);
});
