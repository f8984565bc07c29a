/** What the Markdown twins of pages are put together from. */
import { absolute, href } from './addresses.ts';

/** A link of ours: addresses are made of letters, digits, `/`, `.`, `_`, `~` and `-`, so they need no escape. */
export const link = (text: string, path: string): string => `[${text}](${absolute(path) ?? href(path)})`;

/** A heading with its blocks, or nothing where all are empty. */
export function section(title: string, ...parts: (string | readonly string[])[]): string[] {
  const body = parts.flat().filter((part) => part !== '');
  return body.length === 0 ? [] : [`## ${title}`, ...body];
}

/** Blocks with an empty line between them, and one at the end of the file. */
export const joined = (blocks: readonly string[]): string => `${blocks.join('\n\n')}\n`;

/** A list, a line to a point. */
export const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');
