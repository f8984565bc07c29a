import { expect, test } from 'vitest';
import { toxicCombinations } from './combinations.ts';
import type { Flag } from './vocabulary.ts';

const tool = (name: string, ...flags: Flag[]) => ({ name, classification: { flags } });

test('a combination is there when each of its parts is, with the tools that bring it in', () => {
  const found = toxicCombinations([
    tool('read_inbox', 'private', 'untrusted'),
    tool('search_files', 'private'),
    tool('send_mail', 'egress'),
  ]);
  expect(found.map(({ combination }) => combination)).toEqual(['private-untrusted-egress']);
  expect(found[0]!.parts.map(({ flag, tools }) => [flag, tools.map(({ name }) => name)])).toEqual([
    ['untrusted', ['read_inbox']],
    ['private', ['read_inbox', 'search_files']],
    ['egress', ['send_mail']],
  ]);
});

test('two of three parts make none', () => {
  expect(toxicCombinations([tool('read_inbox', 'private', 'untrusted'), tool('get_time')])).toEqual([]);
});

test('one tool can be a whole combination', () => {
  const found = toxicCombinations([tool('fetch_and_run', 'untrusted', 'code', 'egress', 'secrets')]);
  expect(found.map(({ combination }) => combination)).toEqual(['secrets-egress', 'untrusted-code']);
});

test('no tools make none', () => expect(toxicCombinations([])).toEqual([]));
