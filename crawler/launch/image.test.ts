import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limitsOf } from '../session/limits.ts';
import { startServer } from '../session/server-process.ts';
import { holdSession } from '../session/session.ts';
import { StdioTransport } from '../session/stdio.ts';
import { engineCall, engineWorks } from './engine.ts';
import { holdOf } from './hold.ts';
import { imageSandbox } from './oci.ts';
import { run } from './run.ts';
import { smallestProgram } from './smallest-program.ts';
import { tarOfProgram } from './tar.ts';

const ZOO = fileURLToPath(new URL('../session/zoo', import.meta.url));
const IMAGE = `localhost/toolrisk-image-test:${randomUUID()}`;

let place: string;
let tar: string;
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'toolrisk-image-'));
  tar = join(place, 'image.tar');
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** A file system of Node, what it is linked to, and a server of the zoo. */
function makeImage(): void {
  const root = join(place, 'root');
  const put = (from: string, to: string) => {
    mkdirSync(dirname(join(root, to)), { recursive: true });
    cpSync(realpathSync(from), join(root, to));
  };
  put(process.execPath, '/bin/node');
  const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] };
  for (const library of sharedObjects.filter((path) => path.startsWith('/') && path.includes('.so')))
    put(library, library);
  for (const file of ['looks-around.ts', 'protocol.ts']) put(join(ZOO, file), `/app/${file}`);
  writeFileSync(join(root, 'app', 'package.json'), '{"type":"module"}');
  expect(spawnSync('tar', ['-C', root, '-cf', tar, '.']).status).toBe(0);
}

const listed = (file: string) => spawnSync('tar', ['-tvf', file], { encoding: 'utf8' }).stdout;

test('the smallest program runs, and its archive is one that others read', () => {
  const program = smallestProgram()!;
  const file = join(place, 'probe');
  writeFileSync(file, program, { mode: 0o755 });
  expect(spawnSync(file).status).toBe(0);
  writeFileSync(join(place, 'probe.tar'), tarOfProgram('probe', program));
  expect(listed(join(place, 'probe.tar'))).toMatch(
    new RegExp(`^-rwxr-xr-x 0/0 +${program.length} .* probe\\n$`),
  );
  expect(smallestProgram('riscv64')).toBeUndefined();
});

test('an image that is made here is run by podman, where podman runs anything', async () => {
  makeImage();
  expect(listed(tar)).toMatch(/\.\/bin\/node\n/);
  expect(listed(tar)).toMatch(/\.\/app\/looks-around\.ts\n/);
  const works = await engineWorks('podman');
  if (!works.ok) {
    // Not a pass of what follows: this machine cannot show it.
    console.warn(`NOT TRIED: an image in podman, for ${works.why}. The archive was made and looked at.`);
    return;
  }
  const limits = { timeoutMs: 120_000 };
  const change = ['--change', 'ENTRYPOINT ["/bin/node", "/app/looks-around.ts"]'];
  expect(await run(engineCall('podman', ['import', ...change, tar, IMAGE]), limits)).toMatchObject({
    code: 0,
  });
  try {
    const process = imageSandbox('podman', IMAGE).wrap(
      { entry: [], args: ['1', '/none', '/none', '/app/own'], env: {}, readable: [] },
      '',
    );
    const server = startServer(holdOf(process), limitsOf(60_000));
    const result = await holdSession(new StdioTransport(server, limitsOf(60_000)), {
      clientInfo: { name: 'test', version: '1' },
      limits: limitsOf(60_000),
    });
    await server.stop();
    expect(server.heldBy).toBe('engine');
    const description = result.ok ? result.list.tools[0]?.definition.description : undefined;
    expect(JSON.parse(description ?? '{}')).toMatchObject({
      loopback: 'refused: ECONNREFUSED',
      metadata: expect.stringMatching(/^refused: E/) as string,
      own: 'refused: EROFS',
      user: 65534,
    });
    const left = await run(
      engineCall('podman', ['ps', '--all', '--filter', `ancestor=${IMAGE}`, '--quiet']),
      limits,
    );
    expect(left.stdout).toBe('');
  } finally {
    await run(engineCall('podman', ['rmi', '--force', IMAGE]), limits);
  }
});
