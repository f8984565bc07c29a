import { describe, expect, test } from 'vitest';
import type { Attack, Condition } from '../../../catalogue/attacks.ts';
import type { Change } from '../../../catalogue/change-records.ts';
import { accessInWords, conditionInWords, roughDate, tellingConditions, vouchedFor } from './attacks.ts';
import { changeInWords, valueText } from './changes.ts';
import { pieces } from './rich.ts';

const plain = (rich: string) => pieces(rich).join('');
const verdict = (category: 'Read' | 'Destructive', riskLevel: 'Low' | 'Critical') => ({
  ...{ classifierVersion: '1', category, riskLevel, flags: [] },
});

describe('a change in words', () => {
  test.each<[string, Change]>([
    [
      'From Read, Low to Destructive, Critical, because the classifier changed, and the definition did not.',
      {
        ...{ kind: 'reclassified', tool: 'mow', cause: 'classifier', raisesRisk: true },
        before: verdict('Read', 'Low'),
        after: verdict('Destructive', 'Critical'),
      },
    ],
    [
      'No longer there; it was not judged.',
      { kind: 'removed', tool: 'mow', before: { digest: 'a', verdict: null }, raisesRisk: false },
    ],
    [
      'Before, it answered with its complete list of tools; then it could not be reached.',
      { kind: 'outcome', before: 'listed', after: 'unreachable', raisesRisk: false },
    ],
  ])('is “%s”', (words, change) => expect(plain(changeInWords(change))).toBe(words));

  test('names each part of a definition once, and hidden characters', () => {
    const field = { before: null, after: null };
    const change: Change = {
      ...{ kind: 'redefined', tool: 'mow', moreFields: 2, raisesRisk: null },
      before: { digest: 'a', verdict: null },
      after: { digest: 'b', verdict: verdict('Read', 'Low') },
      fields: [
        { ...field, pointer: '/description', part: 'description' },
        { ...field, pointer: '/inputSchema/properties/p/type', part: 'input', parameter: 'p\u200b' },
        { ...field, pointer: '/inputSchema/properties/p/enum', part: 'input', parameter: 'p\u200b' },
      ],
    };
    expect(plain(changeInWords(change))).toBe(
      'Another definition: description and parameter p⟨U+200B⟩ and 2 further fields. It was not judged and is Read, Low.',
    );
  });

  test('a value says where it is cut, and never halves a character', () => {
    expect(valueText({ type: 'text', text: 'ab😀cd', skipped: 3, omitted: 0 }, 3)).toBe('…ab…');
    expect(valueText({ type: 'json', text: '{"a":1}', omitted: 0 }, 20)).toBe('{"a":1}');
  });
});

describe('an attack in words', () => {
  test('a date is as exact as it is known', () => {
    expect(['2025-07-09', '2025-07', '2025', undefined].map(roughDate)).toEqual([
      ...['9 July 2025', 'July 2025', '2025', 'date not known'],
    ]);
  });

  test('says who vouches for it, or that nobody does', () => {
    const attack = (source: Attack['source']) =>
      ({ source, cve: ['CVE-2025-1'], ghsa: [] }) as unknown as Attack;
    expect(vouchedFor(attack('cve-record'))).toBe('Verified by a CVE record: CVE-2025-1.');
    expect(vouchedFor(attack('secondary'))).toBe('Not verified: it rests on reports at second hand.');
  });

  test('its conditions read as the end of a sentence', () => {
    expect(plain(conditionInWords({ type: 'category', anyOf: ['Write', 'Destructive'] }))).toBe(
      'is Write or Destructive',
    );
    expect(plain(conditionInWords({ type: 'parameter', kind: 'path' }))).toBe(
      'takes a path of a file or folder',
    );
    expect(plain(conditionInWords({ type: 'no-parameter', kind: 'project' }))).toBe(
      'takes no repository or project kept elsewhere',
    );
    expect(
      plain(conditionInWords({ type: 'combination', combination: 'secrets-egress', part: 'egress' })),
    ).toBe('brings “sends out” to secrets and a way out on its server');
  });

  test('a condition that every tool meets is none', () => {
    const finding: Condition = { type: 'finding', anyOf: ['hides-text'] };
    const anyCategory: Condition = { type: 'category', anyOf: ['Destructive', 'Read', 'Write', 'Execute'] };
    const some: Condition = { type: 'category', anyOf: ['Read', 'Write'] };
    const access = (...conditions: Condition[]) => ({ access: { type: 'tool' as const, conditions } });
    expect(tellingConditions(access(finding, anyCategory))).toEqual([finding]);
    expect(tellingConditions(access(finding, some))).toEqual([finding, some]);
    expect(tellingConditions({ access: { type: 'no-call' } })).toEqual([]);
    expect(accessInWords(access(finding, anyCategory))).toContain('when this holds');
    expect(accessInWords(access(finding, some))).toContain('when all of this holds');
  });
});
