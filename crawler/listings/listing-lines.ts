import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { Listing } from '../../catalogue/records.ts';
import { ListingError } from './error.ts';
import { readListings as readFolder } from './yaml.ts';

/**
 * The listings of a folder of YAML files, or of a file with one listing as JSON a line.
 * @throws ListingError naming file, line and field of the first mistake
 */
export function readListings(path: string): Listing[] {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? readLines(path) : readFolder(path);
}

function readLines(file: string): Listing[] {
  const ids = new Set<string>();
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((text, index) => {
      if (text.trim() === '') return [];
      const line = index + 1;
      const listing = Listing.safeParse(parse(text, file, line));
      const [issue] = listing.error?.issues ?? [];
      if (!listing.success)
        throw new ListingError(issue?.message ?? 'invalid', {
          file,
          line,
          field: issue?.path.join('.') ?? '',
        });
      if (ids.has(listing.data.id))
        throw new ListingError(`the id ${listing.data.id} stands twice`, { file, line });
      ids.add(listing.data.id);
      return [listing.data];
    });
}

function parse(text: string, file: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ListingError('it is not valid JSON', { file, line });
  }
}

/** The text of a file that `readListings` reads. */
export const linesOf = (listings: readonly Listing[]): string =>
  listings.map((listing) => `${JSON.stringify(listing)}\n`).join('');

/** Writes listings to a file that appears whole or not at all. */
export function writeListings(file: string, listings: readonly Listing[]): void {
  const partial = `${file}.${process.pid}.partial`;
  writeFileSync(partial, linesOf(listings));
  renameSync(partial, file);
}
