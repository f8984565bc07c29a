/** Atom feeds (RFC 4287) of changes. Ids do not depend on where the site is served. */
import type { RecordedChange } from '../../../catalogue/store/reads.ts';
import { changeInWords, CHANGE_LABEL } from '../text/changes.ts';
import { pieces } from '../text/rich.ts';
import { clip, visible } from '../text/visible.ts';
import { absolute, serverPath, toolPath } from './addresses.ts';

/** What a feed is about: a run's changes, or a server's. */
export interface Feed {
  /** The path of the feed itself. */
  path: string;
  /** The path of the page that shows the same. */
  page: string;
  title: string;
  /** When the newest of it happened, ISO 8601. */
  updated: string;
  changes: readonly RecordedChange[];
}

/** No feed has more entries; the newest are kept. */
const MAX_ENTRIES = 100;

/** The feed as XML. Without a site's address its links are paths. */
export function atomFeed({ path, page, title, updated, changes }: Feed): string {
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `<id>${urn(path)}</id>`,
    `<title>${xml(title)}</title>`,
    `<updated>${xml(updated)}</updated>`,
    `<author><name>Toolrisk</name></author>`,
    `<link rel="self" href="${xml(absolute(path) ?? path)}"/>`,
    `<link href="${xml(absolute(page) ?? page)}"/>`,
    ...changes.slice(0, MAX_ENTRIES).map(entry),
    '</feed>',
  ];
  return `${lines.join('\n')}\n`;
}

function entry(recorded: RecordedChange): string {
  const { serverId, serverName, slug, present, at, change } = recorded;
  const tool = 'tool' in change ? ` ${visible(clip(change.tool, 80))}` : '';
  const target = slug !== null && present ? toolPath(serverId, slug) : serverPath(serverId);
  const risk = change.raisesRisk ? ' (risk up)' : '';
  return [
    '<entry>',
    `<id>${urn(`/${serverId}/${at}/${change.kind}/${slug ?? ''}`)}</id>`,
    `<title>${xml(`${CHANGE_LABEL[change.kind]}:${tool} on ${visible(clip(serverName, 60))}${risk}`)}</title>`,
    `<updated>${xml(at)}</updated>`,
    `<link href="${xml(absolute(target) ?? target)}"/>`,
    `<summary>${xml(pieces(changeInWords(change)).join(''))}</summary>`,
    '</entry>',
  ].join('\n');
}

/** An identifier that stays the same wherever the site is served. */
function urn(path: string): string {
  return `urn:toolrisk:${path.slice(1).split('/').map(encodeURIComponent).join(':')}`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for XML; characters that XML cannot hold are replaced. */
function xml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"]/g, (character) => ENTITIES[character]!);
}
