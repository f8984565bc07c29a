import { defineEmitter, type Served } from '../emitter.ts';
import { comments, notesOf } from '../notes.ts';

const target = {
  title: 'Docker MCP gateway',
  supports: { deny: true, ask: false, limit: false, arguments: false },
  hides: true,
  cannotName: (server: string, tool: string) =>
    /[,:*\s]/.test(tool) || /[,:*\s]/.test(server)
      ? 'a comma, colon, space or asterisk ends a name'
      : undefined,
};

const quoted = (text: string): string =>
  /^[A-Za-z0-9_:.,=@/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** The command that starts the gateway with just these tools; it has no file for them. */
function writeStack(served: readonly Served[]): string {
  const tools = served.flatMap(({ server, rules }) =>
    rules.filter(({ action }) => action === 'allow').map(({ tool }) => `${server}:${tool}`),
  );
  const notes = notesOf(
    target,
    served.flatMap(({ rules }) => rules),
  );
  // A server without an allowed tool is not started: an empty list of tools would mean all of them.
  const servers = served.filter(({ rules }) => rules.some(({ action }) => action === 'allow'));
  if (servers.length === 0)
    return `${comments('#', [...notes, 'docker mcp gateway run: no tool may run, so there is nothing to start.'])}`;
  const words = [
    `--servers=${servers.map(({ server }) => server).join(',')}`,
    ...tools.map((tool) => `--tools=${tool}`),
  ];
  return `${comments('#', notes)}docker mcp gateway run \\\n${words.map((word) => `  ${quoted(word)}`).join(' \\\n')}\n`;
}

function validate(text: string): string[] {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  if (lines.length === 0) return [];
  if (lines[0] !== 'docker mcp gateway run \\')
    return ['The command must begin with docker mcp gateway run.'];
  return lines
    .slice(1)
    .filter((line) => !/^ {2}'?--(?:servers=[^:*]+|tools=[^,:*\s]+:[^,:*\s]+?)'?(?: \\)?$/.test(line))
    .map((line) => `${line.trim()}: expected --servers=NAME or --tools=SERVER:TOOL.`);
}

export default defineEmitter({
  ...target,
  id: 'docker',
  filename: 'gateway.sh',
  mediaType: 'text/x-shellscript',
  unlisted: 'denied',
  write: (served) => writeStack([served]),
  writeStack,
  validate,
});
