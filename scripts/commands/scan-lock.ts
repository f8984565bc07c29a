import { carriesList } from '../../catalogue/vocabulary.ts';
import { CLASSIFIER_VERSION } from '../../classifier/index.ts';
import { staleExceptions } from '../../report/findings.ts';
import { lockOf, stackOf, withoutLosses, type LockException } from '../../report/lock.ts';
import type { FailOn } from '../../report/scan-record.ts';
import { compareStacks } from '../../report/stack.ts';
import { changeWords, count, line } from '../../report/words.ts';
import { UserError } from '../errors.ts';
import type { LockFiles, ScanResult } from '../scan/index.ts';
import { writeLock } from '../scan/lock-files.ts';

/** What the options say about the lock. */
export interface LockOptions {
  lock: string;
  locked?: true;
  updateLock?: true;
  accept?: string[];
  why?: string;
  failOn?: FailOn[];
}

/** Whether these options go together, and with what there is. @throws UserError */
export function checkLockOptions(options: LockOptions, known: LockFiles | undefined): void {
  const { lock, locked, updateLock, accept, why, failOn } = options;
  if (accept !== undefined && (why === undefined || why.trim() === ''))
    throw new UserError('--accept wants a reason: add --why "…".');
  if (why !== undefined && accept === undefined)
    throw new UserError('--why says why something is accepted: add --accept SERVER/TOOL.');
  if (locked === true && (updateLock === true || accept !== undefined))
    throw new UserError(
      '--locked compares and changes nothing: leave out --update-lock and --accept, or --locked.',
    );
  if (failOn?.includes('change') === true && locked !== true && updateLock !== true && accept === undefined)
    throw new UserError('--fail-on change compares with a lock: add --locked.');
  const missing = locked === true || (accept !== undefined && updateLock !== true);
  if (missing && known === undefined)
    throw new UserError(`There is no lock at ${lock}: make one with \`toolrisk scan --update-lock\`.`);
}

/** Writes what the options accept; gives the lock as it is then. `say` is told what was accepted. */
export function updatedLock(
  options: LockOptions,
  known: LockFiles | undefined,
  result: ScanResult,
  say: (text: string) => void,
): LockFiles {
  const accepted = known ? stackOf(known.lock, known.texts) : new Map();
  const update = options.updateLock === true;
  const stack = update ? withoutLosses(result.stack, accepted) : accepted;
  const exceptions = exceptionsOf(options, known, result);
  const classifier = update ? CLASSIFIER_VERSION : (known?.lock.classifier ?? CLASSIFIER_VERSION);
  if (update) refuseNothing(result);
  const made = lockOf(stack, classifier, exceptions);
  const files =
    update || known === undefined
      ? made
      : { lock: { ...known.lock, ...made.lock }, texts: known.texts ?? made.texts };
  writeLock(options.lock, files.lock, files.texts);
  if (update) {
    const changes = compareStacks(accepted, stack).map(changeWords);
    for (const { server, tool, headline } of changes)
      say(`accepted ${line(tool === undefined ? server : `${server}/${tool}`, 120)}: ${headline}`);
    say(
      `${options.lock}: ${changes.length === 0 ? 'nothing changed' : `${count(changes.length, 'change')} accepted`}.`,
    );
  }
  return files;
}

/** Those that still hold, and those that are new; one for each tool. */
function exceptionsOf(
  { accept = [], why = '', updateLock }: LockOptions,
  known: LockFiles | undefined,
  result: ScanResult,
): LockException[] {
  const before = known?.lock.exceptions ?? [];
  const stale =
    known && updateLock ? staleExceptions({ lock: known.lock, servers: result.report.servers }) : [];
  const added = accept.map((path) => exceptionFor(path, why, result));
  const same = (a: LockException, b: LockException) => a.server === b.server && a.tool === b.tool;
  const kept = before.filter((each) => !stale.includes(each) && !added.some((other) => same(each, other)));
  return [...kept, ...added];
}

function exceptionFor(path: string, why: string, { report }: ScanResult): LockException {
  const [server = '', tool = ''] = path.split(/\/(.*)/s);
  const found = report.servers.find(({ id, name }) => id === server || name === server);
  const digest = found?.tools.find(({ definition }) => definition.name === tool)?.classification.digest;
  if (found === undefined || digest === undefined) {
    const names = report.servers.map(({ id }) => id).join(', ');
    throw new UserError(
      `--accept ${JSON.stringify(path)} names no tool of this scan: write SERVER/TOOL, where the server is one of ${names}.`,
    );
  }
  return { server: found.id, tool, digest, why };
}

/** A machine on which nothing can be crawled is no state of the stack. */
function refuseNothing({ report }: ScanResult): void {
  const [first] = report.servers;
  if (first === undefined || report.servers.some(({ outcome }) => carriesList(outcome))) return;
  throw new UserError(`No server listed its tools, so the lock stays as it is: ${first.detail}`);
}
