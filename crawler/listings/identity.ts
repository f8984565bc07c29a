import { sha256 } from '../../catalogue/digest.ts';
import type { Listing, Source } from '../../catalogue/records.ts';

const ID_LIMIT = 80;

/** A listing's id out of the words of its name: a-z, 0-9 and single hyphens. */
export function idOf(...words: string[]): string {
  const id = words
    .join('-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, ID_LIMIT)
    .replaceAll(/^-+|-+$/g, '');
  return id === '' ? `server-${sha256(words.join('-')).slice(0, 8)}` : id;
}

/** What makes two listings one server: the same package, whatever its version, or the same address. */
export function sourceKey(source: Source): string {
  switch (source.type) {
    case 'npm':
      return `npm:${source.name}${source.bin === undefined ? '' : `#${source.bin}`}`;
    case 'pypi':
      // Package names of PyPI are compared in this form (PEP 503).
      return `pypi:${source.name.toLowerCase().replaceAll(/[-_.]+/g, '-')}${source.bin === undefined ? '' : `#${source.bin}`}`;
    case 'oci':
      return `oci:${source.image.replace(/:[\w.-]+$/, '')}`;
    case 'mcpb':
      return `mcpb:${source.sha256 ?? source.location}`;
    case 'github':
      return `github:${source.repository.toLowerCase()}`;
    case 'remote':
      return `remote:${plainAddress(source.url)}`;
    case 'command':
      return `command:${source.command}`;
  }
}

function plainAddress(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  url.hash = '';
  return url.href.replace(/\/$/, '');
}

/**
 * `listings` with those of one source made one, which keeps every name; the first of them gives all else. A
 * command is one server only together with its arguments. Ids that would stand twice get a digest of their source.
 */
export function merged(listings: readonly Listing[]): Listing[] {
  const bySource = new Map<string, Listing>();
  for (const listing of listings) {
    const words = listing.source.type === 'command' ? JSON.stringify(listing.arguments) : '';
    const key = sourceKey(listing.source) + words;
    const known = bySource.get(key);
    bySource.set(key, known === undefined ? listing : withNamesOf(known, listing));
  }
  return withUniqueIds([...bySource.values()]);
}

function withNamesOf(kept: Listing, other: Listing): Listing {
  const names = new Set([...(kept.otherNames ?? []), other.name, ...(other.otherNames ?? [])]);
  names.delete(kept.name);
  return names.size === 0 ? kept : { ...kept, otherNames: [...names].sort() };
}

function withUniqueIds(listings: readonly Listing[]): Listing[] {
  const taken = new Set<string>();
  return listings.map((listing) => {
    const words = JSON.stringify([sourceKey(listing.source), listing.arguments]);
    const id = taken.has(listing.id) ? `${listing.id}-${sha256(words).slice(0, 8)}` : listing.id;
    taken.add(id);
    return id === listing.id ? listing : { ...listing, id };
  });
}
