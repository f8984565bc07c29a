/** Documented attacks in words: their conditions, and what a rule does to them. */
import {
  SIGHTING_MEANING,
  SOURCE_MEANING,
  VERIFYING_SOURCES,
  type Attack,
  type AttackEffect,
  type AttackKind,
  type Condition,
} from '../../../catalogue/attacks.ts';
import { COMBINATION_TITLE } from '../../../catalogue/combinations.ts';
import { PARAMETER_KIND_MEANING } from '../../../catalogue/parameter-kinds.ts';
import { FLAG_MEANING, POSTURES, type Posture } from '../../../catalogue/vocabulary.ts';
import { code, list, sentence } from './rich.ts';
import { FLAG_LABEL } from './words.ts';

/** What a rule does to an attack, as the end of “the balanced policy …”. */
export const EFFECT_VERB: Record<AttackEffect, string> = {
  stops: 'stops it',
  limits: 'limits it',
  none: 'does not touch it',
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
