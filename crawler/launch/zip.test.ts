import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { zipOf, type ZipEntry } from './test-zip.ts';
import { readFromZip, unzip } from './zip.ts';

let place: string;
let folder: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'toolrisk-zip-'));
  folder = join(place, 'folder');
  mkdirSync(folder);
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

function archive(entries: readonly ZipEntry[]): string {
  const file = join(place, 'archive.zip');
  writeFileSync(file, zipOf(entries));
  return file;
}

const unpack = (entries: readonly ZipEntry[]) => unzip(archive(entries), folder, { files: 5, bytes: 10_000 });

describe('an archive', () => {
  test('is unpacked with its folders and the bit that lets a program run', async () => {
    await unpack([
      { name: 'a/', content: '' },
      { name: 'a/b/run', content: 'one', mode: 0o100755 },
      { name: 'text', content: 'two'.repeat(100), deflate: true },
    ]);
    expect(readFileSync(join(folder, 'a/b/run'), 'utf8')).toBe('one');
    expect(statSync(join(folder, 'a/b/run')).mode & 0o777).toBe(0o755);
    expect(readFileSync(join(folder, 'text'), 'utf8')).toBe('two'.repeat(100));
  });

  test.each<[what: string, entries: ZipEntry[], reason: RegExp]>([
    ['a name that climbs out', [{ name: '../outside', content: 'x' }], /invalid relative path/],
    [
      'a name that climbs out further in',
      [{ name: 'a/../../outside', content: 'x' }],
      /invalid relative path/,
    ],
    ['an absolute name', [{ name: '/outside', content: 'x' }], /absolute path/],
    ['a name of Windows', [{ name: '..\\outside', content: 'x' }], /invalid characters/],
    ['a link', [{ name: 'link', content: '/etc', mode: 0o120777 }], /the link "link"/],
    [
      'a file twice',
      [
        { name: 'a', content: '1' },
        { name: 'A', content: '2' },
      ],
      /"A" twice/,
    ],
    ['too many files', 'abcdef'.split('').map((name) => ({ name, content: '' })), /more than 5 files/],
    ['a bomb', [{ name: 'bomb', content: Buffer.alloc(2 ** 24), deflate: true }], /more than 10000 bytes/],
    [
      'a bomb that lies about its size',
      [{ name: 'bomb', content: Buffer.alloc(2 ** 24), deflate: true, declaredSize: 10 }],
      /too many bytes|more than 10000 bytes/,
    ],
  ])('with %s is refused', async (_what, entries, reason) => {
    await expect(unpack(entries)).rejects.toThrow(reason);
    expect(existsSync(join(place, 'outside'))).toBe(false);
  });

  test('that is none is refused', async () => {
    const file = join(place, 'none.zip');
    writeFileSync(file, 'no zip');
    await expect(unzip(file, folder, { files: 1, bytes: 1 })).rejects.toThrow();
  });

  test('gives one file without being unpacked, up to a limit', async () => {
    const file = archive([{ name: 'manifest.json', content: '{}' }]);
    expect(await readFromZip(file, 'manifest.json', 10)).toBe('{}');
    expect(await readFromZip(file, 'other', 10)).toBeUndefined();
    await expect(readFromZip(file, 'manifest.json', 1)).rejects.toThrow(/more than 1 bytes/);
  });
});
