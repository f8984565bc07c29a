import { expect, test } from 'vitest';
import type { Mode } from '../../../catalogue/records.ts';
import { modeRows, unjudgedValues } from './modes.ts';

const inputSchema = {
  properties: { action: { enum: ['list', 'delete', 'plant', 7] }, other: { type: 'string' } },
};
const modes: Mode[] = [
  { parameter: 'action', value: 'list', category: 'Read' },
  { parameter: 'action', value: 'delete', category: 'Destructive' },
];

test('the worst modes come first, and last what no rule knows', () => {
  expect(modeRows({ inputSchema }, modes)).toEqual({
    rows: [
      { parameter: 'action', values: ['delete'], category: 'Destructive' },
      { parameter: 'action', values: ['list'], category: 'Read' },
      { parameter: 'action', values: ['plant'], category: undefined },
    ],
    more: 0,
  });
  expect(modeRows({ inputSchema }, [])).toEqual({ rows: [], more: 0 });
});

test('what is left out is counted', () => {
  const many = Array.from({ length: 25 }, (_, i): Mode => ({
    parameter: 'action',
    value: `m${i}`,
    category: 'Read',
  }));
  expect(modeRows({ inputSchema: undefined }, many)).toMatchObject({
    rows: [{ values: { length: 10 } }],
    more: 15,
  });
});

test('values are unjudged by the schema’s own words, whatever stands in it', () => {
  expect(unjudgedValues(inputSchema, modes, 'action')).toEqual(['plant']);
  expect(unjudgedValues(inputSchema, modes, 'toString')).toEqual([]);
  expect(unjudgedValues({ properties: { action: { enum: 'list' } } }, modes, 'action')).toEqual([]);
  expect(unjudgedValues(undefined, modes, 'action')).toEqual([]);
});
