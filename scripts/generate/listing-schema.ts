/** Generates data/servers.schema.json, by which editors check the files of data/servers/ as they are written. */
import { writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { z } from 'zod';
import { ServerFile } from '../../crawler/listings/server-file.ts';
import { PACKAGE_ROOT } from '../package.ts';

/** Where the schema is kept. */
export const LISTING_SCHEMA = new URL('data/servers.schema.json', PACKAGE_ROOT);

/** The text of the schema's file. */
export function listingSchema(): Promise<string> {
  const schema = {
    title: 'A listed MCP server',
    description: 'One file of data/servers/. Its base name is the id of the server.',
    ...z.toJSONSchema(ServerFile, { io: 'input' }),
  };
  return format(JSON.stringify(schema), { parser: 'json', printWidth: 110 });
}

if (import.meta.main) writeFileSync(LISTING_SCHEMA, await listingSchema());
