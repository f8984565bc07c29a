import { Command, Option } from 'commander';
import {
  Call,
  SIMULATED,
  simulate,
  UnreadablePolicy,
  type Simulated,
  type Verdict,
} from '../../policy/simulate.ts';
import { UserError } from '../errors.ts';
import { readText } from './policy-files.ts';
import { targetOfFile } from './policy-lint.ts';
import { repeated } from './policy-tools.ts';

interface Options {
  policy: string;
  call: string[];
  target?: string;
  json?: true;
}

const EXAMPLES = `
Examples:
  toolrisk policy test --policy policy.json --call '{"tool": "python_venv", "arguments": {"action": "delete"}}'
  toolrisk policy test --policy policy.yaml --call '{"tool": "pay", "at": "2026-03-01T12:00:00Z"}' --call '{"tool": "pay"}'

Calls are made one after the other, so limits count them. A call may carry "at" (UTC), "server", and "failed": true
for one that the server answers with an error.
`;

/** `toolrisk policy test`: what a policy file does with calls, and which rule decides. */
export function testCommand(): Command {
  return new Command('test')
    .description('Say what a policy file does with a call, which rule decides, and why.')
    .requiredOption('--policy <file>', 'the policy file')
    .requiredOption('--call <json>', 'a call: {"tool": ..., "arguments": {...}}; may be repeated', repeated)
    .addOption(
      new Option('--target <target>', 'whose file it is; told from its contents otherwise').choices([
        ...SIMULATED,
      ]),
    )
    .option('--json', 'print as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => {
      const verdicts = await answers(options);
      process.stdout.write(
        options.json ? `${JSON.stringify(verdicts, null, 2)}\n` : verdicts.map(inWords).join(''),
      );
    });
}

async function answers({ policy, call, target }: Options): Promise<Verdict[]> {
  const text = readText(policy);
  const found = targetOfFile(policy, text, target);
  if (!isSimulated(found))
    throw new UserError(
      `${policy} is a file for ${found}, which has no evaluator here; there are ones for ${SIMULATED.join(', ')}.`,
    );
  const simulation = await simulate(text, found).catch((error: unknown) => {
    if (!(error instanceof UnreadablePolicy)) throw error;
    throw new UserError(`${policy}: ${error.message}`);
  });
  return call
    .map(parseCall)
    .map((one) => simulation(one, one.at === undefined ? Date.now() : Date.parse(one.at)));
}

function isSimulated(target: string): target is Simulated {
  return (SIMULATED as readonly string[]).includes(target);
}

function parseCall(text: string): Call {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError(`--call is not JSON: ${(error as Error).message}.`);
  }
  const call = Call.safeParse(value);
  if (call.success) return call.data;
  const [issue] = call.error.issues;
  throw new UserError(`--call: ${issue!.path.join('.') || 'the call'}: ${issue!.message}.`);
}

function inWords({ verdict, rule, reason }: Verdict): string {
  return `${verdict}  ${rule}  ${reason}\n`;
}
