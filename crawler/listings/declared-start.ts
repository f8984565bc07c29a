/**
 * How a user's configuration starts a server: the values of its variables and arguments, with the variables that they
 * refer to filled in. What comes out is for the server alone, and for taking out again what a server repeats of it.
 */
import { isJsonObject } from '../../catalogue/json.ts';
import type { DeclaredStart } from '../ladder.ts';
import { passedOn, settingsOf, startOf, type ConfiguredServer } from './client-config.ts';

/** What a configuration gives a server to start with. Kept nowhere. */
export type UserStart = DeclaredStart & {
  /** A remote server's bearer token. */
  token?: string;
  /** Values that are to stand in nothing that is written, each with a name for its place. */
  values: { name: string; value: string }[];
  /** Names of variables that are referred to and not set. */
  unset: string[];
};

type Fill = (text: string) => string | undefined;

/** `${NAME}`, `${NAME:-default}` and `${env:NAME}` anywhere in a value. */
const REFERENCE = /\$\{(?:env:)?([^}]+?)(?::-([^}]*))?\}/g;
/** Some clients know `$NAME` too; within a longer value it may be part of a password. */
const WHOLE_REFERENCE = /^\$([A-Za-z_][A-Za-z0-9_]*)$/;
/** What a client fills in about the folder that it has open. */
const FOLDER = /^(?:workspaceFolder|workspaceRoot|cwd)$/;
const BEARER = /^Bearer +(\S+)$/i;
const STAND_IN = 'placeholder';

/** The start that `server` declares, in this environment. */
export function userStart({ listing, entry }: ConfiguredServer, env: NodeJS.ProcessEnv): UserStart {
  const unset = new Set<string>();
  const fill: Fill = (text) => filled(text, env, unset);
  const environment = environmentOf(entry, fill);
  const { arguments: plain, placeholderArguments: stood } =
    typeof listing === 'string' ? { arguments: [], placeholderArguments: [] } : listing;
  // The listing has these words already, up to the first that may be a credential.
  const hidden = (startOf(entry)?.arguments ?? []).slice(plain.length).map((word) => fill(word) ?? STAND_IN);
  const withheld = hidden.filter((word, index) => word !== stood[index]).map(argumentValue);
  const token = tokenOf(entry, fill);
  const named = Object.entries(environment).map(([name, value]) => ({ name, value }));
  const values = [...named, ...withheld, { name: 'token', value: token ?? '' }];
  return {
    arguments: [...plain, ...hidden],
    environment,
    ...(token === undefined ? {} : { token }),
    values: values.filter(({ value }) => value !== '' && value !== STAND_IN),
    unset: [...unset].sort(),
  };
}

/** A variable that is set to nothing, or by way of one that is not set, is left out. */
function environmentOf(entry: Record<string, unknown>, fill: Fill): Record<string, string> {
  const passed = passedOn(entry).map((name) => [name, fill(`\${${name}}`)] as const);
  const set = Object.entries(settingsOf(entry)).map(
    ([name, value]) => [name, typeof value === 'string' ? fill(value) : scalar(value)] as const,
  );
  const known = [...passed, ...set].filter(
    (pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '',
  );
  return Object.fromEntries(known);
}

const scalar = (value: unknown) =>
  typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;

/** The value of `--name=value`, or the word; an option alone has none. */
function argumentValue(word: string): { name: string; value: string } {
  const [option = '', value] = word.split(/=(.*)/s);
  if (!word.startsWith('-')) return { name: 'argument', value: word };
  return { name: option, value: value ?? '' };
}

/** The token of an `Authorization` header, or of the variable that Codex is told of. */
function tokenOf(entry: Record<string, unknown>, fill: Fill): string | undefined {
  const variable = entry['bearer_token_env_var'];
  if (typeof variable === 'string') return fill(`\${${variable}}`);
  const tables = [entry['headers'], entry['http_headers']].filter(isJsonObject);
  const header = tables
    .flatMap((table) => Object.entries(table))
    .find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  return typeof header === 'string' ? BEARER.exec(fill(header) ?? '')?.[1] : undefined;
}

/** `text` with its references filled in, or undefined where one of them has no value. */
function filled(text: string, env: NodeJS.ProcessEnv, unset: Set<string>): string | undefined {
  let complete = true;
  const full = text
    .replace(WHOLE_REFERENCE, (_, name: string) => `\${${name}}`)
    .replaceAll(REFERENCE, (reference, name: string, fallback?: string) => {
      if (FOLDER.test(name)) return '{workspace}';
      const value = env[name] || fallback;
      if (value !== undefined) return value;
      complete = false;
      unset.add(name);
      return reference;
    });
  return complete ? full : undefined;
}
