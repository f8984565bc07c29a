import { randomUUID } from 'node:crypto';
import type { InstalledPackage, Source } from '../../catalogue/records.ts';
import type { Outcome } from '../../catalogue/vocabulary.ts';
import { oneLine } from '../session/text.ts';
import { INSIDE, type Process, type SandboxLauncher, type ServerCommand } from './command.ts';
import { CONFINEMENT, refusedByContainers } from './confinement.ts';
import { engineCall, engineWorks, type Engine } from './engine.ts';
import { run, type Ended } from './run.ts';

type ImageSource = Extract<Source, { type: 'oci' }>;
type Failed = { ok: false; outcome: Outcome; detail: string };

/** A server's own image, there to be run: the image is its sandbox too. */
export type Image = { ok: true; sandbox: SandboxLauncher; package: InstalledPackage } | Failed;

export type ImageOptions = { timeoutMs: number; signal?: AbortSignal | undefined; env: NodeJS.ProcessEnv };

/** Pulls a server's image with the network, and runs nothing of it. It is run later by its digest, with none. */
export async function pullImage(source: ImageSource, options: ImageOptions): Promise<Image> {
  const engine = await findEngine();
  if (engine === undefined)
    return failed(
      'unsupported-runtime',
      'It is a container image, and neither podman nor docker works here.',
    );
  const named = source.digest === undefined ? source.image : `${untagged(source.image)}@${source.digest}`;
  const reference = qualified(named);
  const pulled = await call(engine, ['pull', '--quiet', reference], options);
  if (pulled.code !== 0) return failureOf(pulled, reference);
  const asked = await call(
    engine,
    ['image', 'inspect', '--format', '{{range .RepoDigests}}{{println .}}{{end}}', reference],
    options,
  );
  const digest = source.digest ?? /@(sha256:[0-9a-f]{64})/.exec(asked.stdout)?.[1];
  const pinned = digest === undefined ? reference : `${untagged(qualified(source.image))}@${digest}`;
  const installed: InstalledPackage = {
    ...{ type: 'oci', name: untagged(source.image), version: tagOf(source.image) },
    ...(digest === undefined ? {} : { integrity: digest }),
  };
  return { ok: true, sandbox: imageSandbox(engine, pinned), package: installed };
}

async function findEngine(): Promise<Engine | undefined> {
  if ((await engineWorks('podman')).ok) return 'podman';
  return (await engineWorks('docker')).ok ? 'docker' : undefined;
}

/** A sandbox that runs one image with its own entry point; a command's arguments follow it. */
export function imageSandbox(engine: Engine, image: string): SandboxLauncher {
  return {
    id: engine,
    available: () => Promise.resolve({ ok: true }),
    refuses: refusedByContainers,
    wrap: (command) => wrap(engine, image, command),
  };
}

function wrap(engine: Engine, image: string, command: ServerCommand): Process {
  const name = `toolrisk-${randomUUID()}`;
  const args = command.args.map((word) => word.replaceAll('{workspace}', () => INSIDE.workspace));
  const run = [
    ...['run', '--rm', '--interactive', '--name', name, '--pull', 'never', ...CONFINEMENT],
    ...Object.entries({ ...command.env, HOME: INSIDE.home }).flatMap(([key, value]) => [
      '--env',
      `${key}=${value}`,
    ]),
    ...[image, ...args],
  ];
  const afterwards = { file: engine, args: ['rm', '--force', '--volumes', name] };
  return { ...engineCall(engine, run), afterwards };
}

const call = (engine: Engine, args: string[], { env, timeoutMs, signal }: ImageOptions): Promise<Ended> =>
  run(engineCall(engine, args, env), { timeoutMs, signal });

const failed = (outcome: Outcome, detail: string): Failed => ({ ok: false, outcome, detail });

function failureOf(ended: Ended, reference: string): Failed {
  if (ended.stopped === 'aborted')
    return failed('interrupted', 'The run was stopped while its image was pulled.');
  if (ended.stopped === 'timeout')
    return failed('install-failed', 'Its image was not pulled within the time limit.');
  const said = oneLine(ended.stderr, 200);
  if (/manifest unknown|not found|name unknown|repository .* does not exist/i.test(said))
    return failed('package-missing', `The registry does not have ${reference}.`);
  if (/unauthori[sz]ed|authentication required|denied/i.test(said))
    return failed('needs-credentials', `The registry wants a login for ${reference}.`);
  if (/toomanyrequests|429/i.test(said))
    return failed('rate-limited', 'The image registry asked us to come back later.');
  if (/no such host|connection refused|i\/o timeout|network is unreachable|certificate/i.test(said))
    return failed('unreachable', 'The image registry could not be reached.');
  return failed('install-failed', `${reference} could not be pulled: ${said}`);
}

const untagged = (image: string) => image.replace(/:[\w][\w.-]*$/, '');
const tagOf = (image: string) => /:([\w][\w.-]*)$/.exec(image)?.[1] ?? 'latest';

/** docker's short names mean its own hub; podman would ask a person which registry is meant. */
function qualified(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  if (rest.length === 0) return `docker.io/library/${reference}`;
  return /[.:]|^localhost$/.test(first) ? reference : `docker.io/${reference}`;
}
