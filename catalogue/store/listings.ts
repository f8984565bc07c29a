import type { Listing } from '../records.ts';
import type { Catalogue } from './open.ts';
import { statement } from './statement.ts';

/** Stores or updates a server's listing; its tools and history stay as they are. */
export function recordListing(db: Catalogue, listing: Listing, at: string): void {
  statement(
    db,
    `INSERT INTO servers (id, name, listing, first_listed_at, listed_at) VALUES (@id, @name, @listing, @at, @at)
     ON CONFLICT (id) DO UPDATE SET name = @name, listing = @listing, listed_at = @at
     WHERE name <> @name OR listing <> @listing`,
  ).run({ id: listing.id, name: listing.name, listing: JSON.stringify(listing), at });
}

/** Stores several listings, all or none. */
export function recordListings(db: Catalogue, listings: readonly Listing[], at: string): void {
  db.transaction(() => listings.forEach((listing) => recordListing(db, listing, at)))();
}
