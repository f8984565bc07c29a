import { beforeAll, describe, expect, test } from 'vitest';
import type { RecordedChange } from '../../../catalogue/store/reads.ts';
import { provideContext, type SiteContext } from '../../context.ts';
import { atomFeed } from './atom.ts';
import { badgeMarkdown, badgeSvg } from './badge.ts';
import { csv } from './csv.ts';

beforeAll(() => provideContext({ siteUrl: 'https://catalogue.example/', base: '/' } as SiteContext));

const removed = (tool: string): RecordedChange => ({
  ...{ serverId: 'shed', serverName: 'Shed & <b>Sons</b>', slug: 'rake', present: false, runId: 3 },
  ...{ at: '2026-05-04T08:30:00.000Z', quarantined: false },
  change: { kind: 'removed', tool, before: { digest: 'd', verdict: null }, raisesRisk: false },
});
const feed = (changes: RecordedChange[]) =>
  atomFeed({ path: '/f.atom', page: '/p/', title: 'T & U', updated: '2026-05-04T08:30:00.000Z', changes });

describe('a feed', () => {
  test('escapes names, spells out what hides, and drops what XML cannot hold', () => {
    const text = feed([removed('ra\u200bke]]>\u0000\ud800')]);
    expect(text).toContain('Shed &amp; &lt;b&gt;Sons&lt;/b&gt;');
    expect(text).toContain('ra⟨U+200B⟩ke]]&gt;⟨U+0000⟩⟨U+D800⟩');
    expect(text).not.toMatch(/\u0000|\u200b|[\ud800-\udfff]/u);
  });

  test('has ids that do not depend on what else is in it, and links to a page that is there', () => {
    const one = /<entry>\n<id>(.*?)<\/id>/.exec(feed([removed('a')]))![1];
    const [, later] = [
      ...feed([{ ...removed('b'), slug: 'b' }, removed('a')]).matchAll(/<entry>\n<id>(.*?)<\/id>/g),
    ];
    expect(later![1]).toBe(one);
    expect(feed([removed('a')])).toContain('<link href="https://catalogue.example/servers/shed/"/>');
  });

  test('keeps to a hundred entries', () => {
    const many = Array.from({ length: 150 }, (_, i) => ({ ...removed('a'), slug: `t${i}` }));
    expect(feed(many).match(/<entry>/g)).toHaveLength(100);
  });
});

describe('CSV', () => {
  test('quotes what needs quoting', () => {
    expect(csv([['a', 'b "c", d', 'e\nf', 5]])).toBe('a,"b ""c"", d","e\nf",5\r\n');
  });

  test('no cell is a formula', () => {
    expect(csv([['=1+1', '@x', '-2', '+3', -4]])).toBe("'=1+1,'@x,'-2,'+3,-4\r\n");
  });
});

test('a badge shows the grade, or that there is none, in words too', () => {
  expect(badgeSvg('F')).toContain('aria-label="Toolrisk grade F"');
  expect(badgeSvg(undefined)).toContain('>?</text>');
  expect(badgeMarkdown('shed')).toBe(
    '[![Toolrisk](https://catalogue.example/badge/shed.svg)](https://catalogue.example/servers/shed/)',
  );
});
