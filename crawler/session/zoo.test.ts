import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Observation, type Listing } from '../../catalogue/records.ts';
import type { Outcome, Sandbox } from '../../catalogue/vocabulary.ts';
import { crawlServer, crawlServers } from '../crawl.ts';
import { cgroupSupport } from '../launch/cgroup/cgroup.ts';
import { holdOf, watchdogHold } from '../launch/hold.ts';

const CRAWL = new URL('../crawl.ts', import.meta.url).href;
const ZOO = fileURLToPath(new URL('zoo', import.meta.url));
/** For servers that list in the end, however slow the machine is. */
const PATIENT = 90_000;
/** For servers that never will. */
const BRIEF = 2000;

let place: string;
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'toolrisk-zoo-'));
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

function animal(file: string, more: Partial<Listing> = {}): Listing {
  return {
    id: file,
    name: file,
    summary: 'A server of the zoo.',
    publisher: 'Toolrisk',
    tier: 'core',
    source: { type: 'command', command: 'node' },
    environment: [],
    placeholderArguments: [],
    ...more,
    arguments: [`${file}.ts`, ...(more.arguments ?? [])],
  };
}

async function meet(
  listing: Listing,
  {
    timeoutMs = PATIENT,
    sandbox = 'bubblewrap',
    hold = holdOf,
  }: { timeoutMs?: number; sandbox?: Sandbox; hold?: typeof holdOf } = {},
): Promise<Observation> {
  const mark = `zoo-${randomUUID()}`;
  const marked = { ...listing, arguments: [...listing.arguments, mark] };
  const observation = await crawlServer(marked, { cache: place, folder: ZOO, sandbox, timeoutMs, hold });
  expect(processesWith(mark)).toEqual([]);
  expect(Observation.parse(observation)).toEqual(observation);
  expect(observation.detail).toMatch(/^[^\p{Cc}\u202e]+$/u);
  return observation;
}

/** Command lines of running processes that contain `mark`. */
function processesWith(mark: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(commandLine)
    .filter((line) => line.includes(mark));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

const namesOf = (observation: Observation) => observation.tools.map(({ definition }) => definition.name);
const descriptionOf = (observation: Observation): Record<string, unknown> =>
  JSON.parse(observation.tools[0]?.definition.description ?? '{}') as Record<string, unknown>;

describe('servers that give no list', () => {
  const cases: [file: string, outcome: Outcome, detail: RegExp, timeoutMs?: number][] = [
    ['never-answers', 'timed-out', /did not answer within the time limit/, BRIEF],
    ['answers-by-drops', 'timed-out', /did not answer within the time limit/, BRIEF],
    ['ignores-sigterm', 'timed-out', /did not answer within the time limit/, BRIEF],
    ['exits-at-once', 'exited', /ended with status 3.*: Error: no database here$/],
    ['exits-midway', 'exited', /ended with status 1/],
    ['endless-pages', 'too-large', /more than 500 pages/],
    ['huge-message', 'too-large', /a message of more than 10485760 bytes/],
    ['endless-line', 'too-large', /a message of more than 10485760 bytes/],
    ['endless-noise', 'too-large', /more than 67108864 bytes in all/],
    ['request-flood', 'too-large', /more than 20000 messages of its own/],
    ['many-tools', 'too-large', /more than 10000 tools/],
    ['not-json', 'protocol-error', /sent a message that is not valid JSON/],
    ['no-array', 'protocol-error', /answered tools\/list with something else/],
    ['unknown-version', 'protocol-error', /2199-01-01/],
    ['knows-nothing', 'protocol-error', /Method not found/],
    ['wants-key', 'needs-credentials', /ZOO_API_KEY environment variable is required/],
    ['wants-key-on-list', 'needs-credentials', /an API token must be provided/],
  ];
  test.each(cases)('%s: %s', async (file, outcome, detail, timeoutMs = PATIENT) => {
    const observation = await meet(animal(file), { timeoutMs });
    expect({ outcome: observation.outcome, detail: observation.detail }).toEqual({
      outcome,
      detail: expect.stringMatching(detail) as string,
    });
    expect(observation.tools).toEqual([]);
  });
});

describe.each([
  ['the strictest hold that works here', holdOf],
  ['a watchdog', watchdogHold],
])('%s', (_name, hold) => {
  const support = cgroupSupport();
  const by = hold === holdOf && support.ok ? `cgroup-v${support.plan.version}` : 'watchdog';

  test.each([
    ['allocates', /used more than 1536 MiB of memory/],
    ['many-processes', /used more than 128 processes/],
  ])('%s: too-large', async (file, detail) => {
    const { outcome, detail: said, launch } = await meet(animal(file), { hold });
    expect({ outcome, said, limits: launch.limits }).toEqual({
      outcome: 'too-large',
      said: expect.stringMatching(detail) as string,
      limits: by,
    });
  });

  test('without a sandbox, what a server let go of is ended too', async () => {
    const observation = await meet(animal('leaves-a-child'), { sandbox: 'none', hold });
    expect({ outcome: observation.outcome, limits: observation.launch.limits }).toEqual({
      outcome: 'listed',
      limits: by,
    });
  });
});

// A look five times a second would let it have thousands of processes for a moment; the kernel does not.
test.runIf(cgroupSupport().ok)('fork-bomb: too-large, held by a control group', async () => {
  const { outcome, detail } = await meet(animal('fork-bomb'));
  expect({ outcome, detail }).toEqual({
    outcome: 'too-large',
    detail: 'It was ended because it used more than 128 processes and threads.',
  });
});

describe('servers that list all the same', () => {
  const cases: [file: string, outcome: Outcome, names: string[], reasons: RegExp[]][] = [
    ['noisy', 'listed', ['quiet'], []],
    ['empty-cursor', 'listed', ['first', 'second'], []],
    ['null-description', 'listed', ['silent'], []],
    ['endless-stderr', 'listed', ['plain'], []],
    ['log-flood', 'listed', ['flooding'], []],
    ['leaves-a-child', 'listed', ['plain'], []],
    ['no-tools', 'listed', [], []],
    ['changes-list', 'listed', ['before', 'after'], []],
    ['modern-only', 'listed-partly', ['modern'], [/inputSchema/]],
    ['looping-cursor', 'listed-partly', ['first', 'second', 'third'], []],
    ['duplicate-names', 'listed-partly', ['twin', 'single'], [/has the same name/]],
    ['deep-schema', 'listed-partly', ['cyclic', 'remote'], [/nests deeper than 64/]],
    [
      'one-bad-tool',
      'listed-partly',
      ['good', 'also-good'],
      [/inputSchema/, /name is not a string/, /not a JSON object/, /not a JSON object/, /annotations/],
    ],
  ];
  test.each(cases)('%s: %s', async (file, outcome, names, reasons) => {
    const observation = await meet(animal(file));
    expect({ outcome: observation.outcome, names: namesOf(observation) }).toEqual({ outcome, names });
    expect(observation.quarantined.map(({ reason }) => reason)).toEqual(
      reasons.map((reason) => expect.stringMatching(reason) as string),
    );
  });

  test('a null member counts as absent', async () => {
    const { tools } = await meet(animal('null-description'));
    expect(tools[0]?.definition).toEqual({ name: 'silent', inputSchema: { type: 'object' } });
  });

  test('a name may be anything but empty, very long or a second time', async () => {
    const observation = await meet(animal('strange-names'));
    expect(namesOf(observation)).toEqual([
      ...['../../etc/passwd', 'a/b', '.', '__proto__', 'constructor'],
      ...['tab\there', 'nul\u0000', 'right\u202eleft', 'zero\u200bwidth', 'lone\ud800'],
    ]);
    expect(observation.quarantined.map(({ reason }) => reason)).toEqual([
      'its name is empty',
      'its name is empty',
      'its name is longer than 256 characters',
    ]);
  });

  test('a tool is kept exactly as its server wrote it', async () => {
    const { tools } = await meet(animal('spaced-json'));
    expect(tools[0]?.raw).toBe(
      '{ "name" : "exact",  "inputSchema":{"type":"object","maximum":1.0,"x":1e2}, "x-vendor" : [ "\\u0041" ] }',
    );
  });

  test('requests of a server are answered, and none is granted', async () => {
    const { tools } = await meet(animal('asks-a-lot'));
    expect(tools[0]?.definition.description).toBe(
      'own-elicitation/create error; own-ping {}; own-roots/list {"roots":[]}; own-sampling/createMessage error',
    );
  });

  test.each(['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'])(
    'protocol %s is spoken',
    async (version) => {
      const observation = await meet(animal('speaks-version', { arguments: [version] }));
      expect(observation).toMatchObject({
        outcome: 'listed',
        protocolVersion: version,
        instructions: '{}',
        launch: { clientCapabilities: [] },
        prompts: { count: 3, names: ['one', 'two', ''], more: true },
        resources: { count: 150 },
      });
      expect(observation.resources?.names.length).toBe(100);
      expect(observation.resourceTemplates).toBeUndefined();
    },
  );

  test('protocol 2026-07-28 is spoken with a server that knows no other', async () => {
    const observation = await meet(animal('modern-only'));
    expect(observation).toMatchObject({
      protocolVersion: '2026-07-28',
      serverInfo: { name: 'modern', version: '3.0.0' },
      prompts: { count: 1, names: ['greet'] },
      ttlMs: 300_000,
    });
    expect(observation.tools[0]?.definition.description).toContain('io.modelcontextprotocol/protocolVersion');
  });

  test('capabilities that are declared are recorded, and asking for them gets a refusal', async () => {
    const listing = animal('asks-a-lot');
    const options = { cache: place, folder: ZOO, sandbox: 'bubblewrap', timeoutMs: PATIENT } as const;
    const clientCapabilities = ['roots', 'sampling', 'elicitation'] as const;
    const { tools, launch } = await crawlServer(listing, { ...options, clientCapabilities });
    expect(launch.clientCapabilities).toEqual(clientCapabilities);
    expect(tools[0]?.definition.description).toBe(
      'own-elicitation/create {"action":"decline"}; own-ping {}; own-roots/list {"roots":[]}; own-sampling/createMessage error',
    );
  });

  test('standard error is kept to a short tail without control characters', async () => {
    const { stderrTail } = await meet(animal('endless-stderr'));
    expect(stderrTail).toMatch(/complaint/);
    expect(stderrTail.length).toBeLessThanOrEqual(4096);
    expect(stderrTail).not.toMatch(/[\u001b\u202e]/);
  });
});

describe('the ladder of credentials', () => {
  test('stops at the placeholder that works', async () => {
    const environment = [{ name: 'ZOO_API_KEY', default: 'other', placeholder: 'placeholder' }];
    const { outcome, launch } = await meet(animal('wants-key', { environment }));
    expect({ outcome, step: launch.credentialStep, names: launch.environmentNames }).toEqual({
      outcome: 'listed',
      step: 'placeholder',
      names: ['ZOO_API_KEY'],
    });
  });

  test('keeps what the server wanted when a placeholder does not do', async () => {
    const { outcome, detail } = await meet(
      animal('wants-key', { environment: [{ name: 'ZOO_API_KEY', placeholder: 'wrong' }] }),
    );
    expect(outcome).toBe('needs-credentials');
    expect(detail).toMatch(/is required.*With a placeholder: .*wrong form/);
  });

  test('never records a value', async () => {
    const observation = await meet(
      animal('wants-key', {
        environment: [{ name: 'ZOO_API_KEY', placeholder: 'value-1' }],
        placeholderArguments: ['--key=value-2', '--token', 'value-3'],
      }),
    );
    expect(JSON.stringify(observation)).not.toMatch(/value-\d/);
    expect(observation.detail).toMatch(/With a placeholder/);
  });
});

describe('what a sandbox holds back', () => {
  const servers: Server[] = [];
  const listen = (at: number | string) => {
    const { promise, resolve } = Promise.withResolvers<Server>();
    const server = createServer((connection) => connection.destroy());
    servers.push(server);
    server.listen(at, () => resolve(server));
    return promise;
  };
  afterAll(() => servers.forEach((server) => server.close()));

  test('the network, sockets, files, environment and processes of the machine', async () => {
    const listening = await listen(0);
    const socket = join(place, 'socket');
    await listen(socket);
    const secret = join(place, 'secret');
    writeFileSync(secret, 'secret');
    process.env['ZOO_SECRET'] = 'secret';
    const address = listening.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const own = join(ZOO, 'looks-around.ts');
    const seen = descriptionOf(
      await meet(animal('looks-around', { arguments: [port, socket, secret, own, homedir()] })),
    );
    delete process.env['ZOO_SECRET'];
    expect(seen).toEqual({
      loopback: 'refused: ECONNREFUSED',
      metadata: expect.stringMatching(/^refused: E(?:NETUNREACH|HOSTUNREACH|ACCES)$/) as string,
      socket: 'refused: ENOENT',
      secret: 'refused: ENOENT',
      passwd: 'refused: ENOENT',
      home: 'refused: ENOENT',
      run: 'refused: ENOENT',
      own: 'refused: EROFS',
      environment: ['HOME', 'PATH', 'PWD', 'TMPDIR'],
      processes: 2,
      user: 65534,
      hostname: 'sandbox',
    });
  });

  test('all but a small part of the disk', async () => {
    const got = descriptionOf(await meet(animal('fills-disk')));
    const total = Object.values(got).reduce((sum: number, bytes) => sum + Number(bytes), 0);
    expect(total).toBeLessThanOrEqual(512 * 2 ** 20);
    for (const folder of ['/', '/dev', '/usr', '/opt', '/etc', '/home', ZOO]) expect(got[folder]).toBe(0);
  });

  test("Node's permission model holds back files and processes", async () => {
    const listing = animal('looks-around', {
      arguments: ['1', '/nowhere', '/etc/hostname', join(ZOO, 'protocol.ts')],
    });
    const seen = descriptionOf(await meet(listing, { sandbox: 'node-permission' }));
    expect(seen).toMatchObject({ secret: 'refused: ERR_ACCESS_DENIED', own: 'refused: ERR_ACCESS_DENIED' });
    expect(seen['environment']).not.toContain('ZOO_SECRET');
  });
});

describe('a crawl of several servers', () => {
  test('loses none to the misbehaviour of another', async () => {
    const files = ['exits-at-once', 'noisy', 'huge-message', 'empty-cursor', 'one-bad-tool'];
    const outcomes: Record<string, string> = {};
    await crawlServers(
      files.map((file) => animal(file)),
      { cache: place, folder: ZOO, timeoutMs: PATIENT, concurrency: 2 },
      { finished: ({ serverId, outcome }) => void (outcomes[serverId] = outcome) },
    );
    expect(outcomes).toEqual({
      'exits-at-once': 'exited',
      noisy: 'listed',
      'huge-message': 'too-large',
      'empty-cursor': 'listed',
      'one-bad-tool': 'listed-partly',
    });
  });

  test('that is stopped ends the servers under way and reports them', async () => {
    const controller = new AbortController();
    const mark = `zoo-${randomUUID()}`;
    const finished: string[] = [];
    const started: string[] = [];
    await crawlServers(
      ['never-answers', 'ignores-sigterm', 'noisy', 'empty-cursor'].map((file) =>
        animal(file, { arguments: [mark] }),
      ),
      { cache: place, folder: ZOO, timeoutMs: PATIENT, concurrency: 2, signal: controller.signal },
      {
        started: ({ id }) => void started.push(id),
        progress: (_listing, phase) => {
          if (phase === 'connecting') setTimeout(() => controller.abort(), 500);
        },
        finished: ({ serverId, outcome }) => void finished.push(`${serverId} ${outcome}`),
      },
    );
    expect(started).toEqual(['never-answers', 'ignores-sigterm']);
    expect(finished.sort()).toEqual(['ignores-sigterm interrupted', 'never-answers interrupted']);
    expect(processesWith(mark)).toEqual([]);
  });

  test('that is killed takes its servers with it', async () => {
    const mark = `zoo-${randomUUID()}`;
    const listing = JSON.stringify(animal('ignores-sigterm', { arguments: [mark] }));
    const options = JSON.stringify({ cache: place, folder: ZOO, sandbox: 'bubblewrap', timeoutMs: PATIENT });
    const program = `import(${JSON.stringify(CRAWL)}).then((it) => it.crawlServer(${listing}, ${options}))`;
    const crawler = spawn(process.execPath, ['-e', program], { stdio: 'ignore' });
    const inside = () => processesWith(mark).filter((line) => line.startsWith('/opt/node/bin/node'));
    await vi.waitUntil(() => inside().length > 0, { timeout: PATIENT });
    crawler.kill('SIGKILL');
    await vi.waitUntil(() => processesWith(mark).length === 0, { timeout: PATIENT });
  });

  test('that cannot store what it found stops and says so', async () => {
    const failing = crawlServers(
      [animal('noisy'), animal('never-answers')],
      { cache: place, folder: ZOO, timeoutMs: PATIENT, concurrency: 2 },
      {
        finished: ({ outcome }) => {
          if (outcome === 'listed') throw new Error('disk full');
        },
      },
    );
    await expect(failing).rejects.toThrow('disk full');
  });
});
