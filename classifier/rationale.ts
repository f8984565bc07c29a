import { DECEIVING_RULES } from '../catalogue/deceit.ts';
import type { Evidence, WeighedFinding } from '../catalogue/records.ts';
import {
  BASE_RISK_LEVEL,
  LOWER_MEANING,
  RAISE_MEANING,
  type Category,
  type Effect,
} from '../catalogue/vocabulary.ts';
import type { Judgement } from './combine.ts';
import type { Reading } from './reading/reading.ts';

/**
 * The verdict in two to four plain sentences: what decides it, in the definition's own words; what raised or
 * lowered the level; and what a reader should know beside. The only place that writes prose about a verdict.
 */
export function rationale(reading: Reading, judgement: Judgement): string {
  return [
    decision(reading, judgement),
    level(judgement),
    modes(judgement) ?? parameters(judgement),
    caveat(reading, judgement),
  ]
    .filter((sentence) => sentence !== undefined)
    .slice(0, 4)
    .join(' ');
}

/** What it comes to that a rule decided; completes "…, so". */
const CONSEQUENCE: Record<string, string> = {
  deletes: 'what it removes is gone unless something else keeps a copy',
  'cancels-for-good': 'what it cancels has to be made anew',
  'revokes-access': 'somebody or something loses access at once',
  resets: 'what was done since the earlier state is thrown away',
  clears: 'all that the place holds goes at once',
  overwrites: 'the former content is lost',
  'destructive-mode': 'an argument is all that stands between a caller and a loss',
  'destructive-switch': 'one switch turns the call into a loss',
  'irreversible-wording': 'its own words warn of a loss',
  'runs-code': 'whoever writes the argument decides what happens',
  'command-parameter': 'whoever writes the argument decides what happens',
  'runs-queries': 'the query decides what is read or changed',
  'calls-raw-api': 'the arguments alone decide what the call does',
  'starts-agent': 'something goes on acting after the call',
  'triggers-process': 'it sets off something whose effect reaches beyond the call',
  'controls-lifecycle': 'whatever depends on the thing that runs feels it',
  'cancels-process': 'work under way is stopped',
  'drives-browser': 'what happens depends on the page or window that is shown',
  'drives-device': 'the effect is in a room rather than in a record',
  'sends-message': 'others read it as the owner’s word',
  'moves-money': 'money or an obligation changes hands',
  'saves-file': 'a file is left behind',
  unlinks: 'only a tie is undone, which can be made again',
  manages: 'at least some uses of it change state',
};

const CATEGORY_CONSEQUENCE: Record<Category, string> = {
  Read: 'it only looks',
  Write: 'state is different afterwards, but can be put right',
  Execute: 'its effect depends on the arguments',
  Destructive: 'something is lost',
};

function decision(reading: Reading, { category, findings }: Judgement): string {
  const deciding = withEffect(findings, 'decides');
  if (deciding.length === 0) {
    return `Nothing in the definition of ${quoted(reading.definition.name)} says plainly what it does; ${category} is the best reading of the little that it says.`;
  }
  const main = deciding.find(({ ruleId }) => ruleId in CONSEQUENCE) ?? deciding[0];
  const consequence = CONSEQUENCE[main?.ruleId ?? ''] ?? CATEGORY_CONSEQUENCE[category];
  return `${category}, because ${places(deciding)}: ${consequence}.`;
}

/** `its name says “delete_file” and its description “Delete a file”`. */
function places(findings: readonly WeighedFinding[]): string {
  const evidence = findings.flatMap((finding) => finding.evidence);
  const first = (fits: (one: Evidence) => boolean): Evidence | undefined => evidence.find(fits);
  const said = [
    phrase(
      'its name says',
      first(({ pointer }) => pointer === '/name'),
    ),
    phrase(
      'its description says',
      first(({ pointer }) => pointer === '/description'),
    ),
    phrase(
      'its title says',
      first(({ pointer }) => pointer === '/title'),
    ),
    phrase(
      'its input schema offers',
      first(({ pointer }) => pointer.startsWith('/inputSchema')),
    ),
  ].filter((one) => one !== undefined);
  return listed(said.slice(0, 3));
}

const phrase = (opening: string, evidence: Evidence | undefined): string | undefined =>
  evidence && `${opening} ${quoted(evidence.quote)}`;

function level({ category, riskLevel, moves, findings }: Judgement): string {
  const base = BASE_RISK_LEVEL[category];
  if (moves.length === 0)
    return `The risk is ${riskLevel}, where ${category} starts: nothing raises or lowers it.`;
  const reasons = moves.map((move) => {
    const meaning = move.direction === 'up' ? RAISE_MEANING[move.reason] : LOWER_MEANING[move.reason];
    const quote = findings[move.findings[0] ?? -1]?.evidence[0]?.quote;
    return `${move.direction === 'up' ? 'up' : 'down'} because ${meaning}${quote ? ` (${quoted(quote)})` : ''}`;
  });
  const outcome = base === riskLevel ? `stays ${riskLevel}` : `goes from ${base} to ${riskLevel}`;
  return `The risk ${outcome}: ${listed(reasons)}.`;
}

function modes({ modes: offered, category }: Judgement): string | undefined {
  const parameter = offered[0]?.parameter;
  const own = offered.filter((mode) => mode.parameter === parameter);
  const worst = own.filter((mode) => mode.category === category).map(({ value }) => quoted(value));
  if (parameter === undefined || worst.length === 0 || worst.length === own.length) return undefined;
  const others = own
    .filter((mode) => mode.category !== category)
    .map((mode) => `${quoted(mode.value)} (${mode.category})`);
  return `Of the values of ${quoted(parameter)}, ${listed(worst.slice(0, 4))} make it ${category}; there are also ${listed(others.slice(0, 4))}.`;
}

function parameters({ dangerousParameters: [first] }: Judgement): string | undefined {
  return first && `Watch the argument ${quoted(first.name)}: it ${first.why}.`;
}

function caveat(
  reading: Reading,
  { findings, hintMismatches, confidence, category }: Judgement,
): string | undefined {
  const deceit = findings.find(
    ({ ruleId, outcome }) => DECEIVING_RULES.includes(ruleId) && outcome === 'observed',
  );
  const quote = deceit?.evidence[0]?.quote;
  if (quote !== undefined)
    return `Its text also tries to steer whoever reads it (${quoted(visible(quote))}), which lowers nothing.`;
  if (hintMismatches.length > 0) {
    const [hint] = hintMismatches;
    return `Its author declares ${hint} ${String(reading.hints[hint as string])}, which these words contradict.`;
  }
  if (findings.some(({ ruleId }) => ruleId === 'unfamiliar-language')) {
    return 'The description is not in English, so this is less sure than usual.';
  }
  return confidence < 0.7 ? `The words leave room for doubt about ${category}.` : undefined;
}

const withEffect = (findings: readonly WeighedFinding[], effect: Effect): WeighedFinding[] =>
  findings.filter((finding) => finding.effect === effect);

/** Hidden and control characters, made visible by their code point. */
const visible = (text: string): string =>
  PRINTABLE.test(text)
    ? text
    : text.replace(
        /[^\P{C}\n]/gu,
        (character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
      );

const PRINTABLE = /^[\x20-\x7e]*$/;
/** Nothing to make visible, to join or to trim: most quotes. */
const ONE_LINE = /^[!-~]+(?: [!-~]+)*$/;
const LONGEST_QUOTE = 70;

/** A quotation on one line, cut at a word when long. */
function quoted(text: string): string {
  const line = (ONE_LINE.test(text) ? text : visible(text).replace(/\s+/g, ' ').trim()).replace(
    /^"(.*)"$/,
    '$1',
  );
  if (line.length <= LONGEST_QUOTE) return `“${line}”`;
  const cut = line.slice(0, LONGEST_QUOTE);
  return `“${cut.slice(0, Math.max(cut.lastIndexOf(' '), 30)).toWellFormed()}…”`;
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}
