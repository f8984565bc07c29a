import { resolve } from 'node:path';
import { reasonOf } from '../../catalogue/reason.ts';
import { Listing } from '../../catalogue/records.ts';
import { bundleStart } from '../launch/bundle-manifest.ts';
import { fileDigest, readManifest } from '../launch/bundle.ts';
import { ListingError } from './error.ts';
import { idOf } from './identity.ts';

/**
 * The listing of an MCP bundle's file, with its digest, by which the crawl knows that it is still the same file.
 * @param sha256 the digest that the file must have, lowercase hex
 * @throws ListingError when it cannot be read, is no bundle, or has another digest
 */
export async function readBundle(file: string, sha256?: string): Promise<Listing> {
  try {
    const digest = await fileDigest(file);
    if (sha256 !== undefined && sha256 !== digest)
      throw new ListingError(`its digest is ${digest}, not ${sha256}`, { file });
    const manifest = await readManifest(file);
    return Listing.parse({
      id: idOf(manifest.name),
      name: manifest.display_name?.trim() || manifest.name,
      summary: manifest.description?.trim() || manifest.name,
      publisher: manifest.author?.name?.trim() || 'unknown',
      tier: 'core',
      source: { type: 'mcpb', location: resolve(file), sha256: digest },
      ...bundleStart(manifest),
    });
  } catch (error) {
    if (error instanceof ListingError) throw error;
    throw new ListingError(`it is no usable bundle: ${reasonOf(error)}`, { file });
  }
}
