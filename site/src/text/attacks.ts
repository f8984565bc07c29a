/** Documented attacks in words: their conditions, and what a rule does to them. */
import {
  SIGHTING_MEANING,
  SOURCE_MEANING,
  VERIFYING_SOURCES,
  type Attack,
  type AttackEffect,
  type AttackKind,
  type AttackTrial,
  type Condition,
} from '../../../catalogue/attacks.ts';
import { COMBINATION_TITLE } from '../../../catalogue/combinations.ts';
import { PARAMETER_KIND_MEANING } from '../../../catalogue/parameter-kinds.ts';
import { CATEGORIES, FLAG_MEANING, POSTURES, type Posture } from '../../../catalogue/vocabulary.ts';
import type { AttackOutcome } from '../view/attack-outcomes.ts';
import { code, list, sentence } from './rich.ts';
import { FLAG_LABEL } from './words.ts';

/** What a rule does to an attack, as the end of “the balanced policy …”. */
export const EFFECT_VERB: Record<AttackEffect, string> = {
  stops: 'stops it',
  limits: 'limits it',
  none: 'does not touch it',
};

/** What the balanced policy does to some attacks, after their number. */
export const ATTACK_OUTCOME_MEANING: Record<AttackOutcome, string> = {
  stopped: 'stopped by the recommended rule',
  'stopped-when-told': 'stopped once the policy is told of a folder, of hosts or of one rule more',
  limited: 'limited at best: a person is asked, or calls are counted',
  untouched: 'not touched, although a tool is called',
  'no-call': 'out of reach: no tool is called, and no rule on tools helps',
};

const EFFECT_VERB_OF_MANY: Record<AttackEffect, string> = {
  stops: 'stop it',
  limits: 'limit it',
  none: 'do not touch it',
};

/** `strict stops it; balanced and permissive do not touch it`. */
export function effectsInWords(effects: Record<Posture, AttackEffect>): string {
  const groups = Map.groupBy(POSTURES, (posture) => effects[posture]);
  return [...groups]
    .map(([effect, postures]) => {
      const verbs = postures.length === 1 ? EFFECT_VERB : EFFECT_VERB_OF_MANY;
      return `${postures.length === POSTURES.length ? 'all postures' : list(postures)} ${verbs[effect]}`;
    })
    .join('; ');
}

export const KIND_LABEL: Record<AttackKind, string> = {
  'argument-injection': 'argument injection',
  'client-config-injection': 'injection into a client’s settings',
  'command-injection': 'command injection',
  'confused-deputy': 'confused deputy',
  'cross-tenant-leak': 'leak between customers',
  'cross-tool-shadowing': 'one server’s tools steering another’s',
  'data-exfiltration': 'data carried out',
  'dns-rebinding': 'DNS rebinding',
  'missing-authentication': 'missing authentication',
  'oauth-flaw': 'fault in a login',
  'path-traversal': 'path traversal',
  'policy-bypass': 'rule talked past',
  'prompt-injection': 'prompt injection through data',
  'read-only-bypass': 'read-only mode talked past',
  'rug-pull': 'rug pull',
  'runaway-agent': 'agent running away',
  'sampling-abuse': 'abuse of sampling',
  'session-hijacking': 'session hijacking',
  'sql-leak': 'leak through SQL',
  ssrf: 'request forged through the server',
  'supply-chain-backdoor': 'harmful package',
  'tool-poisoning': 'tool poisoning',
};

/** The conditions that say something of a tool: that it is of any category at all holds of every one. */
export function tellingConditions({ access }: Pick<Attack, 'access'>): Condition[] {
  if (access.type !== 'tool') return [];
  return access.conditions.filter(
    (condition) =>
      condition.type !== 'category' || CATEGORIES.some((category) => !condition.anyOf.includes(category)),
  );
}

/** What introduces the conditions of an attack, or says why it has none. */
export function accessInWords({ access }: Pick<Attack, 'access'>): string {
  switch (access.type) {
    case 'tool':
      return `A tool gives the access that this attack needs when ${
        tellingConditions({ access }).length === 1 ? 'this' : 'all of this'
      } holds of its definition:`;
    case 'package':
      return 'The fault is inside the server. No definition of a tool shows it, so only tools of the affected package itself are named here.';
    case 'no-call':
      return 'No call of a tool takes part in it, so no tool can be named.';
  }
}

/** What the conditions do not say. */
export const ACCESS_CAVEAT =
  'That a tool meets the conditions says what it gives access to. It does not say that its server has this fault.';

/** What a trial tells the policy beside the verdict, a clause each. */
export function toldInWords({ root, hosts, rule }: AttackTrial): string[] {
  return [
    ...(root === undefined ? [] : [`paths must stay under ${root}`]),
    ...(hosts === undefined ? [] : [`addresses must lead to ${hosts.join(', ')}`]),
    ...(rule === undefined ? [] : [rule.because]),
  ];
}

/** One condition, as the end of “a tool that …”. */
export function conditionInWords(condition: Condition): string {
  switch (condition.type) {
    case 'category':
      return `is ${list(condition.anyOf, 'or')}`;
    case 'flag':
      return FLAG_MEANING[condition.flag];
    case 'parameter':
      return `takes ${PARAMETER_KIND_MEANING[condition.kind]}`;
    case 'no-parameter':
      return `takes no ${PARAMETER_KIND_MEANING[condition.kind].replace(/^an? /, '')}`;
    case 'finding':
      return `is spoken up for by ${condition.anyOf.length === 1 ? 'the rule' : 'one of the rules'} ${list(
        condition.anyOf.map((id) => code(id)),
        'or',
      )}`;
    case 'combination':
      return `brings “${FLAG_LABEL[condition.part].toLowerCase()}” to ${COMBINATION_TITLE[condition.combination]} on its server`;
  }
}

/** Whether anything that can be looked up vouches for the facts, in a sentence. */
export function vouchedFor({ source, cve, ghsa }: Attack): string {
  const meaning = SOURCE_MEANING[source];
  if (!isVerified({ source })) return `Not verified: it rests on ${meaning}.`;
  const names = [...cve, ...ghsa];
  return `Verified by ${meaning}${names.length === 0 ? '' : `: ${list(names)}`}.`;
}

export function isVerified({ source }: Pick<Attack, 'source'>): boolean {
  return VERIFYING_SOURCES.includes(source);
}

/** When it became known and whether it was used, in a sentence. */
export function sighting({ seen }: Attack): string {
  return `${sentence(SIGHTING_MEANING[seen])}.`;
}

const MONTHS = 'January February March April May June July August September October November December';

/** A date as exactly as it is known: `9 July 2025`, `July 2025`, `2025`, or that it is not known. */
export function roughDate(date: string | undefined): string {
  if (date === undefined) return 'date not known';
  const [year, month, day] = date.split('-');
  if (month === undefined) return year!;
  const name = MONTHS.split(' ')[Number(month) - 1]!;
  return day === undefined ? `${name} ${year}` : `${Number(day)} ${name} ${year}`;
}
