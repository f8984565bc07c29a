/**
 * Runs inside a sandbox: copies a package to a folder in memory, lets npm run the install scripts of the package and of
 * its dependencies there, and writes what they made or changed to standard output, as a zip archive (APPNOTE 4.3).
 * Nothing that they write reaches the machine in another way. What they removed is not told.
 * Arguments: the package, the folder, npm's program.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';

const SETTINGS = [
  ...['--ignore-scripts=false', '--dangerously-allow-all-scripts', '--global=false', '--workspaces=false'],
  ...['--audit=false', '--fund=false', '--update-notifier=false', '--progress=false', '--color=false'],
  ...['--logs-max=0', '--loglevel=error'],
];

const [from = '', to = '', npm = ''] = process.argv.slice(2);
cpSync(from, to, { recursive: true });
const copiedAt = Date.now();
const words = [npm, 'rebuild', '--prefix', to, ...SETTINGS];
const { status } = spawnSync(process.execPath, words, { cwd: to, stdio: ['ignore', 2, 2] });
if (status === 0) await pipeline(Readable.from(zipOf(changed(''))), process.stdout, { end: false });
else process.exitCode = status ?? 1;

/**
 * Paths of the files that were made or changed since the copy: a file's ctime is the kernel's own. A link stands for
 * the file that it leads to; npm's own links to programs are of no use to anybody else.
 */
function* changed(folder: string): Generator<string> {
  for (const entry of readdirSync(join(to, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== '.bin') yield* changed(path);
    else if ((entry.isFile() || isLinkToFile(path)) && statSync(join(to, path)).ctimeMs >= copiedAt)
      yield path;
  }
}

function isLinkToFile(path: string): boolean {
  const place = join(to, path);
  try {
    return realpathSync(place).startsWith(`${to}/`) && statSync(place).isFile();
  } catch {
    // It leads nowhere.
    return false;
  }
}

function* zipOf(paths: Iterable<string>): Generator<Buffer> {
  const directory: Buffer[] = [];
  let offset = 0;
  for (const path of paths) {
    const content = readFileSync(join(to, path));
    const name = Buffer.from(path);
    const fields = commonFields(name, content);
    const central = Buffer.alloc(14);
    central.writeUInt32LE((statSync(join(to, path)).mode << 16) >>> 0, 6);
    central.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\u0001\u0002\u0014\u0003'), fields, central, name);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), fields, name]);
    offset += local.length + content.length;
    yield local;
    yield content;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(directory.length / 4, 8);
  end.writeUInt16LE(directory.length / 4, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  yield listed;
  yield end;
}

/** The fields that a file's own header and its entry in the directory have in common: names in UTF-8, stored as they are. */
function commonFields(name: Buffer, content: Buffer): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(0x800, 2);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(content.length, 14);
  fields.writeUInt32LE(content.length, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}
