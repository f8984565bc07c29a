/** Whether the pages of documented attacks and their twins say what the attacks and the catalogue say. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attackMatcher, combinationsOf, toolAccess, VERIFYING_SOURCES } from '../../catalogue/attacks.ts';
import { listServers, serverToolRecords, type Catalogue } from '../../catalogue/store/index.ts';
import { POSTURES, type Posture } from '../../catalogue/vocabulary.ts';
import { ACTION_LABEL } from '../../policy/index.ts';
import type { AttackDocument, TrialOutcome } from '../../site/context.ts';
import { differs, json, number, page } from './page-facts.ts';

/** One sentence per contradiction. */
export function checkAttacks(db: Catalogue, dist: string, attacks: readonly AttackDocument[]): string[] {
  const reach = reachOf(db, attacks);
  return [
    ...attacks.flatMap((attack) => checkAttack(dist, attack, reach.get(attack.id) ?? 0)),
    ...checkAttackList(dist, attacks),
  ];
}

/** `reached` is how many tools give the access. */
function checkAttack(dist: string, attack: AttackDocument, reached: number): string[] {
  const where = `attacks/${attack.id}/`;
  const found = page(dist, `${where}index.html`);
  if (!found) return [`/${where}: there is no such page`];
  const { shown } = found;
  const isVerified = VERIFYING_SOURCES.includes(attack.source);
  return [
    ...differs(
      where,
      'verification',
      shown.get('verified')?.startsWith(isVerified ? 'Verified by' : 'Not verified:'),
      true,
    ),
    // Tools of the affected package are named beside those that give the access.
    ...(attack.access.type === 'tool'
      ? differs(where, 'number of tools', shown.get('matched'), number(reached))
      : []),
    ...POSTURES.flatMap((posture) =>
      attack.tried
        ? differs(
            where,
            `${posture} effect`,
            shown.get(`effect-${posture}`),
            effectText(attack.tried.recommended[posture]),
          )
        : [],
    ),
    ...checkAttackTwins(dist, attack, shown),
  ];
}

/** What the twin of an attack's page has to say as the page does. */
interface AttackTwin {
  verified: boolean;
  tools: { total: number; first: unknown[] };
  effect: string;
  guarded: string | null;
  trial: { recommended: Record<Posture, TrialOutcome>; guarded: Record<Posture, TrialOutcome> | null } | null;
}

function checkAttackTwins(
  dist: string,
  { id, source, effect, guarded, tried }: AttackDocument,
  shown: ReadonlyMap<string, string>,
): string[] {
  const where = `attacks/${id}.json`;
  const twin = json<AttackTwin>(dist, where);
  if (!twin) return [`/${where} does not exist`];
  const says = (what: string, found: unknown, wanted: unknown) => differs(where, what, found, wanted);
  return [
    ...says('verification', twin.verified, VERIFYING_SOURCES.includes(source)),
    ...says('number of tools', number(twin.tools.total), shown.get('matched')),
    ...says('number of tools named', twin.tools.first.length, Math.min(100, twin.tools.total)),
    ...says('effect', [twin.effect, twin.guarded].join(), [effect, guarded].join()),
    ...says('trial', twin.trial !== null, tried !== undefined),
    ...POSTURES.flatMap((posture) => {
      const [alone, told] = [twin.trial?.recommended[posture], twin.trial?.guarded?.[posture]];
      return [
        ...says(`${posture} effect`, alone && effectText(alone), shown.get(`effect-${posture}`)),
        ...says(`${posture} effect when told`, told && EFFECT[told.effect], shown.get(`guarded-${posture}`)),
      ];
    }),
    ...checkAttackMarkdown(dist, id, shown),
  ];
}

function checkAttackMarkdown(dist: string, id: string, shown: ReadonlyMap<string, string>): string[] {
  const where = `attacks/${id}.md`;
  if (!existsSync(join(dist, where))) return [`/${where} does not exist`];
  const markdown = readFileSync(join(dist, where), 'utf8');
  const tools = new RegExp(`^${shown.get('matched')} tools?\\b`, 'm');
  return [
    ...differs(where, 'number of tools', tools.test(markdown), true),
    ...POSTURES.flatMap((posture) => {
      const said = shown.get(`effect-${posture}`);
      const line = new RegExp(`^- ${posture}: (.*?)(?:; with one rule more: .*)?$`, 'im').exec(markdown)?.[1];
      return differs(where, `${posture} effect`, line, said);
    }),
  ];
}

/** The list and its twin: each attack is counted under one kind, and the kinds add up to all. */
function checkAttackList(dist: string, attacks: readonly AttackDocument[]): string[] {
  const where = 'attacks/';
  const found = page(dist, `${where}index.html`);
  const twin = json<AttackListTwin>(dist, 'attacks.json');
  if (!found || !twin) return [`/${where}: there is no such page, or it has no twin`];
  const verified = attacks.filter(({ source }) => VERIFYING_SOURCES.includes(source)).length;
  const kinds = Object.entries(twin.outcomes);
  return [
    ...differs(where, 'verified', found.shown.get('verified'), number(verified)),
    ...differs(where, 'verified in the data', twin.verified, verified),
    ...differs(where, 'attacks in the data', twin.attacks.length, attacks.length),
    ...differs(
      where,
      'sum of the kinds',
      kinds.reduce((sum, [, n]) => sum + n, 0),
      attacks.length,
    ),
    ...kinds.flatMap(([kind, n]) =>
      differs(where, `number ${kind}`, found.shown.get(`outcome-${kind}`), number(n)),
    ),
    ...differs(
      where,
      'number stopped',
      twin.outcomes.stopped,
      attacks.filter(({ effect }) => effect === 'stops').length,
    ),
    ...twin.attacks.flatMap(({ id, tools }) =>
      differs(
        where,
        `tools of ${id} in the data`,
        tools,
        json<AttackTwin>(dist, `attacks/${id}.json`)?.tools.total,
      ),
    ),
  ];
}

interface AttackListTwin {
  verified: number;
  outcomes: Record<string, number>;
  attacks: { id: string; tools: number }[];
}

const EFFECT = { stops: 'stops it', limits: 'limits it', none: 'does not touch it' };

function effectText({ action, limit, effect }: TrialOutcome): string {
  const bound = limit ? ` of ${limit.max} calls a ${limit.window}` : '';
  return `${ACTION_LABEL[action]}${bound}: ${EFFECT[effect]}`;
}

/** How many tools give the access of each attack, counted one by one. */
function reachOf(db: Catalogue, attacks: readonly AttackDocument[]): Map<string, number> {
  const match = attackMatcher(attacks);
  const reach = new Map<string, number>();
  for (const { id } of listServers(db)) {
    const tools = serverToolRecords(db, id);
    const made = combinationsOf(new Set(tools.flatMap(({ classification }) => classification.flags)));
    for (const { classification, definition } of tools)
      for (const attack of match(toolAccess(classification, definition.inputSchema), made))
        reach.set(attack.id, (reach.get(attack.id) ?? 0) + 1);
  }
  return reach;
}
