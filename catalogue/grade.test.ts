import { expect, test } from 'vitest';
import { grade } from './grade.ts';

test.each([
  [[0, 0, 0, 0], undefined],
  [[3, 0, 0, 0], 'A'],
  [[3, 1, 0, 0], 'B'],
  [[3, 1, 1, 0], 'C'],
  [[99, 0, 0, 1], 'D'],
  [[9, 0, 0, 1], 'D'],
  [[8, 0, 0, 1], 'E'],
  [[3, 0, 0, 1], 'E'],
  [[2, 0, 0, 1], 'F'],
  [[0, 0, 0, 1], 'F'],
] as const)('%j Low, Medium, High, Critical: %s', ([Low, Medium, High, Critical], wanted) => {
  expect(grade({ Low, Medium, High, Critical })).toBe(wanted);
});
