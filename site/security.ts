/** What a page may load and run: its own script, style, fonts and pictures, and nothing from anywhere else. */
const DIRECTIVES = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "require-trusted-types-for 'script'",
  // The one policy of ours gives the search its worker (site/src/client/asking.ts).
  'trusted-types toolrisk-worker',
];

/** For a `<meta http-equiv>`, in which `frame-ancestors` has no meaning. */
export const CSP_META = DIRECTIVES.join('; ');

/** For the web server, together with the headers below (docs: README of the site folder). */
export const CSP_HEADER = [...DIRECTIVES, "frame-ancestors 'none'"].join('; ');

/** The headers that a host of the site should send with every answer. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CSP_HEADER,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
};
