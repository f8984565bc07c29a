import { textAt } from '../../catalogue/evidence.ts';
import type { PhraseSet } from '../lexicon/phrases.ts';
import type { Sense } from '../lexicon/verbs.ts';
import type { Sighting } from '../rule.ts';
import { LEADING, type Act } from './acts.ts';
import type { StatedMode } from './modes.ts';
import type { Parameter } from './parameters.ts';
import { quote, quoteParameter, quoteValue } from './quote.ts';
import type { PhraseHit, Reading } from './reading.ts';

const NOTHING_SEEN: readonly Sighting[] = [];
/** How many sightings of one outcome a rule keeps; more of the same say nothing new. */
const ENOUGH = 48;

/** Sightings of the acts that `wanted` picks: denied where negated, mentioned in asides, else observed. */
export function sightActs(reading: Reading, wanted: (act: Act) => boolean): readonly Sighting[] {
  if (!reading.acts.some(wanted)) return NOTHING_SEEN;
  const sightings: Sighting[] = [];
  const counts = { denied: 0, mentioned: 0, observed: 0 };
  for (const act of reading.acts) {
    const weak = act.place === 'aside' || act.place === 'usage';
    const outcome = act.negated ? 'denied' : weak ? 'mentioned' : 'observed';
    if (counts[outcome] >= ENOUGH || !wanted(act)) continue;
    counts[outcome]++;
    sightings.push({
      outcome,
      place: act.place,
      evidence: [quote(reading, act.pointer, act.start, act.end)],
      detail: act.lemma,
    });
  }
  return sightings;
}

/** Sightings of all acts of these senses. */
export function sightSenses(reading: Reading, ...senses: Sense[]): readonly Sighting[] {
  return sightActs(reading, (act) => senses.includes(act.sense));
}

/** Whether the tool itself runs what it is given: then no surrounding makes little of it. */
export const runsCode = ({ acts }: Reading): boolean =>
  acts.some(({ sense, place }) => sense === 'code' && place !== 'aside');

/** Sightings of the modes whose sense is one of these; the detail is the path of the parameter that offers one. */
export function sightModes(reading: Reading, ...senses: Sense[]): Sighting[] {
  return sightModesThat(reading, ({ sense }) => senses.includes(sense));
}

/** Sightings of the modes that `wanted` picks. */
export function sightModesThat(reading: Reading, wanted: (mode: StatedMode) => boolean): Sighting[] {
  const sightings: Sighting[] = [];
  for (const mode of reading.modes) {
    if (sightings.length >= ENOUGH || !wanted(mode)) continue;
    const { parameter } = mode;
    const evidence = parameter
      ? quoteValue(reading, parameter, mode.value)
      : quote(reading, '/description', mode.start as number, mode.end as number);
    if (!evidence) continue;
    const place = parameter ? 'mode' : 'listed';
    sightings.push({ outcome: 'observed', place, evidence: [evidence], detail: parameter?.path });
  }
  return sightings;
}

const FIRM = new Set<PhraseHit['role']>(['name', 'title', 'lead', 'body', 'note', 'usage']);

/**
 * Sightings of a set of phrases: firm in the tool's own statements, mentioned in examples and arguments. With
 * `asAct` one in the name, title or first sentence counts like a verb there.
 */
export function sightPhrases(
  reading: Reading,
  set: PhraseSet,
  roles: ReadonlySet<PhraseHit['role']> = FIRM,
  asAct = false,
): Sighting[] {
  return (reading.phrases.get(set) ?? []).map((hit) => ({
    outcome: hit.negated ? 'denied' : roles.has(hit.role) ? 'observed' : 'mentioned',
    place: asAct && (LEADING as ReadonlySet<string>).has(hit.role) ? (hit.role as 'name') : 'phrase',
    evidence: [quote(reading, hit.pointer, hit.start, hit.end)],
  }));
}

/** The text that follows what a phrase's sighting quotes; a line at most. */
export function textBehind(reading: Reading, { evidence: [first] }: Sighting): string {
  if (first === undefined) return '';
  return (textAt(reading.definition, first.pointer) ?? '').slice(first.end, first.end + 100);
}

/** Who or what only reads, and not the tool: `read-only keys`, `the read-only tier`. */
const OTHERS =
  /^\W{0,3}(?:tiers?|roles?|users?|keys?|tokens?|scopes?|clients?|members?|accounts?|permissions?|responders?)\b/i;

/** Sightings of a statement that the tool only reads; one in a table's cell is of that row. */
export function sightReadOnly(reading: Reading): Sighting[] {
  return sightPhrases(reading, 'readOnly').filter((one) => {
    const [first] = one.evidence;
    const text = first === undefined ? '' : (textAt(reading.definition, first.pointer) ?? '');
    const start = first?.start ?? 0;
    const inCell = text
      .slice(Math.max(0, start - 3), start)
      .trimEnd()
      .endsWith('|');
    return !inCell && !OTHERS.test(textBehind(reading, one));
  });
}

/** Whether a phrase of the set stands, not negated, in one of the tool's own statements. */
export function says(
  reading: Reading,
  set: PhraseSet,
  roles: ReadonlySet<PhraseHit['role']> = FIRM,
): boolean {
  return reading.phrases.get(set)?.some((hit) => !hit.negated && roles.has(hit.role)) ?? false;
}

/** Sightings of the parameters that `wanted` picks; the detail is the parameter's path. */
export function sightParameters(reading: Reading, wanted: (parameter: Parameter) => boolean): Sighting[] {
  const sightings: Sighting[] = [];
  for (const parameter of reading.parameters) {
    if (sightings.length >= ENOUGH || !wanted(parameter)) continue;
    const evidence = quoteParameter(reading, parameter);
    if (evidence) {
      sightings.push({
        outcome: 'observed',
        place: 'parameter',
        evidence: [evidence],
        detail: parameter.path,
      });
    }
  }
  return sightings;
}

/** Every role, for text that is suspect wherever it stands. */
export const ANYWHERE: ReadonlySet<PhraseHit['role']> = new Set([
  'name',
  'title',
  'lead',
  'body',
  'usage',
  'note',
  'aside',
  'example',
  'args',
  'returns',
  'seeAlso',
]);
