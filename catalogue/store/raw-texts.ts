/** The texts in which a definition was received. The first is kept with the definition, others beside it. */
import { sha256 } from '../digest.ts';
import type { Catalogue } from './open.ts';
import { statement } from './statement.ts';

/**
 * Takes a text of a known definition. The earliest is the definition's own; of two that came at the same time the
 * one of the lesser digest, so that the order in which they are taken makes no difference.
 */
export function receiveText(db: Catalogue, digest: string, raw: string, at: string): void {
  const first = statement<[string], { raw: string; at: string }>(
    db,
    'SELECT raw, first_seen_at AS at FROM main.definitions WHERE digest = ?',
  ).get(digest)!;
  if (first.raw === raw) return void (at < first.at && setFirst(db, digest, raw, at));
  const known = statement<[string], { at: string }>(
    db,
    'SELECT first_seen_at AS at FROM main.raw_variants WHERE raw_digest = ?',
  ).get(sha256(raw));
  const earliest = known !== undefined && known.at < at ? known.at : at;
  if (isEarlier({ raw, at: earliest }, first)) {
    statement(db, 'DELETE FROM main.raw_variants WHERE raw_digest = ?').run(sha256(raw));
    setFirst(db, digest, raw, earliest);
    keepBeside(db, digest, first.raw, first.at);
  } else if (known === undefined || at < known.at) keepBeside(db, digest, raw, at);
}

function isEarlier(one: { raw: string; at: string }, other: { raw: string; at: string }): boolean {
  return one.at === other.at ? sha256(one.raw) < sha256(other.raw) : one.at < other.at;
}

function setFirst(db: Catalogue, digest: string, raw: string, at: string): void {
  statement(db, 'UPDATE main.definitions SET raw = ?, first_seen_at = ? WHERE digest = ?').run(
    raw,
    at,
    digest,
  );
}

function keepBeside(db: Catalogue, digest: string, raw: string, at: string): void {
  statement(
    db,
    `INSERT INTO main.raw_variants (raw_digest, digest, raw, first_seen_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (raw_digest) DO UPDATE SET first_seen_at = excluded.first_seen_at`,
  ).run(sha256(raw), digest, raw, at);
}
