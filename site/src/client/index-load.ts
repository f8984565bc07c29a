/** The search index over the network: of this site alone. */
import { openFiles, type Files } from '../search/files.ts';
import type { Directory } from '../search/format.ts';

/** @throws where the file cannot be fetched or is none of ours */
async function load(path: string): Promise<string> {
  const response = await fetch(new URL(`../search/index/${path}.bin`, import.meta.url));
  if (!response.ok || !response.body) throw new Error(`${path} answered ${response.status}`);
  const inflated = response.body.pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(inflated).text();
}

/** The index of this site. */
export async function openIndex(): Promise<Files> {
  return openFiles(JSON.parse(await load('directory')) as Directory, load);
}
