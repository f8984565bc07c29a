import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Moves what is in one folder into another, whole folders at once where the other has none of that name. A file that
 * both have, such as the style sheet, stays as it is there.
 */
export function mergeFolders(from: string, into: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(into, entry.name);
    if (!existsSync(target)) renameSync(source, target);
    else if (entry.isDirectory()) mergeFolders(source, target);
  }
}
