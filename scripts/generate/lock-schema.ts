/** Generates report/toolrisk.lock.schema.json, by which editors and other programs check a lock. */
import { writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { z } from 'zod';
import { Lock } from '../../report/lock.ts';
import { PACKAGE_ROOT } from '../package.ts';

/** Where the schema is kept. */
export const LOCK_SCHEMA = new URL('report/toolrisk.lock.schema.json', PACKAGE_ROOT);

/** The text of the schema's file. */
export function lockSchema(): Promise<string> {
  const schema = {
    title: 'toolrisk.lock.json',
    description: 'The state of a stack of MCP servers that its user accepted. Written by `toolrisk scan`.',
    ...z.toJSONSchema(Lock),
  };
  return format(JSON.stringify(schema), { parser: 'json', printWidth: 110 });
}

if (import.meta.main) writeFileSync(LOCK_SCHEMA, await lockSchema());
