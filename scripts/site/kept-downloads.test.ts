import { mkdirSync, mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { openFormer, storeParts, surveysIn, TEXT_FILES, TEXTS, type ServerPart } from './kept-downloads.ts';
import { ShardedFile } from './sharded-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'toolrisk-kept-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let sites = 0;

/** Writes texts in which every server has the lines that are given, cut into files of so many bytes. */
function site(lines: readonly string[], most: number): string {
  const at = join(folder, `${++sites}`);
  mkdirSync(join(at, 'data'), { recursive: true });
  const files = TEXTS.map((text) => [text, new ShardedFile(at, TEXT_FILES[text], most)] as const);
  const parts = lines.map((line, i): ServerPart => {
    const bytes = files.map(([text, file]) => [text, file.add(line)]);
    return { id: `s${i}`, fingerprint: `f${i}`, bytes: Object.fromEntries(bytes) as ServerPart['bytes'] };
  });
  for (const [, file] of files) file.finish();
  storeParts(at, parts);
  return at;
}

test('gives the lines of any servers in a row, however the texts were cut', () => {
  const line = fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => `${JSON.stringify(text)}\n`);
  const texts = fc.array(fc.oneof(line, fc.constant('')), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 200 }), fc.nat(), fc.nat(), (lines, most, a, b) => {
      const former = openFormer(site(lines, most))!;
      const [from, to] = [a % lines.length, b % lines.length].sort((x, y) => x - y) as [number, number];
      for (const text of TEXTS)
        expect(former.lines(`s${from}`, `s${to}`, text).toString()).toBe(lines.slice(from, to + 1).join(''));
      former.close();
    }),
    { numRuns: 60 },
  );
});

test('knows its servers, which is whose neighbour, and which are the same', () => {
  const former = openFormer(site(['{"tools":[]}\n', '{"tools":[1]}\n', '{}\n'], 1000))!;
  expect([...former.ids()]).toEqual(['s0', 's1', 's2']);
  expect([former.has('s1'), former.has('s3')]).toEqual([true, false]);
  expect([former.hasSame('s1', 'f1'), former.hasSame('s1', 'f2'), former.hasSame('s3', undefined)]).toEqual([
    true,
    false,
    false,
  ]);
  expect([former.areNeighbours('s0', 's1'), former.areNeighbours('s0', 's2')]).toEqual([true, false]);
  expect(surveysIn(former.lines('s0', 's1', 'survey'))).toEqual([{ tools: [] }, { tools: [1] }]);
  former.close();
});

test('is not there where something was cut short or nothing was kept', () => {
  for (const file of [TEXT_FILES.survey.path(1), TEXT_FILES.table.path(1), '.toolrisk-downloads']) {
    const at = site(['one line\n', 'another\n'], 1000);
    truncateSync(join(at, file), 5);
    expect(openFormer(at), file).toBeUndefined();
  }
  expect(openFormer(folder)).toBeUndefined();
});
