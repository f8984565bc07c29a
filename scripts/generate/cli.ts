/** Generates docs/cli.md: every command's own help, as the program prints it. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { PACKAGE_ROOT } from '../package.ts';
import { COMMAND_NAMES, loadCommand, program } from '../program.ts';

/** Where the reference is kept. */
export const CLI_REFERENCE = new URL('docs/cli.md', PACKAGE_ROOT);

const INTRODUCTION = `# The command line

Every command with its options, as \`toolrisk COMMAND --help\` prints them. This page is generated
(\`npm run generate\`).
`;

/** The text of the reference. */
export async function cliReference(): Promise<string> {
  const root = await program(undefined);
  const commands = await Promise.all(COMMAND_NAMES.map(loadCommand));
  for (const command of commands) command.parent = root;
  const sections = [
    section(root, 'toolrisk'),
    ...commands.flatMap((command) => sectionsOf(command, 'toolrisk')),
  ];
  return `${INTRODUCTION}\n${sections.join('\n')}`;
}

function sectionsOf(command: Command, parents: string): string[] {
  const name = `${parents} ${command.name()}`;
  return [section(command, name), ...command.commands.flatMap((sub) => sectionsOf(sub, name))];
}

function section(command: Command, name: string): string {
  return `## ${name}\n\n\`\`\`text\n${helpOf(command).trimEnd()}\n\`\`\`\n`;
}

/** The help as a terminal of 100 columns shows it, with what the command adds before and after. */
function helpOf(command: Command): string {
  let text = '';
  nameDefaultsFromHere(command);
  command.configureHelp({ helpWidth: 100 });
  command.configureOutput({ writeOut: (part) => (text += part), getOutHasColors: () => false });
  command.outputHelp();
  return text;
}

/** Folders of this checkout are shown as they are called in it, wherever it stands. */
function nameDefaultsFromHere({ options }: Command): void {
  const here = fileURLToPath(PACKAGE_ROOT);
  for (const option of options) {
    const value: unknown = option.defaultValue;
    if (typeof value === 'string' && value.startsWith(here))
      option.defaultValueDescription = JSON.stringify(value.slice(here.length));
  }
}

if (import.meta.main) writeFileSync(CLI_REFERENCE, await cliReference());
