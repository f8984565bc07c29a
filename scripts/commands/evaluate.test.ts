import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'toolrisk-evaluate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ROWS = [
  { server: 'Pier', name: 'list_lamps', label: { category: 'Read', riskLevel: 'Low' } },
  { server: 'Pier', name: 'delete_lamp', label: { category: 'Write', riskLevel: 'Medium' } },
  { server: 'Quay', name: 'add_lamp', label: { readOnly: false } },
];

function evaluate(rows: readonly object[] | string, ...options: string[]) {
  const file = join(folder, 'rows.jsonl');
  writeFileSync(
    file,
    typeof rows === 'string' ? rows : rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
  );
  return spawnSync(process.execPath, ['scripts/toolrisk.ts', 'evaluate', ...options, file], {
    encoding: 'utf8',
  });
}

describe('toolrisk evaluate', () => {
  it('prints the figures', () => {
    const { stdout, status } = evaluate(ROWS, '--ignore-hints');
    expect(status).toBe(0);
    expect(stdout).toContain('| category | 50.0 %');
    expect(stdout).toContain('100.0 % (20.7–100.0; 1 of 1)');
  });

  it('prints them as JSON, with the rows that miss', () => {
    const { stdout } = evaluate(ROWS, '--json', '--errors');
    const figures = JSON.parse(stdout);
    expect(figures.category.accuracy).toMatchObject({ hits: 1, of: 2 });
    expect(figures.readOnly).toMatchObject({ hits: 1, of: 1 });
    expect(figures.errors.map(({ name }: { name: string }) => name)).toEqual(['delete_lamp']);
  });

  it('lists the rows that miss, with the words that decided', () => {
    expect(evaluate(ROWS, '--errors').stdout).toContain(
      'Pier delete_lamp: wanted Write/Medium, said Destructive/Critical',
    );
  });

  it.each([
    ['a row without a label', '{"name":"a"}\n', /line 1.*label/],
    [
      'a category that there is not',
      '{"name":"a","label":{"category":"Harmless","riskLevel":"Low"}}\n',
      /label/,
    ],
    ['a line that is no tool', 'null\n', /line 1/],
    ['no rows', '', /no labelled tools/],
  ])('refuses %s', (_, text, message) => {
    const { stderr, status } = evaluate(text);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('refuses a folder of labels that is missing', () => {
    const { stderr, status } = spawnSync(
      process.execPath,
      ['scripts/toolrisk.ts', 'evaluate', '--labels', join(folder, 'none')],
      { encoding: 'utf8' },
    );
    expect(status).toBe(2);
    expect(stderr).toContain('does not exist');
  });
});
