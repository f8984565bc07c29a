import { z } from 'zod';
import { isJsonObject } from '../../catalogue/json.ts';
import type { Observation, Offer } from '../../catalogue/records.ts';
import type { SessionClient } from './client.ts';
import type { Deadline } from './deadline.ts';
import type { Limits } from './limits.ts';

/** What a server offers beside its tools. */
export type Offers = Pick<Observation, 'prompts' | 'resources' | 'resourceTemplates'>;

const KEPT_NAMES = 100;
const KEPT_NAME = 200;
const PAGES = 20;

type Kind = { member: keyof Offers; method: string; list: string; capability: string };
const KINDS: Kind[] = [
  { member: 'prompts', method: 'prompts/list', list: 'prompts', capability: 'prompts' },
  { member: 'resources', method: 'resources/list', list: 'resources', capability: 'resources' },
  {
    member: 'resourceTemplates',
    method: 'resources/templates/list',
    list: 'resourceTemplates',
    capability: 'resources',
  },
];

/**
 * Counts the prompts, resources and resource templates of a server that says it has them. They are asked for
 * after the tools, and nothing that goes wrong here costs the list of tools.
 */
export async function countOffers(client: SessionClient, limits: Limits, time: Deadline): Promise<Offers> {
  const offers: Offers = {};
  const capabilities = client.capabilities();
  for (const { member, method, list, capability } of KINDS) {
    if (!isJsonObject(capabilities) || capabilities[capability] === undefined) continue;
    const offer = await count(client, method, list, limits, time);
    if (offer !== undefined) offers[member] = offer;
  }
  return offers;
}

async function count(
  client: SessionClient,
  method: string,
  list: string,
  limits: Limits,
  time: Deadline,
): Promise<Offer | undefined> {
  const Page = z.looseObject({ [list]: z.array(z.unknown()), nextCursor: z.unknown().optional() });
  const names: string[] = [];
  const cursors = new Set<unknown>();
  let total = 0;
  let params = {};
  for (let pages = 0; pages < PAGES; pages++) {
    const page = await time
      .within(limits.offerMs, (request) => client.ask(method, params, Page, request))
      .catch(() => undefined);
    if (page === undefined) return pages === 0 ? undefined : { count: total, names, more: true };
    const elements = page[list] as unknown[];
    total += elements.length;
    for (const element of elements.slice(0, KEPT_NAMES - names.length)) names.push(nameOf(element));
    const { nextCursor } = page;
    if (typeof nextCursor !== 'string') return { count: total, names };
    if (cursors.has(nextCursor)) break;
    cursors.add(nextCursor);
    params = { cursor: nextCursor };
  }
  return { count: total, names, more: true };
}

function nameOf(element: unknown): string {
  const name = isJsonObject(element)
    ? (element['name'] ?? element['uri'] ?? element['uriTemplate'])
    : undefined;
  return typeof name === 'string' ? name.slice(0, KEPT_NAME).toWellFormed() : '';
}
