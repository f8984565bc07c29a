import { ErrorCode } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { depthExceeds, isJsonObject } from '../../catalogue/json.ts';
import type { ObservedTool, QuarantinedTool } from '../../catalogue/records.ts';
import type { SessionClient } from './client.ts';
import type { Deadline } from './deadline.ts';
import { SessionError } from './failure.ts';
import type { Limits } from './limits.ts';
import { toolTexts } from './raw-json.ts';
import { countOf, nothingTaken, quarantineOf, takeTool, type Taken } from './take-tool.ts';
import type { SessionTransport } from './transport.ts';

/** The tools of a server. `incomplete` says why the list may not be all of it. */
export type ToolList = {
  tools: ObservedTool[];
  quarantined: QuarantinedTool[];
  incomplete?: string;
  /** Milliseconds for which every page may be taken for the same (specification 2026-07-28, Caching). */
  ttlMs?: number;
};

/** A page, checked no further than paging needs: the SDK's own schema fails a whole list for one bad tool. */
const Page = z.looseObject({
  tools: z.array(z.unknown()),
  nextCursor: z.unknown().optional(),
  ttlMs: z.number().nonnegative().optional().catch(undefined),
});

/**
 * All pages of `tools/list` (specification 2025-11-25, Tools and Pagination).
 * @throws SessionError `too-large` when there are more pages or tools than `limits` allows
 */
export async function enumerate(
  client: SessionClient,
  transport: SessionTransport,
  limits: Limits,
  time: Deadline,
): Promise<ToolList> {
  const taken = nothingTaken();
  const cursors = new Set<string>();
  let cursor: string | undefined;
  let ttlMs: number | undefined = Infinity;
  for (let pages = 0; pages < limits.pages; pages++) {
    const params = cursor === undefined ? {} : { cursor };
    const page = await time
      .within(limits.pageMs, (request) => client.ask('tools/list', params, Page, request))
      .catch((error: unknown) => noTools(client, error));
    takePage(taken, page.tools, transport, limits);
    const { nextCursor } = page;
    ttlMs = page.ttlMs === undefined || ttlMs === undefined ? undefined : Math.min(ttlMs, page.ttlMs);
    if (nextCursor === undefined || nextCursor === null)
      return { ...listOf(taken), ...(ttlMs === undefined ? {} : { ttlMs }) };
    if (typeof nextCursor !== 'string') return listOf(taken, 'its cursor to the next page is not a string');
    // An empty string is a cursor like any other; one that comes again leads nowhere new.
    if (cursors.has(nextCursor)) return listOf(taken, 'its cursor repeats itself');
    cursors.add(nextCursor);
    cursor = nextCursor;
  }
  throw new SessionError({ kind: 'too-large', what: `more than ${limits.pages} pages of tools` });
}

function takePage(
  taken: Taken,
  tools: readonly unknown[],
  transport: SessionTransport,
  limits: Limits,
): void {
  if (countOf(taken) + tools.length > limits.tools)
    throw new SessionError({ kind: 'too-large', what: `more than ${limits.tools} tools` });
  const texts = transport.latestAnswer === undefined ? undefined : toolTexts(transport.latestAnswer);
  const raw = texts?.length === tools.length ? texts : tools.map((tool) => written(tool, limits));
  for (const text of raw) takeTool(taken, text, limits);
}

/** A tool's text where the transport did not keep the server's own. What nests too deep cannot be written. */
function written(tool: unknown, limits: Limits): string {
  return depthExceeds(tool, 16 * limits.depth) ? '"nests too deep to be written down"' : JSON.stringify(tool);
}

/** A server without the tools capability that does not know `tools/list` has told us all its tools: none. */
function noTools(client: SessionClient, error: unknown): z.infer<typeof Page> {
  const unknown = client.rpcError(error)?.code === (ErrorCode.MethodNotFound as number);
  const capabilities = client.capabilities();
  if (unknown && !(isJsonObject(capabilities) && 'tools' in capabilities)) return { tools: [] };
  throw error;
}

function listOf(taken: Taken, incomplete?: string): ToolList {
  const list = { tools: taken.tools, quarantined: quarantineOf(taken) };
  return incomplete === undefined ? list : { ...list, incomplete };
}
