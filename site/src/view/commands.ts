import type { Posture } from '../../../catalogue/vocabulary.ts';

/** A word for a POSIX shell: as it is where that is safe, otherwise in single quotes. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The command that prints a policy. `=` keeps a tool's name from being taken for an option. */
export function policyCommand(serverId: string, tool: string | undefined, posture: Posture): string {
  const forTool = tool === undefined ? '' : ` ${shellWord(`--tool=${tool}`)}`;
  return `npx toolrisk policy --server ${serverId}${forTool} --posture ${posture} > policy.json`;
}

/** The command that prints a server's policy for a target, or that of one of its tools. */
export function targetCommand(serverId: string, target: string, posture: Posture, tool?: string): string {
  const forTool = tool === undefined ? '' : ` ${shellWord(`--tool=${tool}`)}`;
  return `npx toolrisk policy --server ${serverId}${forTool} --target ${target} --posture ${posture}`;
}

/** The command that takes a policy out of a tool's data twin. */
export function curlCommand(jsonUrl: string, posture: Posture): string {
  return `curl -s ${jsonUrl} | jq .policy.${posture}.file > policy.json`;
}

/** The command that crawls a server again. */
export function crawlCommand(serverId: string): string {
  return `npx toolrisk crawl --server ${serverId}`;
}
