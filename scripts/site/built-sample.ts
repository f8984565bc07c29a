import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSite, type BuiltSite } from './build.ts';
import { siteDocuments } from './documents.ts';
import { makeSampleCatalogue } from './sample-catalogue.ts';

/** The sample catalogue, built into a folder of its own. */
export interface BuiltSample extends BuiltSite {
  db: string;
  remove: () => void;
}

/** Builds the sample catalogue's site for a test. */
export async function buildSample(siteUrl?: string): Promise<BuiltSample> {
  const folder = mkdtempSync(join(tmpdir(), 'toolrisk-site-'));
  const db = join(folder, 'catalogue.db');
  makeSampleCatalogue(db);
  const built = await buildSite({
    db,
    out: join(folder, 'dist'),
    siteUrl,
    ...siteDocuments(),
    version: '0.1.0',
  });
  return { ...built, db, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
