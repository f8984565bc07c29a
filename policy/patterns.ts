/** Regular expressions that JavaScript, RE2 (Go, CEL) and Rust's regex read alike: no lookaround, no flags. */

/** `text` as a regular expression that matches just it. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** One path segment that is neither `.` nor `..` and holds no separator, backslash or control character. */
const SEGMENT =
  '(?:[^./\\\\\\x00-\\x1f][^/\\\\\\x00-\\x1f]*|\\.[^./\\\\\\x00-\\x1f][^/\\\\\\x00-\\x1f]*|\\.\\.[^/\\\\\\x00-\\x1f]+)';

/**
 * Absolute POSIX paths at or below `root`, as text: no `.` or `..`, no backslash, no doubled slash. Where symbolic
 * links lead is for the server to see.
 */
export function underPattern(root: string): string {
  const base = root.replace(/\/+$/, '');
  return base === '' ? `^/(?:${SEGMENT}(?:/${SEGMENT})*/?)?$` : `^${escapeRegex(base)}(?:/${SEGMENT})*/?$`;
}

/**
 * `https` and `http` URLs to just these hosts, written in lower case. A host may carry a port, and may begin with
 * `*.` for any subdomain. User information before the host is refused.
 */
export function hostsPattern(hosts: readonly string[]): string {
  const names = hosts.map((host) =>
    host.startsWith('*.') ? `(?:[a-z0-9-]+\\.)+${escapeRegex(host.slice(2))}` : escapeRegex(host),
  );
  return `^https?://(?:${names.join('|')})(?:[/?#]|$)`;
}

/** Whether `source` is a pattern that RE2 reads as JavaScript does: what a schema's own `pattern` must be to be repeated. */
export function isPortable(source: string): boolean {
  if (source.length > 200 || /\(\?(?!:)|\\[1-9kpPucsSZAzQEx]/.test(source)) return false;
  try {
    new RegExp(source, 'u');
    return true;
  } catch {
    return false;
  }
}

/** A root that `under` can be held to: absolute, POSIX, without `.`, `..` or what a pattern language may misread. */
export function isUsableRoot(root: string): boolean {
  return new RegExp(underPattern('/'), 'u').test(root) && !/[*"'`$\\]/.test(root);
}

/** A host, in lower case, with an optional leading `*.` and an optional port. */
export function isUsableHost(host: string): boolean {
  return /^(?:\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/.test(host);
}
