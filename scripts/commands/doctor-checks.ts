import { existsSync, readFileSync } from 'node:fs';
import { SANDBOXES, type Sandbox } from '../../catalogue/vocabulary.ts';
import { cgroupSupport } from '../../crawler/launch/cgroup/cgroup.ts';
import { findNpm, onPath } from '../../crawler/launch/npm-client.ts';
import { PYTHON } from '../../crawler/launch/pypi-client.ts';
import { isTrusted, warningAbout } from '../../crawler/launch/sandboxes.ts';
import { seccompFilter } from '../../crawler/launch/seccomp/filter.ts';
import { namespaceRestriction, tryOut, type Trial } from '../../crawler/launch/trial.ts';
import { PACKAGE_ROOT } from '../package.ts';
import { PARTS } from '../parts.ts';

/** One thing that was looked at on this machine. */
export interface Check {
  group: 'sandbox' | 'machine' | 'program';
  name: string;
  /** `partly`: it works, or is done without, but less well. */
  state: 'works' | 'partly' | 'fails';
  /** What was found. */
  found: string;
  /** What to do, where something is to be done. */
  todo?: string;
}

const IN_CHECKOUT = existsSync(new URL('scripts/setup.ts', PACKAGE_ROOT));

/** How to get Debian's packages onto this machine. */
const bring = (...packages: string[]): string =>
  IN_CHECKOUT ? 'npm run setup' : `sudo apt-get install ${packages.join(' ')}`;

/** Looks at all that a crawl may use here. A program of our own is run in each sandbox. */
export async function runChecks(): Promise<Check[]> {
  const sandboxes = await Promise.all(SANDBOXES.map(async (id) => sandboxCheck(id, await tryOut(id))));
  return [...sandboxes, namespaces(), seccomp(), limits(), node(), npm(), uv(), ...(await parts())];
}

/** The sandbox that `auto` takes, or undefined: the first that holds a stranger's code and works. */
export const automatic = (checks: readonly Check[]): Sandbox | undefined =>
  SANDBOXES.find((id) => isTrusted(id) && checks.some(({ name, state }) => name === id && state !== 'fails'));

function sandboxCheck(id: Sandbox, trial: Trial): Check {
  const check = { group: 'sandbox', name: id } as const;
  if (trial.state === 'fails') return { ...check, state: 'fails', found: trial.why, todo: TODO[id] };
  if (trial.state === 'untried') return { ...check, state: 'partly', found: trial.why };
  const { seen, limits: by } = trial;
  const found = [
    seen.network ? 'a network' : 'no network',
    seen.filtered ? 'a seccomp filter' : 'no seccomp filter',
    `user ${seen.user}`,
    `limits by ${by}`,
  ].join(', ');
  const warning = warningAbout(id);
  if (warning === undefined) return { ...check, state: seen.network ? 'partly' : 'works', found };
  return { ...check, state: 'partly', found: `${found}; only by name, for ${warning}` };
}

const TODO: Record<Sandbox, string> = {
  bubblewrap: bring('bubblewrap'),
  podman:
    'not needed where bubblewrap works; it runs servers that are container images: sudo apt-get install podman',
  docker: 'not needed where bubblewrap works; start its engine to run servers that are container images',
  'node-permission': 'use another sandbox',
  none: 'use another sandbox',
};

function namespaces(): Check {
  const restriction = process.platform === 'linux' ? namespaceRestriction() : undefined;
  const check = { group: 'machine', name: 'user namespaces' } as const;
  if (restriction === undefined) return { ...check, state: 'works', found: 'nothing here restricts them' };
  // A profile may let bubblewrap make them all the same; its own line says whether it can.
  return {
    ...check,
    state: 'partly',
    found: restriction.why,
    todo: `if bubblewrap fails: ${bring('bubblewrap')}`,
  };
}

function seccomp(): Check {
  const check = { group: 'machine', name: 'seccomp' } as const;
  const filter = seccompFilter();
  if (filter === undefined)
    return {
      ...check,
      state: 'partly',
      found: `no filter is written for ${process.arch}; servers run without one`,
    };
  const actions = readIfThere('/proc/sys/kernel/seccomp/actions_avail').split(' ');
  return actions.includes('errno') && actions.includes('kill_process')
    ? { ...check, state: 'works', found: `a filter of ${filter.length / 8} instructions for ${process.arch}` }
    : { ...check, state: 'fails', found: 'the kernel has no seccomp filters', todo: 'use a newer kernel' };
}

function limits(): Check {
  const check = { group: 'machine', name: 'limits' } as const;
  const support = cgroupSupport();
  if (support.ok)
    return {
      ...check,
      state: 'works',
      found: `memory, processes and processors by cgroup-v${support.plan.version}`,
    };
  return {
    ...check,
    state: 'partly',
    found: `a watchdog looks five times a second, for ${support.why}`,
    todo: 'to have the kernel hold them: systemd-run --user --scope toolrisk crawl, or run as root',
  };
}

function node(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const works = major > 22 || (major === 22 && minor >= 12);
  const check = { group: 'program', name: 'Node', found: process.version } as const;
  return works
    ? { ...check, state: 'works' }
    : { ...check, state: 'fails', todo: 'install Node 22.12 or newer' };
}

function npm(): Check {
  const check = { group: 'program', name: 'npm' } as const;
  const client = findNpm();
  return client === undefined
    ? { ...check, state: 'fails', found: 'not found; npm packages cannot be installed', todo: 'install npm' }
    : { ...check, state: 'works', found: client.args[0] ?? client.file };
}

function uv(): Check {
  const check = { group: 'program', name: 'uv' } as const;
  const path = onPath('uv', process.env);
  return path === undefined
    ? { ...check, state: 'partly', found: `not found; PyPI packages are installed by pip, for ${PYTHON}` }
    : { ...check, state: 'works', found: path };
}

async function parts(): Promise<Check[]> {
  const wanted = PARTS.filter(
    ({ name, development }) => name !== 'bubblewrap' && (IN_CHECKOUT || !development),
  );
  return Promise.all(
    wanted.map(async ({ name, purpose, packages, present, development }): Promise<Check> => {
      const check = { group: 'program', name } as const;
      if (await present()) return { ...check, state: 'works', found: purpose };
      const found = `not found; it is ${purpose}${development ? ', and used by tests only' : ''}`;
      return { ...check, state: 'partly', found, todo: bring(...packages) };
    }),
  );
}

const readIfThere = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8').trim() : '');
