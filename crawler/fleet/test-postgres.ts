/** A PostgreSQL of our own in a temporary folder, on loopback, for tests and benchmarks. */
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const RELEASES = '/usr/lib/postgresql';

/** PostgreSQL refuses to run as root; whoever is root lends it the identity of nobody. */
const NOBODY = 65534;
const identity = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/** The folder of the newest release's programs. @throws Error where none is installed */
function programs(): string {
  const newest = (existsSync(RELEASES) ? readdirSync(RELEASES) : [])
    .filter((release) => existsSync(join(RELEASES, release, 'bin/postgres')))
    .sort((a, b) => Number(b) - Number(a))[0];
  if (newest === undefined) throw new Error('PostgreSQL is not installed: run `npm run setup`.');
  return join(RELEASES, newest, 'bin');
}

function run(program: string, ...args: string[]): void {
  const { status, stderr, error } = spawnSync(join(programs(), program), args, {
    ...identity,
    cwd: '/',
    encoding: 'utf8',
    // The server that pg_ctl starts would keep a pipe open.
    stdio: ['ignore', 'ignore', program === 'pg_ctl' ? 'ignore' : 'pipe'],
    timeout: 60_000,
  });
  if (status !== 0)
    throw new Error(`${program} ${args.join(' ')} failed: ${stderr ?? error?.message ?? status}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Starts it. It keeps nothing beyond `end`. */
export async function startPostgres(): Promise<{ connection: string; restart: () => void; end: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'toolrisk-postgres-'));
  if (identity.uid !== undefined) chownSync(folder, NOBODY, NOBODY);
  const data = join(folder, 'data');
  const port = await freePort();
  run('initdb', '-D', data, '-U', 'toolrisk', '--auth=trust', '--no-sync', '-E', 'UTF8');
  const settings = `listen_addresses = '127.0.0.1'\nport = ${port}\nunix_socket_directories = ''\nfsync = off\n`;
  writeFileSync(join(data, 'postgresql.auto.conf'), settings);
  const control = (...words: string[]) =>
    run('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), ...words);
  control('start');
  return {
    connection: `postgresql://toolrisk@127.0.0.1:${port}/postgres`,
    restart: () => control('restart', '-m', 'fast'),
    end: () => {
      control('stop', '-m', 'immediate');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
