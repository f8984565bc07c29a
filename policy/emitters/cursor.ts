import { z } from 'zod';
import { defineEmitter, type Served } from '../emitter.ts';
import { jsonProblems, jsonText } from '../format.ts';

export const CursorFile = z.looseObject({
  mcpAllowlist: z.array(z.string().regex(/^[^:]+:./s, 'must be server:tool')),
});

const target = {
  supports: { deny: false, ask: true, limit: false, arguments: false },
  cannotName: (server: string, tool: string) =>
    tool.includes('*') || /[*:]/.test(server)
      ? 'an asterisk or a colon is read as part of a pattern'
      : undefined,
};

/** A list of what runs unasked; every other tool asks. */
function writeStack(served: readonly Served[]): string {
  return jsonText({
    mcpAllowlist: served.flatMap(({ server, rules }) =>
      rules
        .filter(({ action, unnamed }) => action === 'allow' && !unnamed)
        .map(({ tool }) => `${server}:${tool}`),
    ),
  });
}

export default defineEmitter({
  ...target,
  id: 'cursor',
  title: 'Cursor',
  filename: 'permissions.json',
  mediaType: 'application/json',
  unlisted: 'asked',
  write: (served) => writeStack([served]),
  writeStack,
  validate: (text) => jsonProblems(text, CursorFile),
  schema: CursorFile,
});
