import { sha256 } from './digest.ts';

/** Words that may not be a page's whole name: addresses of our own, and what Windows file systems reserve. */
const RESERVED =
  /^(?:policy|index|404|con|prn|aux|nul|com\d|lpt\d|clock\$)(?:\.|$)|^(?:feed|badge|tools)\.|\.(?:json|md|html|atom|csv|svg)$/i;

const PLAIN = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,79}$/;

/**
 * The address of a tool's page below its server's: the tool's name where that is safe as a folder name and free,
 * otherwise what is safe of it, `~`, and eight digits of the name's SHA-256. Depends on the name alone, save for
 * `taken` (compared without case), which is asked only for names that are plain.
 */
export function toolSlug(name: string, taken: (slug: string) => boolean): string {
  if (PLAIN.test(name) && !name.endsWith('.') && !RESERVED.test(name) && !taken(name)) return name;
  const readable = name
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  return `${readable || 'tool'}~${sha256(name.toWellFormed()).slice(0, 8)}${name.isWellFormed() ? '' : 'x'}`;
}
