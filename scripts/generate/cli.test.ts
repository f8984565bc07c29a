import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CLI_REFERENCE, cliReference } from './cli.ts';

test('docs/cli.md is what the program says of itself (npm run generate)', async () => {
  expect(readFileSync(CLI_REFERENCE, 'utf8')).toBe(await cliReference());
});

test('every command shows how it is called', async () => {
  const [, ...sections] = (await cliReference()).split(/^## /m);
  expect(sections.length).toBeGreaterThan(20);
  expect(
    sections.filter((text) => !text.includes('\nExamples:\n  ')).map((text) => text.split('\n')[0]),
  ).toEqual([]);
});
