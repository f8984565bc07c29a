import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';

const DOCUMENT = 'docs/performance.md';

/** The machine that figures were measured on, in words. */
export function machine(): string {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} × ${cpus()[0]!.model.trim()}, ${memory} GiB, Node ${process.versions.node}`;
}

/**
 * A document with the section of that heading put in the place of the one it has, or at its end. A section goes from
 * its `## ` line to the next.
 */
export function withSection(document: string, heading: string, text: string): string {
  const parts = document.trimEnd().split(/\n(?=## )/);
  const at = parts.findIndex((part) => part.split('\n', 1)[0] === `## ${heading}`);
  const section = `## ${heading}\n\n${text.trim()}\n`;
  const others = at < 0 ? [...parts, section] : parts.with(at, section);
  return `${others.map((part) => part.trimEnd()).join('\n\n')}\n`;
}

/** Writes one bench's section of docs/performance.md and leaves those of the others as they are. */
export async function recordSection(heading: string, text: string): Promise<void> {
  const { format, resolveConfig } = await import('prettier');
  const document = withSection(readFileSync(DOCUMENT, 'utf8'), heading, text);
  const options = { ...(await resolveConfig(DOCUMENT)), parser: 'markdown' };
  writeFileSync(DOCUMENT, await format(document, options));
  console.log(`${DOCUMENT}, “${heading}”, is written.`);
}
