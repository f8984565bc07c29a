import { describe, expect, test } from 'vitest';
import type { Outcome } from '../catalogue/vocabulary.ts';
import { verdictOf, verdictOnList } from './outcome.ts';
import type { Failure } from './session/failure.ts';

const EXITED: Failure = { kind: 'exited', code: 1, signal: null };

describe('what an ended server wanted stands on its standard error', () => {
  const cases: [stderr: string, outcome: Outcome][] = [
    ['Error: EXAMPLE_API_KEY environment variable is required', 'needs-credentials'],
    ['Missing API key. Pass --api-key or set one.', 'needs-credentials'],
    ['error: an access token must be provided', 'needs-credentials'],
    ['Database password not set', 'needs-credentials'],
    ['Invalid credentials', 'needs-credentials'],
    ['You are not logged in. Run the login command first.', 'needs-login'],
    ['Open this URL in your browser to authorize the program', 'needs-login'],
    ['TypeError: Unexpected token < in JSON at position 0', 'exited'],
    ['Error: Cannot find module ./keys.js', 'exited'],
    ["    at checkApiKeyRequired (file:///key.js:3:1)\n  code: 'ERR_TOKEN_MISSING'", 'exited'],
    ['', 'exited'],
  ];
  test.each(cases)('%s', (stderr, outcome) => expect(verdictOf(EXITED, stderr).outcome).toBe(outcome));
});

test('the telling line is the one that names the error, not the stack below it', () => {
  const stderr = "Starting\nError: Cannot find module 'x'\n    at load (node:internal:1)\n\nNode.js v24.0.0";
  expect(verdictOf(EXITED, stderr).detail).toBe(
    "It ended with status 1 before it listed its tools: Error: Cannot find module 'x'",
  );
});

test('a server that waits and only mentions a key has timed out', () => {
  const failure: Failure = { kind: 'timed-out', phase: 'connecting', spoke: false };
  expect(verdictOf(failure, 'Warning: no API key found').outcome).toBe('timed-out');
});

test.each([
  ['ECONNREFUSED', undefined],
  ['ECONNRESET', undefined],
  ['EAI_AGAIN', undefined],
  ['ENOTFOUND', true],
  ['CERT_HAS_EXPIRED', true],
  ['EPROTO', true],
  ['ENOENT', true],
  [undefined, true],
])('whether %s lasts: %s', (code, lasting) => {
  const verdict = verdictOf({ kind: 'unreachable', what: 'a failure', code }, '');
  expect(verdict).toMatchObject({ outcome: 'unreachable' });
  expect(verdict.lasting).toBe(lasting);
});

test('a list is complete or says what is missing', () => {
  expect(verdictOnList({ tools: [], quarantined: [] })).toEqual({
    outcome: 'listed',
    detail: 'It listed 0 tools.',
  });
  expect(
    verdictOnList({
      tools: [],
      quarantined: [{ reason: 'bad', raw: '' }],
      incomplete: 'its cursor repeats itself',
    }),
  ).toEqual({
    outcome: 'listed-partly',
    detail: 'It listed 0 tools; 1 could not be taken, and the list may go on, for its cursor repeats itself.',
  });
});
