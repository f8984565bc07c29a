import { z } from 'zod';
import type { LoginMetadata } from '../../catalogue/records.ts';
import { guardedFetch, type FetchOptions } from './guarded-fetch.ts';

const BYTES = 256 * 1024;
const KEPT = 20;
const text = (limit: number) => z.string().transform((value) => value.slice(0, limit).toWellFormed());
const texts = (limit: number) =>
  z
    .array(text(limit))
    .transform((values) => values.slice(0, KEPT))
    .optional()
    .catch(undefined);

/** Protected resource metadata (RFC 9728), as far as it is recorded. */
const Metadata = z.looseObject({ authorization_servers: texts(500), scopes_supported: texts(200) });

/**
 * What a server that answered 401 says about its login: the metadata that its challenge names, or that stands at
 * the well-known addresses. Only the server's own origin is asked, and no login is tried.
 * @param challenge the answer's `WWW-Authenticate`
 */
export async function loginMetadata(
  server: URL,
  challenge: string | undefined,
  options: Omit<FetchOptions, 'origin' | 'token'>,
  signal: AbortSignal,
): Promise<LoginMetadata | undefined> {
  const named = parameter(challenge, 'resource_metadata');
  const scopes = parameter(challenge, 'scope')?.split(/\s+/).filter(Boolean).slice(0, KEPT) ?? [];
  for (const address of placesOf(server, named)) {
    const found = await fetchMetadata(address, options, signal);
    if (found === undefined) continue;
    return {
      resourceMetadata: address.href.slice(0, 1000),
      authorizationServers: found.authorization_servers ?? [],
      scopes: scopes.length > 0 ? scopes : (found.scopes_supported ?? []),
    };
  }
  if (named === undefined && scopes.length === 0) return undefined;
  return { ...(named === undefined ? {} : { resourceMetadata: named }), authorizationServers: [], scopes };
}

/** A parameter of a challenge (RFC 9110, 11.6.1). */
function parameter(challenge: string | undefined, name: string): string | undefined {
  const value = new RegExp(`(?:^|[\\s,])${name}="([^"]{1,1000})"`, 'i').exec(
    (challenge ?? '').slice(0, 8000),
  )?.[1];
  return value?.toWellFormed();
}

/** Where the metadata may be: where the challenge says, below the server's path, at the root. */
function placesOf(server: URL, named: string | undefined): URL[] {
  const path = '/.well-known/oauth-protected-resource';
  const below = server.pathname === '/' ? [] : [new URL(path + server.pathname, server)];
  const own = named !== undefined && URL.canParse(named) ? [new URL(named)] : [];
  return [...own, ...below, new URL(path, server)].filter(({ origin }) => origin === server.origin);
}

async function fetchMetadata(address: URL, options: Omit<FetchOptions, 'origin'>, signal: AbortSignal) {
  const limits = { ...options.limits, sessionBytes: BYTES };
  const guard = guardedFetch({ ...options, limits, origin: address.origin });
  try {
    const response = await guard.fetch(address, { signal, headers: { accept: 'application/json' } });
    const body = await response.text();
    return response.ok ? Metadata.safeParse(JSON.parse(body)).data : undefined;
  } catch {
    // Metadata is more than most servers publish; what is known is that they want a login.
    return undefined;
  } finally {
    guard.close();
  }
}
