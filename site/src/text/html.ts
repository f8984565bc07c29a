/**
 * Untrusted text as HTML. Text comes into what is set as markup (`set:html`) through these functions and those of
 * view/icon-html.ts alone: they escape everything, spell out characters that hide, and add no white space, which
 * components would.
 */
import { cutAtKeys, STRING } from '../view/highlight.ts';
import { pieces } from './rich.ts';
import { segments } from './visible.ts';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Text for the content of an element. */
function escapeHtml(text: string): string {
  return /[&<>]/.test(text) ? text.replace(/[&<>]/g, (character) => ENTITIES[character]!) : text;
}

/** Text for the value of an attribute in double quotes, and for a title (elsewhere attributes are left to Astro). */
export function attributeHtml(text: string): string {
  return escapeHtml(text).replaceAll('"', '&quot;');
}

/** Printable ASCII and line ends, of which nothing hides. */
const PLAIN = /^[\n\x20-\x7e]*$/;

/** Untrusted text; what hides in it is spelled out. */
export function textHtml(text: string): string {
  if (PLAIN.test(text)) return escapeHtml(text);
  return segments(text)
    .map(({ text, code }) => (code ? `<span class="hidden-character">${code}</span>` : escapeHtml(text)))
    .join('');
}

/** A link; where it leads is not checked. */
export function linkHtml(address: string, text: string): string {
  return `<a href="${attributeHtml(address)}">${textHtml(text)}</a>`;
}

/** A composed sentence, its names set as code. */
export function richHtml(rich: string): string {
  return pieces(rich)
    .map((piece, i) => (i % 2 === 1 ? `<code>${escapeHtml(piece)}</code>` : escapeHtml(piece)))
    .join('');
}

/** A file to copy: its text content stays the file to the character; what hides is shown around it. */
export function fileHtml(text: string): string {
  if (PLAIN.test(text)) return escapeHtml(text);
  return segments(text)
    .map(({ text, code }) =>
      code && text !== '\n' ? `<i data-character="${code}">${escapeHtml(text)}</i>` : escapeHtml(text),
    )
    .join('');
}

/** JSON with its keys set apart. */
export function jsonHtml(json: string): string {
  // What is escaped in plain text is no quote, so that keys can still be told.
  if (PLAIN.test(json))
    return escapeHtml(json).replace(STRING, (text, colon) => (colon === undefined ? text : `<b>${text}</b>`));
  return cutAtKeys(json)
    .map(({ key, text }) => (key ? `<b>${fileHtml(text)}</b>` : fileHtml(text)))
    .join('');
}
