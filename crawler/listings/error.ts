/** A listing that cannot be used. The message is one sentence that names the file, line and field. */
export class ListingError extends Error {
  readonly file: string;
  readonly line: number | undefined;
  readonly field: string | undefined;

  constructor(reason: string, where: { file: string; line?: number; field?: string }) {
    const place = [
      where.file,
      where.line === undefined ? undefined : `line ${where.line}`,
      where.field || undefined,
    ];
    super(`${place.filter((part) => part !== undefined).join(', ')}: ${reason}`);
    this.name = 'ListingError';
    this.file = where.file;
    this.line = where.line;
    this.field = where.field;
  }
}
