import { afterEach, expect, test } from 'vitest';
import { guardedFetch } from './guarded-fetch.ts';
import { limitsOf } from './limits.ts';
import { endServers, serveHttp } from './test-http.ts';

afterEach(endServers);

test('a token goes to its own origin, and no other is asked', async () => {
  const seen: (string | undefined)[] = [];
  const serve = () =>
    serveHttp((request, response) => {
      seen.push(request.headers.authorization);
      response.end('{}');
    });
  const [own, other] = [await serve(), await serve()];
  const { origin } = new URL(own);
  const limits = limitsOf(10_000);
  const guarded = guardedFetch({ origin, limits, userAgent: 'test', allowPrivate: true, token: 'secret' });
  expect((await guarded.fetch(own)).status).toBe(200);
  await expect(guarded.fetch(other)).rejects.toThrow();
  expect(guarded.failure()).toEqual({ kind: 'refused', what: `it points to ${new URL(other).origin}` });
  expect(seen).toEqual(['Bearer secret']);
  guarded.close();
});
