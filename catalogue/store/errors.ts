/** A catalogue file that cannot be used. The message is one sentence that names the file and says what to do. */
export class CatalogueError extends Error {
  override name = 'CatalogueError';
}

/** What SQLite's result codes mean for the person at the keyboard. */
const EXPLANATIONS: Record<string, (file: string) => string> = {
  SQLITE_FULL: (file) =>
    `The disk is full, so the catalogue ${file} could not be written: free some space and run it again; nothing that was stored is lost.`,
  SQLITE_READONLY: (file) =>
    `The catalogue ${file} may not be written: make it and its folder writable, or choose another with --db.`,
  SQLITE_CANTOPEN: (file) =>
    `The catalogue ${file} could not be opened: check that its folder exists and is yours to write.`,
  SQLITE_NOTADB: (file) => `${file} is no SQLite database: choose another catalogue with --db.`,
  SQLITE_CORRUPT: (file) => `The catalogue ${file} is damaged: restore a copy, or remove it and crawl again.`,
  SQLITE_BUSY: (file) =>
    `Another program keeps the catalogue ${file} locked: wait until it is done and run it again.`,
  SQLITE_IOERR: (file) =>
    `The disk failed while the catalogue ${file} was used: check the disk and run it again.`,
};

/** Turns an error that SQLite threw for `file` into a `CatalogueError`; any other error comes back as it is. */
export function explainStoreError(error: unknown, file: string): unknown {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    const kind = Object.keys(EXPLANATIONS).find((code) => (error.code as string).startsWith(code));
    if (kind) return new CatalogueError(EXPLANATIONS[kind]!(file), { cause: error });
  }
  return error;
}
