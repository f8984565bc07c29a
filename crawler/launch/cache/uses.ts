import { existsSync, utimesSync } from 'node:fs';
import { relative } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isMarked, mark } from './marks.ts';

/** The packages that one server is run from. They stay in the cache until `release`. */
export type PackageUses = {
  /**
   * Takes a folder of the cache into use, whether it is there yet or not. Only after this may be looked whether it
   * is: what is about to be removed is waited for.
   */
  hold(folder: string): Promise<void>;
  /** Whether a folder was taken into use that was not there. */
  isNew(): boolean;
  release(): void;
};

const PAUSE_MS = 5;

/**
 * Of two that want a package, one to run it and one to remove it, each says so before it looks what the other
 * said; so at least one of them sees the other, and it is the one that removes that gives way.
 */
export function packageUses(cache: string, now: () => Date = () => new Date()): PackageUses {
  const releases: (() => void)[] = [];
  let fresh = false;
  return {
    async hold(folder) {
      const name = relative(cache, folder);
      releases.push(mark(cache, 'in-use', name));
      while (isMarked(cache, 'going', name)) await wait(PAUSE_MS);
      if (existsSync(folder)) utimesSync(folder, now(), now());
      else fresh = true;
    },
    isNew: () => fresh,
    release() {
      for (const release of releases.splice(0)) release();
    },
  };
}
