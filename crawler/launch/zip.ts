import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { open, type Entry, type Options, type ZipFile } from 'yauzl';

/** What an archive may hold. Bytes are counted as they come out, not as the archive declares them. */
export type ZipLimits = { files: number; bytes: number };

const openZip = promisify<string, Options, ZipFile>(open);
const SYMLINK = 0o120000;
const FILE_TYPE = 0o170000;

/**
 * Unpacks a zip file of a stranger's into an empty folder. Names that lead out of the folder, links, encrypted
 * and repeated files, and more than `limits` allows are refused.
 * @throws Error with one plain phrase for what is wrong with the archive
 */
export async function unzip(file: string, folder: string, limits: ZipLimits): Promise<void> {
  const seen = new Set<string>();
  let bytes = 0;
  const counted = () =>
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        if (bytes > limits.bytes) done(new Error(`it unpacks to more than ${limits.bytes} bytes`));
        else done(null, chunk);
      },
    });
  await eachEntry(file, async (entry, read) => {
    if (seen.size >= limits.files) throw new Error(`it holds more than ${limits.files} files`);
    const path = placeOf(entry, folder);
    const key = path.toLowerCase();
    if (seen.has(key)) throw new Error(`it holds ${JSON.stringify(entry.fileName)} twice`);
    seen.add(key);
    if (entry.fileName.endsWith('/')) return void mkdirSync(path, { recursive: true });
    mkdirSync(dirname(path), { recursive: true });
    const mode = (entry.externalFileAttributes >>> 16) & 0o111 ? 0o755 : 0o644;
    await pipeline(await read(), counted(), createWriteStream(path, { flags: 'wx', mode }));
  });
}

/** The text of one file of an archive, or undefined when it is not there. At most `limit` bytes. */
export async function readFromZip(file: string, name: string, limit: number): Promise<string | undefined> {
  let text: string | undefined;
  await eachEntry(file, async (entry, read) => {
    if (entry.fileName !== name) return;
    const parts: Buffer[] = [];
    let bytes = 0;
    for await (const part of (await read()) as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > limit) throw new Error(`its ${name} has more than ${limit} bytes`);
      parts.push(part);
    }
    text = Buffer.concat(parts).toString('utf8');
  });
  return text;
}

type Visit = (entry: Entry, read: () => Promise<Readable>) => Promise<void>;

/** Visits the entries one after the other; stops at the first that fails. */
async function eachEntry(file: string, visit: Visit): Promise<void> {
  const zip = await openZip(file, {
    lazyEntries: true,
    autoClose: false,
    strictFileNames: true,
    validateEntrySizes: true,
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  zip.on('error', reject);
  zip.on('end', resolve);
  const openStream = promisify(zip.openReadStream.bind(zip) as (entry: Entry, done: Opened) => void);
  zip.on('entry', (entry: Entry) => {
    if (zip.entryCount > MOST_ENTRIES) return reject(new Error(`it lists more than ${MOST_ENTRIES} files`));
    visit(entry, () => openStream(entry)).then(() => zip.readEntry(), reject);
  });
  zip.readEntry();
  try {
    await promise;
  } finally {
    zip.close();
  }
}

type Opened = (error: Error | null, stream: Readable) => void;
const MOST_ENTRIES = 200_000;

/** Where an entry belongs. The library refuses names that lead out of the folder; this does not rely on it. */
function placeOf(entry: Entry, folder: string): string {
  if (((entry.externalFileAttributes >>> 16) & FILE_TYPE) === SYMLINK)
    throw new Error(`it holds the link ${JSON.stringify(entry.fileName)}`);
  if (entry.isEncrypted()) throw new Error('it is encrypted');
  const path = join(folder, entry.fileName);
  const way = relative(folder, path);
  if (way.startsWith(`..${sep}`) || way === '..' || entry.fileName.includes('\0'))
    throw new Error(`its file ${JSON.stringify(entry.fileName)} leads out of its folder`);
  return path;
}
