/** What the pages of one server are made of, read once for all of them. */
import {
  readServer,
  serverToolRecords,
  type Catalogue,
  type ServerRecord,
  type ToolRecord,
} from '../../../catalogue/store/reads.ts';
import { publicServer } from './publish.ts';

/** A server with its present tools, riskiest first. */
export interface ServerWithTools {
  id: string;
  server: ServerRecord;
  tools: ToolRecord[];
}

let last: { db: Catalogue; found: ServerWithTools } | undefined;

/**
 * Reads a server with its tools. Pages come server by server, so the one before is most often the one again.
 * @throws Error when no such server is listed.
 */
export function readServerWithTools(db: Catalogue, id: string): ServerWithTools {
  if (last?.db === db && last.found.id === id) return last.found;
  const tools = serverToolRecords(db, id);
  const record = readServer(db, id, tools);
  if (!record) throw new Error(`no server ${id}`);
  const server = publicServer(record);
  const found = { id, server, tools };
  last = { db, found };
  return found;
}
