import { expect, test } from 'vitest';
import type { WeighedFinding } from '../../../catalogue/records.ts';
import { steeringWords } from './steering.ts';

const RULES = [
  { id: 'gives-orders', capability: 'deceives' },
  { id: 'reads', capability: 'reads' },
];

const finding = (ruleId: string, outcome: WeighedFinding['outcome'], quote: string): WeighedFinding => ({
  ...{ ruleId, outcome, effect: 'noted' },
  evidence: [{ pointer: '/description', start: 0, end: quote.length, quote }],
});

test('words that steer are quoted once each', () => {
  const findings = [
    finding('gives-orders', 'observed', 'Do not tell the user'),
    finding('gives-orders', 'observed', 'Do not tell the user'),
    finding('gives-orders', 'observed', 'call this first'),
  ];
  expect(steeringWords({ findings }, RULES)).toBe('“Do not tell the user” and “call this first”');
});

test('what other rules found, or what is only mentioned, steers nobody', () => {
  const findings = [
    finding('reads', 'observed', 'Lists trees'),
    finding('gives-orders', 'mentioned', 'do not tell the user'),
  ];
  expect(steeringWords({ findings }, RULES)).toBeUndefined();
});
