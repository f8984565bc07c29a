/**
 * The keys by which clients' configurations name servers: a package, an image, an address, or only a name. The same
 * for the index and for a configuration that is looked up.
 */
import type { InstalledPackage, Source } from '../../../catalogue/records.ts';
import { words } from './terms.ts';

export const npmKey = (name: string): string => `npm:${name.toLowerCase()}`;
/** Package names of PyPI are compared in this form (PEP 503). */
export const pypiKey = (name: string): string => `pypi:${name.toLowerCase().replaceAll(/[-_.]+/g, '-')}`;
/** An image without its tag and digest. */
export const imageKey = (image: string): string =>
  `oci:${image.replace(/@sha256:.*$/, '').replace(/:[\w.-]+$/, '')}`.toLowerCase();

/** An address without what may be a secret in it: no user, no query, no fragment. Undefined for what is none. */
export function addressKey(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, host, pathname } = new URL(address);
  if (protocol !== 'http:' && protocol !== 'https:') return undefined;
  return `url:${host}${pathname.replace(/\/+$/, '')}`;
}

/** A name is no proof of anything: what it finds is only a suggestion. */
export function nameKey(name: string): string | undefined {
  const joined = words(name)
    .filter((word) => word !== 'mcp' && word !== 'server')
    .join('');
  return joined === '' ? undefined : `name:${joined.slice(0, 60)}`;
}

/** Every key of a server. */
export function keysOf(
  names: readonly string[],
  source: Source,
  installed: InstalledPackage | null,
): string[] {
  const keys = [sourceKey(source), installed && installedKey(installed), ...names.map(nameKey)];
  return [...new Set(keys.filter((key) => key !== undefined && key !== null))];
}

function sourceKey(source: Source): string | undefined {
  switch (source.type) {
    case 'npm':
      return npmKey(source.name);
    case 'pypi':
      return pypiKey(source.name);
    case 'oci':
      return imageKey(source.image);
    case 'remote':
      return addressKey(source.url);
    case 'github':
    case 'mcpb':
    case 'command':
      return undefined;
  }
}

function installedKey({ type, name }: InstalledPackage): string | undefined {
  switch (type) {
    case 'npm':
      return npmKey(name);
    case 'pypi':
      return pypiKey(name);
    case 'oci':
      return imageKey(name);
    case 'mcpb':
      return undefined;
  }
}
