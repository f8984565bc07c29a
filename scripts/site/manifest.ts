/** What a built site was built from, so that the next build need not make again what would come out the same. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { PACKAGE_ROOT } from '../package.ts';
import type { BuildInputs } from './part.ts';

export const MANIFEST = '.toolrisk-manifest';

const MadeServer = z.object({ fingerprint: z.string(), pages: z.number(), files: z.number() });
/** What was made of a server, and what from. */
export type MadeServer = z.infer<typeof MadeServer>;

const Manifest = z.object({
  /** Digest of everything that made the pages beside the catalogue: templates, words, rules, the address. */
  template: z.string(),
  /** Each server's fingerprint (catalogue/store/fingerprint.ts), and how many pages and files it has. */
  servers: z.record(z.string(), MadeServer),
});
export type Manifest = z.infer<typeof Manifest>;

/** The rooms whose sources the pages are made with; an installed package has them in `dist` as well. */
const SOURCES = ['catalogue', 'policy', 'site', 'scripts/site', 'dist'];

/** The manifest of a built site, or undefined where there is none that can be read. */
export function readManifest(site: string): Manifest | undefined {
  const file = join(site, MANIFEST);
  if (!existsSync(file)) return undefined;
  try {
    return Manifest.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Cut or changed by hand: everything is built again.
    return undefined;
  }
}

export function writeManifest(site: string, manifest: Manifest): void {
  writeFileSync(join(site, MANIFEST), `${JSON.stringify(manifest)}\n`);
}

/** Digest of the sources that pages are made with, and of what they are given beside the catalogue. */
export function templateDigest({ siteUrl, issues, version, rules, attacks }: BuildInputs): string {
  const digest = createHash('sha256').update(JSON.stringify({ siteUrl, issues, version, rules, attacks }));
  for (const folder of SOURCES) {
    const root = fileURLToPath(new URL(`${folder}/`, PACKAGE_ROOT));
    if (existsSync(root))
      for (const file of sourceFiles(root)) digest.update(file).update(readFileSync(file));
  }
  digest.update(readFileSync(new URL('package.json', PACKAGE_ROOT)));
  return digest.digest('hex');
}

/** Every file below a folder that can make a difference, in a fixed order. Built sites stand in `dist` folders. */
function sourceFiles(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !NO_SOURCE.test(name));
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? sourceFiles(path) : [path];
    });
}

const NO_SOURCE = /^\.|^dist\b|^node_modules$|\.test\.|\.snap$|\.md$|\.d\.ts$/;
