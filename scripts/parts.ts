import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

/** What crawling and testing need beside npm packages, by the names of Debian's packages. */
export interface Part {
  name: string;
  /** What it is for, to be printed. */
  purpose: string;
  packages: string[];
  present: () => boolean | Promise<boolean>;
  /** What its packages do beside being there, and how to undo that; to be printed once they are installed. */
  note?: string;
  /** Needed by the tests only. */
  development?: true;
}

/** Whether a program of that name is on the PATH. */
export const onPath = (command: string): boolean =>
  (process.env.PATH ?? '').split(':').some((folder) => existsSync(`${folder}/${command}`));

export const PARTS: readonly Part[] = [
  {
    name: 'bubblewrap',
    purpose: 'the sandbox that listed servers run in',
    packages: ['bubblewrap'],
    present: () => onPath('bwrap'),
  },
  {
    name: 'Python',
    purpose: 'with venv, which listed servers of PyPI are installed by',
    packages: ['python3', 'python3-venv'],
    present: () =>
      spawnSync('/usr/bin/python3', ['-c', 'import ensurepip'], { stdio: 'ignore' }).status === 0,
  },
  {
    name: 'Chromium',
    purpose: 'with a font, to test the pages in',
    packages: ['chromium', 'fonts-dejavu-core'],
    // Its library comes with a checkout only.
    present: async () => (await import('./chromium.ts')).chromiumPath() !== undefined,
    development: true,
  },
  {
    name: 'PostgreSQL',
    purpose: 'the queue of a crawl over many machines',
    packages: ['postgresql'],
    note: 'its package starts a server at the loopback address, which nothing here uses; sudo systemctl disable --now postgresql ends it',
    present: () =>
      existsSync('/usr/lib/postgresql') &&
      readdirSync('/usr/lib/postgresql').some((release) =>
        existsSync(`/usr/lib/postgresql/${release}/bin/postgres`),
      ),
  },
];
