const LONGEST_S = 7 * 24 * 60 * 60;

/**
 * The seconds of a Retry-After header (RFC 9110, 10.2.3): a number of them, or a date. Undefined where it is
 * missing or says nothing; at most a week, for nobody means more.
 */
export function retryAfterSeconds(header: string | null | undefined, now: Date): number | undefined {
  if (header === null || header === undefined) return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Math.min(Number(text), LONGEST_S);
  const time = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(time)) return undefined;
  return Math.min(Math.max(0, Math.ceil((time - now.getTime()) / 1000)), LONGEST_S);
}
