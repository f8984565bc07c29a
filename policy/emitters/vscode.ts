import { z } from 'zod';
import { defineEmitter, type Policy } from '../emitter.ts';
import { byTargetName, jsonProblems, jsonText, namesOf } from '../format.ts';
import { resolve } from '../resolve.ts';

export const VSCODE_SETTING = 'chat.tools.eligibleForAutoApproval';

export const VsCodeFile = z.looseObject({ [VSCODE_SETTING]: z.record(z.string(), z.boolean()) });

const target = { supports: { deny: false, ask: true, limit: false, arguments: false } };

/** The setting names tools without their servers, so of two tools of one name the stricter rule holds for both. */
function emitStack(policies: readonly Policy[]): string {
  const named = byTargetName(
    policies.flatMap((policy) => resolve(policy, target)),
    (tool) => tool,
  );
  return jsonText({
    [VSCODE_SETTING]: Object.fromEntries(namesOf(named, ['ask']).map((name) => [name, false])),
  });
}

export default defineEmitter({
  ...target,
  id: 'vscode',
  title: 'VS Code',
  filename: 'settings.json',
  mediaType: 'application/json',
  unlisted: 'asked',
  emit: (policy) => emitStack([policy]),
  emitStack,
  validate: (text) => jsonProblems(text, VsCodeFile),
  remarks: () => [
    'VS Code names tools here without their server: the setting holds for every server with a tool of that name.',
  ],
  schema: VsCodeFile,
});
