/** ANSI escape sequences: CSI, OSC with its end, and the short ones. */
const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
/** Control characters but tab and newline; characters that reorder or hide text. */
const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** A stranger's text made safe to print: no escape sequences, no control or reordering characters. */
export function sanitise(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(ANSI, '').replaceAll(HIDDEN, '').toWellFormed();
}

/** The last whole lines of `text` that fit into `limit` characters, sanitised. */
export function tail(text: string, limit: number): string {
  const clean = sanitise(text).trimEnd();
  if (clean.length <= limit) return clean;
  const cut = clean.slice(-limit);
  return cut.slice(cut.indexOf('\n') + 1);
}

/** `text` on one line and no longer than `limit` characters, sanitised. */
export function oneLine(text: string, limit: number): string {
  const line = sanitise(text).replaceAll(/\s+/g, ' ').trim();
  return line.length <= limit ? line : `${line.slice(0, limit - 1).toWellFormed()}…`;
}
