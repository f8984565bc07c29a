import { Command } from 'commander';
import { EMITTERS, VARIANTS } from '../../policy/index.ts';
import { textTable } from './table.ts';

const mark = (can: boolean): string => (can ? 'yes' : 'no');

/** `toolrisk policy targets`: what each target can express. */
export function targetsCommand(): Command {
  return new Command('targets')
    .description('List the targets that a policy can be written for, and what each can express.')
    .option('--json', 'print as JSON')
    .addHelpText(
      'after',
      `
Examples:
  toolrisk policy targets
  toolrisk policy targets --json | jq -r '.[] | select(.arguments) | .id'
`,
    )
    .action(({ json }: { json?: true }) => {
      const targets = [...EMITTERS, ...VARIANTS].map(
        ({ id, title, filename, supports, askDenial, unlisted }) => ({
          id,
          title,
          filename,
          ...supports,
          // Where nobody is asked: what the calls are denied with instead, until a person lifts the rule.
          askDenial: askDenial ?? null,
          unlisted,
        }),
      );
      if (json) process.stdout.write(`${JSON.stringify(targets, null, 2)}\n`);
      else process.stdout.write(table(targets));
    });
}

function table(
  targets: readonly {
    id: string;
    filename: string;
    deny: boolean;
    ask: boolean;
    askDenial: string | null;
    limit: boolean;
    arguments: boolean;
    unlisted: string;
  }[],
): string {
  return textTable(
    ['target', 'file', 'deny', 'ask', 'limit', 'arguments', 'tools not named'],
    targets.map((target) => [
      target.id,
      target.filename,
      mark(target.deny),
      target.askDenial === null ? mark(target.ask) : 'by denial',
      mark(target.limit),
      mark(target.arguments),
      target.unlisted,
    ]),
  );
}
