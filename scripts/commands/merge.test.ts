import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listServers, openCatalogue } from '../../catalogue/store/index.ts';
import { testObservation, testRun } from '../../catalogue/store/test-catalogue.ts';

const PROGRAM = fileURLToPath(new URL('../launch.js', import.meta.url));

let place: string;
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'toolrisk-merge-'));
  ['one', 'two'].forEach((id, day) => {
    const db = openCatalogue(join(place, `${id}.db`));
    testRun(db, day, [testObservation(id, day, [{ name: 'a' }, { name: id }])]);
    db.close();
  });
  writeFileSync(join(place, 'text.db'), 'no catalogue');
  symlinkSync('one.db', join(place, 'link.db'));
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

const merge = (...words: string[]) =>
  spawnSync(process.execPath, [PROGRAM, 'merge', ...words], { cwd: place, encoding: 'utf8' });

test('puts catalogues together, and says what each brought', () => {
  const { status, stdout } = merge('all/of.db', 'one.db', 'two.db', 'one.db');
  expect(stdout).toBe(
    'one.db: 1 new server, 1 new crawl, 2 new definitions.\n' +
      'two.db: 1 new server, 1 new crawl, 1 new definition.\none.db: nothing new.\n',
  );
  expect(status).toBe(0);
  const db = openCatalogue(join(place, 'all', 'of.db'), 'read');
  expect(listServers(db).map(({ id }) => id)).toEqual(['one', 'two']);
  db.close();
  const again = merge('--json', 'all/of.db', 'two.db');
  expect(JSON.parse(again.stdout)).toEqual({
    into: 'all/of.db',
    merged: [{ from: 'two.db', runs: 0, servers: 0, observations: 0, definitions: 0 }],
  });
});

const mistakes: [what: string, words: string[], message: RegExp][] = [
  ['a missing catalogue', ['new.db', 'one.db', 'gone.db'], /^toolrisk: There is no catalogue at gone\.db;/],
  ['a catalogue and itself', ['one.db', 'link.db'], /^toolrisk: one\.db cannot be merged into itself/],
  ['what is no catalogue', ['new.db', 'text.db'], /^toolrisk: .*text\.db is no SQLite database/],
];
test.each(mistakes)('refuses %s', (_what, words, message) => {
  const { status, stderr } = merge(...words);
  expect(stderr).toMatch(message);
  expect(status).toBe(2);
  expect(existsSync(join(place, 'new.db'))).toBe(false);
});
