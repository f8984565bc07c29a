import { Command } from 'commander';
import { version } from './version.ts';

/** The `toolrisk` program. Each command is a file of scripts/commands/. */
export function program(): Command {
  return new Command('toolrisk')
    .version(version())
    .description('What can this MCP tool do to me, and which rule should stand in front of it?');
}
