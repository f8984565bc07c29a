import { z } from 'zod';
import { defineEmitter, type Served } from '../emitter.ts';
import { byTargetName, namesOf, yamlProblems, yamlText } from '../format.ts';
import { comments, notesOf } from '../notes.ts';

export const LiteLlmFile = z.looseObject({
  mcp_servers: z.record(
    z.string(),
    z.looseObject({
      allowed_tools: z.array(z.string()).optional(),
      disallowed_tools: z.array(z.string()).optional(),
      allowed_params: z.record(z.string(), z.array(z.string())).optional(),
    }),
  ),
});

const target = {
  title: 'LiteLLM',
  supports: { deny: true, ask: false, limit: false, arguments: false },
  hides: true,
  remarks: () => ['LiteLLM reads this beside the url or command of the server that is already in the file.'],
};

function writeStack(served: readonly Served[]): string {
  const servers = served.map(({ server, rules }) => {
    const named = byTargetName(rules, (tool) => tool);
    const allowed = namesOf(named, ['allow']);
    return [
      server,
      {
        // An empty list allows every tool, so where nothing is allowed a name stands that no tool has.
        allowed_tools: allowed.length > 0 ? allowed : [nothing(named)],
        disallowed_tools: namesOf(named, ['deny', 'hide']),
      },
    ] as const;
  });
  const notes = notesOf(
    target,
    served.flatMap(({ rules }) => rules),
  );
  return comments('#', notes) + yamlText({ mcp_servers: Object.fromEntries(servers) });
}

/** A name in the list of allowed tools that stands for none. */
export const NO_TOOL = 'no_tool_is_allowed';

function nothing(named: ReadonlyMap<string, unknown>): string {
  let name: string = NO_TOOL;
  while (named.has(name)) name += '_';
  return name;
}

export default defineEmitter({
  ...target,
  id: 'litellm',
  filename: 'config.yaml',
  mediaType: 'application/yaml',
  unlisted: 'denied',
  write: (served) => writeStack([served]),
  writeStack,
  validate: (text) => yamlProblems(text, LiteLlmFile),
  schema: LiteLlmFile,
});
