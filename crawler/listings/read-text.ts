import { readFileSync, statSync } from 'node:fs';
import { reasonOf } from '../../catalogue/reason.ts';
import { ListingError } from './error.ts';

/**
 * The text of a file that a user names, without a byte order mark.
 * @param sizeLimit in bytes
 * @throws ListingError when it cannot be read or is larger
 */
export function readText(file: string, sizeLimit: number): string {
  try {
    if (statSync(file).size > sizeLimit)
      throw new ListingError(`it is larger than ${sizeLimit} bytes`, { file });
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if (error instanceof ListingError) throw error;
    throw new ListingError(`it cannot be read: ${reasonOf(error)}`, { file });
  }
}
