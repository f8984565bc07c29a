#!/usr/bin/env node
// Plain JavaScript that every Node understands: an old Node must be told so before anything is imported,
// because better-sqlite3 ends it without a word.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  console.error(
    `toolrisk needs Node 22.12 or newer, and this is Node ${process.versions.node}: install a newer Node, ` +
      'or run it through npm in a checkout, which brings its own.',
  );
  process.exit(2);
}

// A checkout runs its TypeScript; the published package, where Node strips no types, its built JavaScript.
const program = import.meta.url.includes('/dist/') ? './toolrisk.js' : './toolrisk.ts';
await import(program);
