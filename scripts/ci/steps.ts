/** Runs the `run:` steps of workflows and composite actions as a runner would, for tests: what is published is what ran. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A step, as YAML has it. */
export interface Step {
  name?: string;
  id?: string;
  uses?: string;
  run?: string;
  env?: Record<string, unknown>;
  with?: Record<string, unknown>;
}

/** What expressions may refer to: `inputs.path`, `steps.scan.outputs.sarif`, by their full names. */
export type Context = Record<string, string>;

/** What takes the place of an action of somebody else's, by its name without the version. */
export type StandIn = (inputs: Record<string, string>, workspace: string) => void;

export interface Job {
  steps: readonly Step[];
  workspace: string;
  context: Context;
  env?: Record<string, string>;
  standIns?: Record<string, StandIn>;
  /** A folder of programs that take the place of those which a runner has and a test must not call. */
  programs?: string;
}

export interface JobResult {
  status: number;
  /** The step that failed. */
  failed?: string;
  output: string;
  summary: string;
  outputs: Record<string, string>;
}

/** Runs the steps in order, up to the first that fails. @throws Error for an expression or action that it does not know */
export function runSteps({ steps, workspace, context, env = {}, standIns = {}, programs }: Job): JobResult {
  const runner = mkdtempSync(join(tmpdir(), 'toolrisk-runner-'));
  const temp = join(runner, 'temp');
  mkdirSync(temp);
  const files = Object.fromEntries(
    ['OUTPUT', 'PATH', 'STEP_SUMMARY', 'ENV'].map((name) => [`GITHUB_${name}`, join(runner, name)]),
  );
  for (const file of Object.values(files)) writeFileSync(file, '');
  const known: Context = { 'runner.temp': temp, ...context };
  const result: JobResult = { status: 0, output: '', summary: '', outputs: {} };
  for (const step of steps) {
    const name = step.name ?? step.id ?? step.uses ?? 'a step';
    if (step.uses !== undefined) {
      const [action = ''] = step.uses.split('@');
      const standIn = standIns[action];
      if (standIn === undefined) throw new Error(`no stand-in for ${action}`);
      standIn(filledIn(step.with ?? {}, known), workspace);
      continue;
    }
    if (/\$\{\{/.test(step.run ?? ''))
      throw new Error(`${name}: an expression within a script can inject commands`);
    const path = [
      ...readFileSync(files['GITHUB_PATH']!, 'utf8').split('\n').filter(Boolean).reverse(),
      ...(programs ? [programs] : []),
      process.env['PATH'] ?? '',
    ].join(':');
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run ?? ''],
      {
        cwd: workspace,
        encoding: 'utf8',
        env: {
          HOME: '/nonexistent',
          RUNNER_OS: 'Linux',
          RUNNER_TEMP: temp,
          ...files,
          ...env,
          ...filledIn(step.env ?? {}, known),
          PATH: path,
        },
      },
    );
    result.output += stdout + stderr;
    for (const line of readFileSync(files['GITHUB_OUTPUT']!, 'utf8').split('\n').filter(Boolean)) {
      const [key = '', value = ''] = line.split(/=(.*)/s);
      result.outputs[key] = value;
      if (step.id !== undefined) known[`steps.${step.id}.outputs.${key}`] = value;
    }
    if (status !== 0) {
      Object.assign(result, { status: status ?? -1, failed: name });
      break;
    }
  }
  result.summary = readFileSync(files['GITHUB_STEP_SUMMARY']!, 'utf8');
  return result;
}

/** Values with their expressions replaced, as strings. */
export function filledIn(values: Record<string, unknown>, context: Context): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      String(value).replaceAll(/\$\{\{ *([\w.-]+) *\}\}/g, (_, key: string) => {
        const found = context[key];
        if (found === undefined) throw new Error(`the expression ${key} has no value`);
        return found;
      }),
    ]),
  );
}
