/** A host that a server may reach, at one port. */
export type AllowedHost = { host: string; port: number };

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
/** A host as a listing names it: `host`, which means port 443, or `host:port`. */
export const HOST_PATTERN = new RegExp(`^${LABEL}(?:\\.${LABEL})*(?::[1-9][0-9]{0,4})?$`);
const HTTPS = 443;

/** The host that `text` names. @throws RangeError where it is not of `HOST_PATTERN`, which a listing's are. */
export function allowedHost(text: string): AllowedHost {
  if (!HOST_PATTERN.test(text)) throw new RangeError(`${JSON.stringify(text)} is not a host`);
  const [host = '', port] = text.split(':');
  return { host, port: port === undefined ? HTTPS : Number(port) };
}
