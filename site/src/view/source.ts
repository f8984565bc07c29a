import type { InstalledPackage, Source } from '../../../catalogue/records.ts';
import type { ServerRecord } from '../../../catalogue/store/reads.ts';

/** Where a server comes from, as one would type it: `npm:name@1.2.3`, `github:owner/name`, an address. */
export function sourceName(source: Source, installed: InstalledPackage | null): string {
  if (installed) return `${installed.type}:${installed.name}@${installed.version}`;
  switch (source.type) {
    case 'npm':
    case 'pypi':
      return `${source.type}:${source.name}${source.version ? `@${source.version}` : ''}`;
    case 'github':
      return `github:${source.repository}`;
    case 'remote':
      return source.url;
    case 'oci':
      return `oci:${source.image}${source.digest ? `@${source.digest}` : ''}`;
    case 'mcpb':
      return `mcpb:${source.location}`;
    case 'command':
      return source.command;
  }
}

/** The version that was installed, or the one that is listed where nothing was; undefined where neither is known. */
export function versionOf({
  listing,
  snapshot,
}: Pick<ServerRecord, 'listing' | 'snapshot'>): string | undefined {
  const { source } = listing;
  const listed = source.type === 'npm' || source.type === 'pypi' ? source.version : undefined;
  return snapshot?.package?.version ?? listed;
}
