import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Listing } from '../../catalogue/records.ts';
import { crawlServer } from '../crawl.ts';
import { imageSandbox, pullImage } from './oci.ts';

const ZOO = fileURLToPath(new URL('../session/zoo', import.meta.url));
const DIGEST = `sha256:${'a'.repeat(64)}`;

let place: string;
let path: string | undefined;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'toolrisk-oci-'));
  path = process.env['PATH'];
});
afterEach(() => {
  process.env['PATH'] = path;
  rmSync(place, { recursive: true, force: true });
});

/** Puts an engine on PATH, and no other, that notes how it was called and does as `pull` says. */
function engine(name: string, pull = 'exit 0'): void {
  const script = `#!/bin/sh
case "$*" in *toolrisk-probe*) exit 0 ;; esac
printf '%s\\n' "$*" >> '${place}/calls'
case "$1" in
  pull) ${pull} ;;
  image) echo 'docker.io/zoo/server@${DIGEST}' ;;
  run) exec '${process.execPath}' '${ZOO}/noisy.ts' ;;
esac
`;
  writeFileSync(join(place, name), script);
  chmodSync(join(place, name), 0o755);
  process.env['PATH'] = `${place}:/nonexistent`;
}

const calls = () =>
  existsSync(join(place, 'calls')) ? readFileSync(join(place, 'calls'), 'utf8').trim().split('\n') : [];
const pull = (image: string, digest?: string) =>
  pullImage(
    { type: 'oci', image, ...(digest === undefined ? {} : { digest }) },
    { timeoutMs: 60_000, env: process.env },
  );

describe('an image', () => {
  test.each(['podman', 'docker'] as const)(
    'is run by %s by its digest, with no network and no privileges',
    (name) => {
      const image = `docker.io/zoo/server@${DIGEST}`;
      const command = { entry: [], args: ['--root', '{workspace}'], env: { ZOO_KEY: 'x' }, readable: [] };
      const { file, args, afterwards } = imageSandbox(name, image).wrap(command, '');
      const container = args[args.indexOf('--name') + 1] ?? '';
      expect(file).toBe(name);
      expect(args).toEqual([
        ...[
          'run',
          '--rm',
          '--interactive',
          '--name',
          container,
          '--pull',
          'never',
          '--network',
          'none',
          '--read-only',
        ],
        ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--user', '65534:65534'],
        ...['--pids-limit', '128', '--ulimit', 'core=0', '--log-driver', 'none'],
        ...['--ulimit', 'nofile=4096:4096', '--ulimit', 'nproc=4096:4096'],
        ...['--memory', '1610612736', '--memory-swap', '1610612736', '--shm-size', '67108864'],
        ...['--tmpfs', '/tmp:rw,nosuid,nodev,mode=1777,size=134217728'],
        ...['--tmpfs', '/home/user:rw,nosuid,nodev,mode=1777,size=268435456'],
        ...['--tmpfs', '/home/user/workspace:rw,nosuid,nodev,mode=1777,size=134217728'],
        ...['--env', 'ZOO_KEY=x', '--env', 'HOME=/home/user', image, '--root', '/home/user/workspace'],
      ]);
      expect(afterwards).toEqual({ file: name, args: ['rm', '--force', '--volumes', container] });
    },
  );

  test('is pulled, pinned, run and removed', async () => {
    engine('podman');
    const listing: Listing = {
      ...{ id: 'image', name: 'Image', summary: 'S.', publisher: 'P', tier: 'core' },
      source: { type: 'oci', image: 'zoo/server:1.0' },
      ...{ arguments: [], placeholderArguments: [], environment: [] },
    };
    const found = await crawlServer(listing, { cache: place, sandbox: 'none', timeoutMs: 60_000 });
    expect(found).toMatchObject({
      outcome: 'listed',
      package: { type: 'oci', name: 'zoo/server', version: '1.0', integrity: DIGEST },
      launch: { sandbox: 'podman' },
    });
    const verbs = calls().map((line) => line.split(' ')[0]);
    expect(verbs).toEqual(['info', 'pull', 'image', 'run', 'rm']);
    expect(calls()[1]).toBe('pull --quiet docker.io/zoo/server:1.0');
    expect(calls()[3]).toContain(` docker.io/zoo/server@${DIGEST}`);
  });

  test('with a digest in its listing is pulled by that', async () => {
    engine('docker');
    expect(await pull('ghcr.io/zoo/server:1.0', DIGEST)).toMatchObject({
      ok: true,
      package: { integrity: DIGEST },
    });
    expect(calls()).toContain(`pull --quiet ghcr.io/zoo/server@${DIGEST}`);
  });

  test.each([
    ['manifest unknown', 'package-missing'],
    ['unauthorized: authentication required', 'needs-credentials'],
    ['toomanyrequests: slow down', 'rate-limited'],
    ['dial tcp: lookup zoo: no such host', 'unreachable'],
    ['no space left on device', 'install-failed'],
  ])('whose pull fails with "%s" is told apart', async (words, outcome) => {
    engine('podman', `echo 'Error: ${words}' >&2; exit 125`);
    expect(await pull('zoo')).toMatchObject({ ok: false, outcome });
  });

  test('without an engine is not run', async () => {
    process.env['PATH'] = place;
    expect(await pull('zoo')).toMatchObject({ ok: false, outcome: 'unsupported-runtime' });
  });
});
