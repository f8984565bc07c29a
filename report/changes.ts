/** A list of changes in each form in which it is handed over. */
import { sha256 } from '../catalogue/digest.ts';
import { visible } from '../catalogue/visible.ts';
import { changesMarkdown } from './markdown.ts';
import type { StackChange } from './stack.ts';
import { changeWords, count, line, type ChangeWords } from './words.ts';
import type { FieldWords } from './scan-record.ts';

/** Changes between two states, and what the states are called. */
export interface ChangeReport {
  before: string;
  after: string;
  /** ISO 8601; when the later state was. */
  at: string;
  changes: readonly { change: StackChange; at?: string }[];
}

export const CHANGE_FORMATS = ['text', 'markdown', 'json', 'atom'] as const;
export type ChangeFormat = (typeof CHANGE_FORMATS)[number];

type Worded = ChangeWords & { at: string };

/** The text of a list of changes in each form. */
export const CHANGE_TEXT: Record<ChangeFormat, (report: ChangeReport) => string> = {
  text: plainText,
  markdown: (report) => changesMarkdown(title(report), worded(report)),
  json: ({ changes, ...rest }) =>
    `${JSON.stringify({ ...rest, changes: changes.map(({ change, at }) => ({ ...changeWords(change), ...(at ? { at } : {}), change })) }, null, 2)}\n`,
  atom: atomFeed,
};

const title = ({ before, after }: ChangeReport) => `What changed from ${line(before)} to ${line(after)}`;

const worded = ({ changes, at }: ChangeReport): Worded[] =>
  changes.map(({ change, at: own }) => ({ ...changeWords(change), at: own ?? at }));

function plainText(report: ChangeReport): string {
  const changes = worded(report);
  const raising = changes.filter(({ raisesRisk }) => raisesRisk).length;
  const sum =
    changes.length === 0
      ? 'nothing changed'
      : `${count(changes.length, 'change')}, ${raising} of them raising the risk`;
  const items = changes.map(({ headline, remarks, details, raisesRisk, ...where }) => {
    const text = [headline, ...remarks].join(' ');
    return `${raisesRisk ? '!' : '•'} ${subject(where)}: ${text}\n${details.map(fieldText).join('')}`;
  });
  return `${title(report)}: ${sum}.\n${items.map((item) => `\n${item}`).join('')}`;
}

function subject({ server, tool }: Pick<ChangeWords, 'server' | 'tool'>): string {
  return tool === undefined ? line(server, 80) : `${line(server, 80)}/${line(tool, 80)}`;
}

/** Old above new, so that what differs stands in one column. */
export function fieldText({ label, before, after }: FieldWords): string {
  const side = (sign: string, text: string | null) =>
    (text?.split('\n') ?? []).map((each) => `      ${sign} ${each}\n`).join('');
  return `    ${label}\n${side('-', before)}${side('+', after)}`;
}

/** Atom (RFC 4287). Entries keep their ids, so that a reader does not show one twice. */
function atomFeed(report: ChangeReport): string {
  const entries = worded(report).map((change) => {
    const { headline, remarks, details, at } = change;
    const text = [headline, ...remarks].join(' ');
    const content = [text, ...details.map(fieldText)].join('\n');
    return [
      '  <entry>',
      `    <id>${identifier([subject(change), text, JSON.stringify(details), at])}</id>`,
      `    <title>${xml(`${subject(change)}: ${headline}`)}</title>`,
      `    <updated>${at}</updated>`,
      ...(change.raisesRisk ? ['    <category term="raises-risk"/>'] : []),
      `    <content type="text">${xml(content)}</content>`,
      '  </entry>',
    ].join('\n');
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `  <id>${identifier(['feed', report.before, report.after])}</id>`,
    `  <title>${xml(title(report))}</title>`,
    `  <updated>${report.at}</updated>`,
    '  <author><name>Toolrisk</name></author>',
    ...entries,
    '</feed>',
    '',
  ].join('\n');
}

/** A UUID of version 8 (RFC 9562) out of what makes a thing itself. */
function identifier(parts: readonly string[]): string {
  const hex = sha256(JSON.stringify(parts));
  const variant = ((parseInt(hex[16]!, 16) & 3) | 8).toString(16);
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Text for XML 1.0, which has no place for most control characters. */
export function xml(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
}
