import { z } from 'zod';
import type { Action } from '../../catalogue/vocabulary.ts';
import { defineEmitter, type Served } from '../emitter.ts';
import { jsonProblems, jsonText } from '../format.ts';

export const ZED_DEFAULTS = ['allow', 'confirm', 'deny'] as const;

export const ZedFile = z.looseObject({
  agent: z.looseObject({
    tool_permissions: z.looseObject({
      tools: z.record(z.string(), z.looseObject({ default: z.enum(ZED_DEFAULTS) })),
    }),
  }),
});

const DEFAULT_OF: Record<Action, (typeof ZED_DEFAULTS)[number]> = {
  allow: 'allow',
  limit: 'confirm',
  ask: 'confirm',
  deny: 'deny',
  hide: 'deny',
};

const target = {
  supports: { deny: true, ask: true, limit: false, arguments: false },
  cannotName: (server: string) => (server.includes(':') ? 'a colon in the server name ends it' : undefined),
};

function writeStack(served: readonly Served[]): string {
  const tools = served.flatMap(({ server, rules }) =>
    rules
      .filter(({ unnamed }) => !unnamed)
      .map(({ tool, action }) => [`mcp:${server}:${tool}`, { default: DEFAULT_OF[action] }] as const),
  );
  return jsonText({ agent: { tool_permissions: { tools: Object.fromEntries(tools) } } });
}

export default defineEmitter({
  ...target,
  id: 'zed',
  title: 'Zed',
  filename: 'settings.json',
  mediaType: 'application/json',
  unlisted: 'asked',
  write: (served) => writeStack([served]),
  writeStack,
  validate: (text) => jsonProblems(text, ZedFile),
  schema: ZedFile,
});
