/**
 * `npm run setup`: installs the system packages that crawling and testing need, by apt, where it may.
 * Says what it installs; does nothing where nothing is missing; exits 1 with the exact commands where it may not.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { bubblewrap } from '../crawler/launch/bubblewrap.ts';
import { namespaceRestriction } from '../crawler/launch/trial.ts';
import { chromiumPath } from './chromium.ts';
import { onPath, PARTS, type Part } from './parts.ts';

function run(command: string[], options: { quiet?: boolean } = {}): boolean {
  const [file, ...args] = command;
  return spawnSync(file!, args, { stdio: options.quiet ? 'ignore' : 'inherit' }).status === 0;
}

/** apt's hundreds of lines are worth watching on a terminal; in a log they are only so where it failed. */
function runApt(root: string[], command: string[]): boolean {
  // By `env`, for sudo hands no variables on: without it every package would look for somebody to ask.
  const [file, ...args] = [...root, 'env', 'DEBIAN_FRONTEND=noninteractive', ...command];
  const isWatched = process.stdout.isTTY;
  const { status, stdout, stderr } = spawnSync(file!, args, {
    stdio: ['inherit', isWatched ? 'inherit' : 'pipe', isWatched ? 'inherit' : 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  });
  if (status !== 0 && !isWatched) console.error(`${stdout}${stderr}`.trimEnd());
  return status === 0;
}

/** The words to put before a command so that it runs as root, or undefined where that is not to be had. */
function asRoot(): string[] | undefined {
  if (process.getuid?.() === 0) return [];
  if (!onPath('sudo')) return undefined;
  const mayAsk = process.stdin.isTTY === true;
  return mayAsk || run(['sudo', '-n', 'true'], { quiet: true }) ? ['sudo'] : undefined;
}

/** Ubuntu's chromium is a snap, which does not start in containers: there, playwright's own build is taken. */
function aptHasChromium(): boolean {
  return !/^ID=ubuntu$/m.test(existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '');
}

function stop(problem: string, commands: string[]): never {
  console.error(`setup: ${problem}\nRun this, then \`npm run setup\` again:\n`);
  for (const command of commands) console.error(`  ${command}`);
  process.exit(1);
}

function installPackages(missing: Part[]): void {
  const packages = missing
    .flatMap((part) => part.packages)
    .filter((name) => name !== 'chromium' || aptHasChromium());
  const commands = [
    ['apt-get', 'update', '-q'],
    ['apt-get', 'install', '-q', '-y', '--no-install-recommends', ...packages],
  ];
  const asShell = commands.map((command) => `sudo ${command.join(' ')}`);
  const root = asRoot();
  if (!onPath('apt-get'))
    stop(`this machine has no apt-get; install by its own means: ${packages.join(', ')}.`, asShell);
  if (root === undefined) stop('packages are missing, and neither root nor sudo is to be had.', asShell);
  for (const command of commands) {
    if (!runApt(root, command)) stop(`\`${command.join(' ')}\` failed.`, asShell);
  }
  if (chromiumPath() === undefined) {
    const download = ['npx', '--no-install', 'playwright-core', 'install', '--with-deps', 'chromium'];
    if (!run(download)) stop('Chromium could not be installed.', [download.join(' ')]);
  }
}

/** Ubuntu 24.04 keeps ordinary users from making user namespaces, and with them bubblewrap; a profile lifts that. */
const APPARMOR_FILE = '/etc/apparmor.d/toolrisk-bwrap';
const APPARMOR_PROFILE = `abi <abi/4.0>,
include <tunables/global>
profile toolrisk-bwrap /usr/bin/bwrap flags=(unconfined) {
  userns,
}
`;

async function allowBubblewrap(): Promise<void> {
  // The very sandbox that servers run in is tried, not a simpler one that may work where it does not.
  const works = async () => (await bubblewrap.available()).ok;
  if (await works()) return;
  const write = `printf '%s' '${APPARMOR_PROFILE}' | sudo tee ${APPARMOR_FILE} && sudo apparmor_parser -r ${APPARMOR_FILE}`;
  const restriction = namespaceRestriction();
  if (restriction?.setting !== 'apparmor') {
    const why = restriction === undefined ? '' : `: ${restriction.why}`;
    stop(`bubblewrap is installed but cannot make a sandbox here${why}.`, [
      restriction?.setting === 'max'
        ? 'sudo sysctl -w user.max_user_namespaces=10000'
        : 'sudo sysctl -w kernel.unprivileged_userns_clone=1',
    ]);
  }
  const root = asRoot();
  if (root === undefined) stop('AppArmor keeps bubblewrap from making user namespaces.', [write]);
  console.log(`setup: writing ${APPARMOR_FILE}, which lets bubblewrap make user namespaces`);
  const script = write.replaceAll('sudo ', '');
  if (!run([...root, 'sh', '-c', script]) || !(await works()))
    stop('bubblewrap still may not make user namespaces.', [write]);
}

async function missingParts(): Promise<Part[]> {
  const present = await Promise.all(PARTS.map((part) => part.present()));
  return PARTS.filter((_part, index) => !present[index]);
}

const missing = await missingParts();
for (const { name, purpose, packages } of missing)
  console.log(`setup: to be installed: ${packages.join(' and ')} (${name}, ${purpose})`);
if (missing.length > 0) installPackages(missing);
for (const { name, note } of missing) if (note !== undefined) console.log(`setup: ${name}: ${note}`);
await allowBubblewrap();
const absent = await missingParts();
if (absent.length > 0)
  stop(`still missing: ${absent.map(({ name }) => name).join('; ')}.`, [
    `sudo apt-get install ${absent.flatMap(({ packages }) => packages).join(' ')}`,
  ]);
console.log(`setup: everything is there: ${PARTS.map(({ name }) => name).join(', ')}`);
