import { z } from 'zod';
import { defineEmitter, type Served } from '../emitter.ts';
import { byTargetName, jsonProblems, jsonText, namesOf } from '../format.ts';

export const VSCODE_SETTING = 'chat.tools.eligibleForAutoApproval';

export const VsCodeFile = z.looseObject({ [VSCODE_SETTING]: z.record(z.string(), z.boolean()) });

/** The setting names tools without their servers, so of two tools of one name the stricter rule holds for both. */
function writeStack(served: readonly Served[]): string {
  const named = byTargetName(
    served.flatMap(({ rules }) => rules),
    (tool) => tool,
  );
  return jsonText({
    [VSCODE_SETTING]: Object.fromEntries(namesOf(named, ['ask']).map((name) => [name, false])),
  });
}

export default defineEmitter({
  id: 'vscode',
  title: 'VS Code',
  supports: { deny: false, ask: true, limit: false, arguments: false },
  filename: 'settings.json',
  mediaType: 'application/json',
  unlisted: 'asked',
  write: (served) => writeStack([served]),
  writeStack,
  validate: (text) => jsonProblems(text, VsCodeFile),
  remarks: () => [
    'VS Code names tools here without their server: the setting holds for every server with a tool of that name.',
  ],
  schema: VsCodeFile,
});
