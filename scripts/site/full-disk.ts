import { UserError } from '../errors.ts';

/** What the operating system and SQLite call a disk, or a share of it, with no room left. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL']);

/** The code that an error carries, or that of what caused it. */
export function codeOf(error: unknown): string | undefined {
  for (let one = error; one instanceof Error; one = one.cause)
    if ('code' in one && typeof one.code === 'string') return one.code;
  return undefined;
}

/** The error to show where a build into `out` failed: what to do where the disk is full, else the error itself. */
export function explainFullDisk(error: unknown, out: string): unknown {
  if (!FULL.has(codeOf(error) ?? '')) return error;
  const message = `The site cannot be written at ${out}: the disk is full. Make room, or name another folder with --out, and build again.`;
  return Object.assign(new UserError(message), { cause: error });
}
