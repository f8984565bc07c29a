import { describe, expect, test } from 'vitest';
import { POSTURES, RISK_LEVELS } from '../../../catalogue/vocabulary.ts';
import { decisionTable, stopsInWords } from './decision-table.ts';

describe('where a posture stops a call', () => {
  test.each([
    ['strict', 'Read and Write from High on; Execute and Destructive at every level.'],
    ['balanced', 'Read, Write and Execute at Critical; Destructive at every level.'],
    ['permissive', 'Read, Write, Execute and Destructive at Critical.'],
  ] as const)('%s', (posture, said) => {
    expect(stopsInWords(posture)).toBe(`What waits for a person or is denied: ${said}`);
  });

  test('is what the table says', () => {
    for (const posture of POSTURES) {
      for (const { category, cells } of decisionTable(posture)) {
        const stopped = cells.findIndex((cell) => /^(?:Ask|Deny)/.test(cell));
        const [, from] = new RegExp(`${category}[^;]*? (?:from|at) (\\w+)`).exec(stopsInWords(posture))!;
        expect(from, `${posture} ${category}`).toBe(stopped === 0 ? 'every' : RISK_LEVELS[stopped]);
      }
    }
  });
});
