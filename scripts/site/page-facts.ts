/** What the checks of a built site's pages share: reading pages and records, and naming a contradiction. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fields } from './html-text.ts';

/** A number as pages write it. */
export const number = (n: number): string => n.toLocaleString('en-GB');

/** A page with the texts of its fields; undefined where there is none. */
export function page(dist: string, path: string): { html: string; shown: Map<string, string> } | undefined {
  const file = join(dist, path);
  if (!existsSync(file)) return undefined;
  const html = readFileSync(file, 'utf8');
  return { html, shown: fields(html) };
}

/** A sentence where what was found is not what is wanted. */
export function differs(where: string, what: string, found: unknown, wanted: unknown): string[] {
  return found === wanted
    ? []
    : [`/${where}: ${what} is ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`];
}

/** A record; undefined where there is none. */
export function json<T>(dist: string, path: string): T | undefined {
  const file = join(dist, path);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}
