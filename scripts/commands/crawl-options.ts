import { InvalidArgumentError, Option } from 'commander';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SANDBOXES, type Sandbox } from '../../catalogue/vocabulary.ts';
import { warningAbout } from '../../crawler/launch/sandboxes.ts';
import { CACHE_BYTES } from '../../crawler/options.ts';
import { ListingError } from '../../crawler/listings/error.ts';
import type { Shard } from '../../crawler/shard.ts';
import { UserError } from '../errors.ts';
import { PACKAGE_ROOT } from '../package.ts';

/** What `crawl` and `inspect` have in common. */
export interface CrawlSettings {
  timeout: number;
  sandbox: Sandbox | 'auto';
  cache: string;
  /** Bytes. */
  cacheSize: number;
  json?: true;
}

/** A path below the checkout or the installed package. */
export const packaged = (path: string): string => fileURLToPath(new URL(path, PACKAGE_ROOT));

export const timeoutOption = () =>
  new Option('--timeout <seconds>', 'how long a server may take to list its tools')
    .argParser(positiveNumber)
    .default(30);

export const sandboxOption = () =>
  new Option(
    '--sandbox <sandbox>',
    'what holds the servers; the last two hold nobody and are used only by name',
  )
    .choices(['auto', ...SANDBOXES])
    .default('auto');

export const cacheOption = () =>
  new Option('--cache <folder>', 'where installed packages are kept').default(cacheFolder());

export const cacheSizeOption = () =>
  new Option(
    '--cache-size <size>',
    'how much they may take, such as 500M or 20G; used longest ago goes first',
  )
    .argParser(bytesOf)
    .env('TOOLRISK_CACHE_SIZE')
    .default(CACHE_BYTES, '10G');

/** A checkout keeps its packages with it; the installed program may not write where it is installed. */
export function cacheFolder(): string {
  const checkout = packaged('data/crawl-cache');
  if (!checkout.includes('/node_modules/')) return checkout;
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'toolrisk');
}

/** A number above zero from a command line. */
function positiveNumber(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

/** A whole number above zero from a command line. */
export function positiveInteger(text: string): number {
  const value = positiveNumber(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError('It must be a whole number.');
  return value;
}

const UNITS: Record<string, number> = { M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** A size from a command line, as bytes: a whole number and one of M, G, T. */
function bytesOf(text: string): number {
  const [, number, unit] = /^(\d{1,6})([MGT])$/i.exec(text) ?? [];
  if (number === undefined || unit === undefined)
    throw new InvalidArgumentError('It must be a number with M, G or T, for example 20G.');
  return Number(number) * UNITS[unit.toUpperCase()]!;
}

const MILLISECONDS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A length of time from a command line, as milliseconds: a whole number and one of s, m, h, d. */
export function durationOf(text: string): number {
  const [, number, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (number === undefined || unit === undefined)
    throw new InvalidArgumentError('It must be a number with s, m, h or d, for example 7d.');
  return Number(number) * MILLISECONDS[unit]!;
}

/** One of several parts from a command line: `3/16`. */
export function shardOf(text: string): Shard {
  const [, index, of] = (/^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []).map(Number);
  if (index === undefined || of === undefined || index < 1 || index > of)
    throw new InvalidArgumentError('It must be the part and how many there are, for example 3/16.');
  return { index, of };
}

/** Says on standard error what a sandbox that was asked for by name does not do. */
export function warnAbout(sandbox: Sandbox | 'auto'): void {
  const warning = warningAbout(sandbox);
  if (warning !== undefined) console.error(`toolrisk: warning: ${warning}.`);
}

/** Runs `read`, turning a listing that cannot be used into a sentence for its user. */
export function usable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ListingError) throw new UserError(`${error.message}.`);
    throw error;
  }
}
