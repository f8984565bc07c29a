import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, ownName } from '../owner.ts';

const NAME = /^toolrisk-(\d+-\d+)-\d+$/;

let made = 0;

/** A name for a new group that tells whose it is. */
export const nameOfGroup = (): string => `toolrisk-${ownName()}-${made++}`;

/** The groups in `parent` that crawlers left behind which are no more: killed, or ended by the machine. */
export function orphansIn(parent: string): string[] {
  return readdirSync(parent)
    .filter((name) => {
      const [, owner] = NAME.exec(name) ?? [];
      return owner !== undefined && !isRunning(owner);
    })
    .map((name) => join(parent, name));
}
