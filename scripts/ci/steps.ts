/** Runs the `run:` steps of workflows and composite actions as a runner would, for tests: what is published is what ran. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
export function runSteps(job: Job): JobResult {
  const runner = newRunner(job.programs);
  try {
    return runOn(runner, job);
  } finally {
    rmSync(runner.folder, { recursive: true, force: true });
  }
}

function runOn(runner: Runner, { steps, workspace, context, env = {}, standIns = {} }: Job): JobResult {
  const known: Context = { 'runner.temp': runner.temp, ...context };
  const result: JobResult = { status: 0, output: '', summary: '', outputs: {} };
  for (const step of steps) {
    if (step.uses !== undefined) {
      standInFor(step.uses, standIns)(filledIn(step.with ?? {}, known), workspace);
      continue;
    }
    const { status, said, outputs } = runScript(step, runner, workspace, {
      ...env,
      ...filledIn(step.env ?? {}, known),
    });
    result.output += said;
    Object.assign(result.outputs, outputs);
    for (const [key, value] of Object.entries(outputs))
      if (step.id !== undefined) known[`steps.${step.id}.outputs.${key}`] = value;
    if (status !== 0) {
      Object.assign(result, { status, failed: nameOf(step) });
      break;
    }
  }
  result.summary = readFileSync(runner.files.GITHUB_STEP_SUMMARY, 'utf8');
  return result;
}

const nameOf = ({ name, id }: Step): string => name ?? id ?? 'a step';

/** What a runner keeps for a job: a folder for its files, and the files by which steps speak to it. */
interface Runner {
  folder: string;
  temp: string;
  files: Record<'GITHUB_OUTPUT' | 'GITHUB_PATH' | 'GITHUB_STEP_SUMMARY' | 'GITHUB_ENV', string>;
  programs: readonly string[];
}

function newRunner(programs: string | undefined): Runner {
  const folder = mkdtempSync(join(tmpdir(), 'toolrisk-runner-'));
  const temp = join(folder, 'temp');
  mkdirSync(temp);
  const file = (name: string): string => {
    writeFileSync(join(folder, name), '');
    return join(folder, name);
  };
  const files = {
    GITHUB_OUTPUT: file('OUTPUT'),
    GITHUB_PATH: file('PATH'),
    GITHUB_STEP_SUMMARY: file('STEP_SUMMARY'),
    GITHUB_ENV: file('ENV'),
  };
  return { folder, temp, files, programs: programs === undefined ? [] : [programs] };
}

function standInFor(uses: string, standIns: Record<string, StandIn>): StandIn {
  const [action = ''] = uses.split('@');
  const standIn = standIns[action];
  if (standIn === undefined) throw new Error(`no stand-in for ${action}`);
  return standIn;
}

interface Ran {
  status: number;
  said: string;
  outputs: Record<string, string>;
}

function runScript(step: Step, runner: Runner, workspace: string, env: Record<string, string>): Ran {
  const script = step.run ?? '';
  if (/\$\{\{/.test(script))
    throw new Error(`${nameOf(step)}: an expression within a script can inject commands`);
  const { temp, files, programs } = runner;
  // Each step has a file of its own for what it hands on.
  writeFileSync(files.GITHUB_OUTPUT, '');
  const added = linesOf(files.GITHUB_PATH).reverse();
  const PATH = [...added, ...programs, process.env['PATH'] ?? ''].join(':');
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script],
    {
      cwd: workspace,
      encoding: 'utf8',
      env: { HOME: '/nonexistent', RUNNER_OS: 'Linux', RUNNER_TEMP: temp, ...files, ...env, PATH },
    },
  );
  const pairs = linesOf(files.GITHUB_OUTPUT).map((line) => line.split(/=(.*)/s));
  const outputs = Object.fromEntries(pairs.map(([key = '', value = '']) => [key, value]));
  return { status: status ?? -1, said: stdout + stderr, outputs };
}

const linesOf = (file: string): string[] => readFileSync(file, 'utf8').split('\n').filter(Boolean);

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
