/**
 * A stack as a link. It stands behind the `#`, which browsers send to nobody, and holds names, ids and choices: no
 * command, no argument, no address, no variable.
 */
import { ACTIONS, POSTURES, type Action, type Posture } from '../../../catalogue/vocabulary.ts';

/** What a link holds. A server without an id is one that the catalogue does not know. */
export interface Shared {
  posture: Posture;
  target: string;
  servers: { alias: string; id: string | undefined }[];
  overrides: { alias: string; tool: string; action: Action }[];
}

const MOST = 100;
const NAME_LIMIT = 100;
/** Long words of mixed characters, and the prefixes by which well-known services mark a key. */
const LIKE_A_CREDENTIAL =
  /(?:^|[^a-z])(?:sk|pk|gh[pousr]|github_pat|xox[abps]|glpat|AKIA|eyJ)[-_][A-Za-z0-9_-]{8,}|^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_+/=-]{24,}$/;

/** The part of an address that holds the stack, with its `#`. Names that could be credentials are replaced. */
export function toFragment({ posture, target, servers, overrides }: Shared): string {
  const names = new Map(
    servers.map(({ alias, id }, i) => [
      alias,
      LIKE_A_CREDENTIAL.test(alias) ? (id ?? `server-${i + 1}`) : alias,
    ]),
  );
  const plain = [
    posture,
    target,
    servers.map(({ alias, id }) => [names.get(alias)!, id ?? 0]),
    overrides
      .filter(({ alias }) => names.has(alias))
      .map(({ alias, tool, action }) => [names.get(alias)!, tool, action]),
  ];
  const bytes = new TextEncoder().encode(JSON.stringify(plain));
  const text = btoa(String.fromCharCode(...bytes));
  return `#s=${text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
}

/** What a link says, or undefined where it is none of ours. Everything in it is checked: anybody can write a link. */
export function fromFragment(fragment: string): Shared | undefined {
  const [, text] = /^#s=([\w-]{1,40000})$/.exec(fragment) ?? [];
  if (text === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
      c.charCodeAt(0),
    );
    return checked(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return undefined;
  }
}

function checked(value: unknown): Shared | undefined {
  if (!Array.isArray(value)) return undefined;
  const [posture, target, servers, overrides] = value as unknown[];
  if (!oneOf(POSTURES, posture) || !isName(target) || !Array.isArray(servers) || !Array.isArray(overrides))
    return undefined;
  const found: Shared = { posture, target, servers: [], overrides: [] };
  for (const one of servers.slice(0, MOST) as unknown[]) {
    const [alias, id] = Array.isArray(one) ? (one as unknown[]) : [];
    if (!isName(alias) || !(id === 0 || isId(id))) return undefined;
    found.servers.push({ alias, id: id === 0 ? undefined : id });
  }
  for (const one of overrides.slice(0, 10 * MOST) as unknown[]) {
    const [alias, tool, action] = Array.isArray(one) ? (one as unknown[]) : [];
    if (!isName(alias) || typeof tool !== 'string' || !oneOf(ACTIONS, action)) return undefined;
    found.overrides.push({ alias, tool, action });
  }
  return found;
}

function oneOf<T extends string>(values: readonly T[], value: unknown): value is T {
  return values.some((one) => one === value);
}
const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= NAME_LIMIT;
const isId = (value: unknown): value is string =>
  typeof value === 'string' && /^[a-z0-9-]{1,120}$/.test(value);
