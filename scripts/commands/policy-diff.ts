import { Command } from 'commander';
import { changeInWords, diffPolicies } from '../../policy/diff.ts';
import { readPolicy, type Reading } from '../../policy/read.ts';
import { UserError } from '../errors.ts';
import { readText } from './policy-files.ts';
import { targetOfFile } from './policy-lint.ts';

/** `toolrisk policy diff`: what a new policy file does otherwise than an old one, in words. */
export function diffCommand(): Command {
  return new Command('diff')
    .description('Say in words what a new policy file does otherwise than an old one.')
    .argument('<old>', 'the file as it was')
    .argument('<new>', 'the file as it is')
    .option('--json', 'print as JSON')
    .addHelpText(
      'after',
      `
Examples:
  toolrisk policy --server memory > new.json && toolrisk policy diff policy.json new.json
`,
    )
    .action((old: string, next: string, { json }: { json?: true }) => {
      const [before, after] = [reading(old), reading(next)];
      if (before.target !== after.target)
        throw new UserError(`${old} is a file for ${before.target}, and ${next} for ${after.target}.`);
      const changes = diffPolicies(before, after);
      const words = changes.length > 0 ? changes.map(changeInWords) : ['Nothing changes.'];
      process.stdout.write(json ? `${JSON.stringify(changes, null, 2)}\n` : `${words.join('\n')}\n`);
    });
}

function reading(file: string): Reading {
  const text = readText(file);
  const found = readPolicy(text, targetOfFile(file, text, undefined));
  if ('problem' in found) throw new UserError(`${file}: ${found.problem}`);
  return found;
}
