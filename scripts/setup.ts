/**
 * `npm run setup`: installs the system packages that crawling and testing need, by apt, where it may.
 * Says what it installs; does nothing where nothing is missing; exits 1 with the exact commands where it may not.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { bubblewrap } from '../crawler/launch/bubblewrap.ts';
import { chromiumPath } from './chromium.ts';

interface Part {
  /** What it is for, to be printed. */
  purpose: string;
  packages: string[];
  present: () => boolean;
}

const onPath = (command: string): boolean =>
  (process.env.PATH ?? '').split(':').some((folder) => existsSync(`${folder}/${command}`));

const PARTS: Part[] = [
  {
    purpose: 'bubblewrap, the sandbox that listed servers run in',
    packages: ['bubblewrap'],
    present: () => onPath('bwrap'),
  },
  {
    purpose: 'Python with venv, which listed servers of PyPI are installed by',
    packages: ['python3', 'python3-venv'],
    present: () => run(['/usr/bin/python3', '-c', 'import ensurepip'], { quiet: true }),
  },
  {
    purpose: 'Chromium with a font, to test the pages in',
    packages: ['chromium', 'fonts-dejavu-core'],
    present: () => chromiumPath() !== undefined,
  },
  {
    purpose: 'PostgreSQL, the queue of a crawl over many machines',
    packages: ['postgresql'],
    present: () =>
      existsSync('/usr/lib/postgresql') &&
      readdirSync('/usr/lib/postgresql').some((release) =>
        existsSync(`/usr/lib/postgresql/${release}/bin/postgres`),
      ),
  },
];

function run(command: string[], options: { quiet?: boolean } = {}): boolean {
  const [file, ...args] = command;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(file!, args, { stdio: options.quiet ? 'ignore' : 'inherit', env }).status === 0;
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
    if (!run([...root, ...command])) stop(`\`${command.join(' ')}\` failed.`, asShell);
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
  const restriction = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns';
  const restricted = existsSync(restriction) && readFileSync(restriction, 'utf8').trim() === '1';
  if (!restricted) {
    stop('bubblewrap is installed but cannot make a sandbox here.', [
      'sudo sysctl -w kernel.unprivileged_userns_clone=1',
    ]);
  }
  const root = asRoot();
  if (root === undefined) stop('AppArmor keeps bubblewrap from making user namespaces.', [write]);
  console.log(`setup: writing ${APPARMOR_FILE}, which lets bubblewrap make user namespaces`);
  const script = write.replaceAll('sudo ', '');
  if (!run([...root, 'sh', '-c', script]) || !(await works()))
    stop('bubblewrap still may not make user namespaces.', [write]);
}

const missing = PARTS.filter((part) => !part.present());
for (const part of missing) console.log(`setup: installing ${part.packages.join(' and ')} (${part.purpose})`);
if (missing.length > 0) installPackages(missing);
await allowBubblewrap();
const absent = PARTS.filter((part) => !part.present());
if (absent.length > 0)
  stop(`still missing: ${absent.map(({ purpose }) => purpose).join('; ')}.`, [
    `sudo apt-get install ${absent.flatMap(({ packages }) => packages).join(' ')}`,
  ]);
console.log('setup: everything is there: bubblewrap, Python, Chromium, PostgreSQL');
