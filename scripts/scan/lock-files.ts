/** The lock's files: read with sentences for what is wrong with them, written in one step. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Lock, LOCK_VERSION, lockText, LockTexts } from '../../report/lock.ts';
import { isJsonObject } from '../../catalogue/json.ts';
import { reasonOf } from '../../catalogue/reason.ts';
import { UserError } from '../errors.ts';
import type { LockFiles } from './index.ts';

/** Where the texts of a lock are: beside it, under a name of its own. */
export function textsFile(file: string): string {
  return file.replace(/\.json$/, '') + '.texts.json';
}

/** The lock at `file`, or undefined where there is none. @throws UserError when it cannot be used */
export function readLock(file: string): LockFiles | undefined {
  if (!existsSync(file)) return undefined;
  const lock = parsed(file, Lock);
  const texts = textsFile(file);
  return existsSync(texts) ? { lock, texts: parsed(texts, LockTexts) } : { lock };
}

function parsed<T>(
  file: string,
  schema: {
    safeParse: (value: unknown) => {
      success: boolean;
      data?: T;
      error?: { issues: readonly { path: PropertyKey[]; message: string }[] };
    };
  },
): T {
  const value = jsonOf(file);
  const version = isJsonObject(value) ? value['lockVersion'] : undefined;
  if (version !== LOCK_VERSION) {
    const what = version === undefined ? 'has no lockVersion' : `is of version ${JSON.stringify(version)}`;
    throw new UserError(
      `${file} ${what}, and this Toolrisk reads version ${LOCK_VERSION}: use the Toolrisk that wrote it, or make it anew with \`toolrisk scan --update-lock\` after removing it.`,
    );
  }
  const result = schema.safeParse(value);
  // As it stands: a schema's copy would lack a tool called __proto__.
  if (result.success) return value as T;
  const [issue] = result.error?.issues ?? [];
  const place = issue?.path.map(String).join(' › ') || 'its top';
  throw new UserError(
    `${file} is no lock that can be read (${place}: ${issue?.message ?? 'unexpected'}): restore it from version control, or remove it and run \`toolrisk scan --update-lock\`.`,
  );
}

function jsonOf(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${reasonOf(error)}.`);
  }
  const marker = text.split('\n').findIndex((line) => /^(?:<{7}|={7}|>{7})(?: |$)/.test(line));
  if (marker !== -1)
    throw new UserError(
      `${file} has a merge conflict at line ${marker + 1}: take either side, then run \`toolrisk scan --update-lock\`.`,
    );
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError(
      `${file} is not JSON: restore it from version control, or remove it and run \`toolrisk scan --update-lock\`.`,
    );
  }
}

/** Writes a lock and its texts; a file that would stay the same is not touched. @throws UserError */
export function writeLock(file: string, lock: Lock, texts: LockTexts): void {
  // The texts first: a lock whose texts are missing would show no old side.
  for (const [path, text] of [
    [textsFile(file), lockText(texts)],
    [file, lockText(lock)],
  ] as const) {
    try {
      if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
      const partial = `${path}.${process.pid}.partial`;
      writeFileSync(partial, text);
      renameSync(partial, path);
    } catch (error) {
      throw new UserError(`${path} cannot be written: ${reasonOf(error)}.`);
    }
  }
}
