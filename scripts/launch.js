#!/usr/bin/env node
// Plain JavaScript that every Node understands: an old Node must be told so before anything is imported,
// because better-sqlite3 ends it without a word.
import { existsSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  console.error(
    `toolrisk: this is Node ${process.versions.node}, and Node 22.12 or newer is needed: install a newer Node, ` +
      'or in a checkout use npm, which brings its own.',
  );
  process.exit(2);
}

// A checkout runs its TypeScript; the published package, where Node strips no types, its built JavaScript.
const source = new URL('./toolrisk.ts', import.meta.url);
await import(existsSync(source) ? source.href : new URL('../dist/scripts/toolrisk.js', import.meta.url).href);
