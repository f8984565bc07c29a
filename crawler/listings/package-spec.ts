import type { Source } from '../../catalogue/records.ts';

/** An npm package name (npm's own rules, without its legacy exceptions): never a URL, a path or an option. */
const NPM_NAME = /^(?:@[a-z0-9~][a-z0-9._~-]*\/)?[a-zA-Z0-9~][a-zA-Z0-9._~-]*$/;
/** A version, a tag or a range; no colon or slash, with which npm would read it as an address. */
const NPM_VERSION = /^[0-9A-Za-z^~*<>=|][0-9A-Za-z.+^~*<>=| -]*$/;
const PYPI = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?:==([0-9A-Za-z.!+-]+))?$/;
const GITHUB = /^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9_][\w.-]*$/;

/** What `parsePackage` accepts, in words for an error message. */
export const PACKAGE_FORMS = 'npm:NAME[@VERSION], pypi:NAME[==VERSION] or github:OWNER/REPOSITORY';

/**
 * The source that a package specifier names: `npm:@scope/name@1.2.3`, `pypi:name==1.2.3`, `github:owner/name`.
 * Undefined for anything else, above all for addresses and options that a package client would obey.
 */
export function parsePackage(text: string): Source | undefined {
  const colon = text.indexOf(':');
  const rest = text.slice(colon + 1);
  if (rest.length > 400) return undefined;
  switch (text.slice(0, Math.max(colon, 0))) {
    case 'npm':
      return parseNpm(rest);
    case 'pypi':
      return parsePypi(rest);
    case 'github':
      return GITHUB.test(rest) ? { type: 'github', repository: rest } : undefined;
    default:
      return undefined;
  }
}

/** Whether an npm source can be handed to a package client as `name@version`. */
export function isSafeNpm(name: string, version: string | undefined): boolean {
  return NPM_NAME.test(name) && (version === undefined || NPM_VERSION.test(version));
}

function parseNpm(text: string): Source | undefined {
  const at = text.indexOf('@', 1);
  const name = at === -1 ? text : text.slice(0, at);
  const version = at === -1 ? undefined : text.slice(at + 1);
  if (!isSafeNpm(name, version)) return undefined;
  return { type: 'npm', name, ...(version === undefined ? {} : { version }) };
}

function parsePypi(text: string): Source | undefined {
  const [, name, version] = PYPI.exec(text) ?? [];
  if (name === undefined) return undefined;
  return { type: 'pypi', name, ...(version === undefined ? {} : { version }) };
}
