/** What of a server's identity somebody checked, and how; the rest is said to be the listing's word. */
import type { InstalledPackage } from '../../../catalogue/records.ts';
import type { ServerRecord } from '../../../catalogue/store/reads.ts';
import { list } from './rich.ts';

/** What a recorded checksum stands for, by the kind of package. */
const CHECKED: Record<InstalledPackage['type'], string> = {
  npm: 'npm compared the package with the checksum that its registry gives for this version',
  pypi: 'pip compared the package with the checksum that its index gives for this version',
  oci: 'the image was started by its digest, which is the checksum of its content',
  mcpb: 'the bundle is the one with this SHA-256',
};

/** Two sentences for the server's page: what was checked, and what rests on the listing alone. */
export function verifiedInWords({ listing, snapshot }: Pick<ServerRecord, 'listing' | 'snapshot'>): string[] {
  const claims = [
    'publisher',
    ...(listing.repository ? ['repository'] : []),
    ...(listing.homepage ? ['home page'] : []),
  ];
  return [
    checked({ listing, snapshot }),
    `Not verified: ${list(claims)} ${claims.length === 1 ? 'is' : 'are'} given as listed.`,
  ];
}

function checked({ listing, snapshot }: Pick<ServerRecord, 'listing' | 'snapshot'>): string {
  if (!snapshot) return 'Verified: nothing yet, because no list of its tools is known.';
  if (snapshot.provenance === 'declared')
    return 'Verified: nothing, because its list of tools was handed over as a file.';
  const installed = snapshot.package;
  if (installed?.integrity) return `Verified: ${CHECKED[installed.type]}.`;
  if (installed) return 'Verified: the version alone; no checksum of the package is recorded.';
  return listing.source.type === 'remote'
    ? 'Verified: a server answered at this address; who runs it, nobody checked.'
    : 'Verified: nothing but that it answered when it was started.';
}
