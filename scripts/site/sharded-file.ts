/** Files of text that are cut between servers when they have grown large. */
import { createHash, type Hash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Download } from '../../site/context.ts';

/** No file grows much beyond this: hosts of static files take no more than 25 MB. */
const MOST_BYTES = 20_000_000;
/** What is written in one go. */
const ENOUGH = 1_000_000;

/** A file's number in its name, from 1. */
export const numbered = (n: number): string => String(n).padStart(3, '0');

/** Where the files of a text stand, from the first on, and what each of them begins with. */
export interface TextFiles {
  path: (n: number) => string;
  head: string;
}

export class ShardedFile {
  readonly #site: string;
  readonly #pathOf: (n: number) => string;
  readonly #head: string;
  readonly #most: number;
  readonly #files: Download[] = [];
  #open: { descriptor: number; hash: Hash; bytes: number } | undefined;
  #pending: Buffer[] = [];
  #waiting = 0;

  /** Writes below `site`; a file is ended when it has more than `most` bytes. */
  constructor(site: string, { path, head }: TextFiles, most = MOST_BYTES) {
    this.#site = site;
    this.#pathOf = path;
    this.#head = head;
    this.#most = most;
  }

  /** Adds whole lines, which stay in one file; gives their number of bytes. */
  add(text: string): number {
    const lines = Buffer.from(text);
    this.#pending.push(lines);
    this.#waiting += lines.length;
    if (this.#waiting > Math.min(ENOUGH, this.#most)) this.#flush();
    return lines.length;
  }

  /** Adds many lines, of which nothing is kept in memory. */
  addMany(lines: Buffer): void {
    if (this.#waiting > 0) this.#flush();
    this.#write(lines);
  }

  /** Ends the last file; gives all of them, at least one. */
  finish(): Download[] {
    if (this.#waiting > 0 || this.#files.length === 0) this.#flush();
    this.#close();
    return this.#files;
  }

  #flush(): void {
    this.#write(Buffer.concat(this.#pending));
    this.#pending = [];
    this.#waiting = 0;
  }

  #write(bytes: Buffer): void {
    this.#open ??= this.#begin();
    writeSync(this.#open.descriptor, bytes);
    this.#open.hash.update(bytes);
    this.#open.bytes += bytes.length;
    if (this.#open.bytes > this.#most) this.#close();
  }

  #begin(): { descriptor: number; hash: Hash; bytes: number } {
    const descriptor = openSync(join(this.#site, this.#pathOf(this.#files.length + 1)), 'wx');
    writeSync(descriptor, this.#head);
    const hash = createHash('sha256').update(this.#head);
    return { descriptor, hash, bytes: Buffer.byteLength(this.#head) };
  }

  #close(): void {
    if (!this.#open) return;
    const { descriptor, hash, bytes } = this.#open;
    closeSync(descriptor);
    this.#files.push({ path: this.#pathOf(this.#files.length + 1), bytes, sha256: hash.digest('hex') });
    this.#open = undefined;
  }
}
