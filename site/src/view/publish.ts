/** What of a server's record is published: nothing that tells of the machine on which the catalogue was made. */
import type { Source } from '../../../catalogue/records.ts';
import type { ServerRecord } from '../../../catalogue/store/reads.ts';

/** Home folders of people, in the notations of Unix, macOS and Windows (there with JSON's doubled backslashes). */
const HOMES =
  /(?:\/(?:home|Users)\/[^/\s"']+|\/root(?![\w.-])|[A-Za-z]:(?:\\+|\/)Users(?:\\+|\/)[^\\/\s"']+)/g;

/** The record with home folders as `~`, and without the source of a server that only this machine can start. */
export function publicServer(server: ServerRecord): ServerRecord {
  const listing = { ...server.listing, source: publicSource(server.listing.source) };
  return JSON.parse(JSON.stringify({ ...server, listing }).replace(HOMES, '~')) as ServerRecord;
}

function publicSource(source: Source): Source {
  if (source.type === 'command') return { ...source, command: 'a command of the machine that crawled it' };
  if (source.type === 'mcpb' && !source.location.startsWith('https://'))
    return { ...source, location: source.location.split(/[\\/]/).at(-1) || 'bundle.mcpb' };
  return source;
}
