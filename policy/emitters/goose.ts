import { z } from 'zod';
import { defineEmitter, type Served } from '../emitter.ts';
import { byTargetName, namesOf, yamlProblems, yamlText } from '../format.ts';
import { comments, notesOf } from '../notes.ts';

const Names = z.array(z.string());

export const GooseFile = z.record(
  z.string(),
  z.looseObject({ always_allow: Names, ask_before: Names, never_allow: Names }),
);

/** How Goose names an extension's tool: the extension in lower case, without spaces, other signs as `_`. */
export function gooseName(server: string, tool: string): string {
  const extension = server
    .replace(/\s/g, '')
    .replace(/[^A-Za-z0-9_-]/g, '_')
    .toLowerCase();
  return `${extension}__${tool}`;
}

const target = {
  title: 'Goose',
  aliasOf: (server: string) => gooseName(server, ''),
  supports: { deny: true, ask: true, limit: false, arguments: false },
};

function writeStack(served: readonly Served[]): string {
  const named = byTargetName(
    served.flatMap(({ server, rules }) =>
      rules.map((rule) => ({ ...rule, tool: gooseName(server, rule.tool) })),
    ),
    (name) => name,
  );
  const user = {
    always_allow: namesOf(named, ['allow']),
    ask_before: namesOf(named, ['ask']),
    never_allow: namesOf(named, ['deny']),
  };
  const notes = notesOf(
    target,
    served.flatMap(({ rules }) => rules),
  );
  return comments('#', notes) + yamlText({ user });
}

export default defineEmitter({
  ...target,
  id: 'goose',
  filename: 'permission.yaml',
  mediaType: 'application/yaml',
  unlisted: 'untouched',
  write: (served) => writeStack([served]),
  writeStack,
  validate: (text) => yamlProblems(text, GooseFile),
  schema: GooseFile,
});
