/** What a tool does, composed from its record: category, evidence, parameters, modes, flags. */
import type { Classification, Mode, ToolDefinition } from '../../../catalogue/records.ts';
import { steersItsReader } from '../../../catalogue/deceit.ts';
import { isJsonObject } from '../../../catalogue/json.ts';
import { isUndecided } from '../../../catalogue/undecided.ts';
import { CATEGORIES, FLAG_MEANING, type Category, type Hint } from '../../../catalogue/vocabulary.ts';
import { unjudgedValues } from '../view/modes.ts';
import { placeInWords } from './places.ts';
import { code, list, quoted, sentence, shortList } from './rich.ts';
import { firstSentence } from './visible.ts';
import { MODE_DOES, ONE_CALL, ONE_CALL_FURTHER } from './words.ts';

/** How much of its server's words a sentence quotes. */
const QUOTED = 120;

/** What the sentences are made of. */
export interface Subject {
  name: string;
  serverName: string;
  definition: ToolDefinition;
  classification: Classification;
}

/** Section 3: what an agent calls the tool for, and what one call can change. One string per paragraph. */
export function whatItDoes(subject: Subject): string[] {
  const { definition, classification } = subject;
  const first = [
    offeredAs(definition),
    oneCall(subject),
    decidedBy(subject),
    modes(definition, classification),
  ];
  const second = [takes(definition), danger(classification), beyond(classification)];
  return [first, second].map((part) => part.filter(Boolean).join(' ')).filter(Boolean);
}

/** What an agent would use it for, which only its server can say. */
function offeredAs(definition: ToolDefinition): string {
  const words = itsServersWords(definition);
  return words === '' ? '' : `An agent is offered it with these words: ${words}`;
}

/** The first sentence of a description, quoted and ended; empty where there is none. */
export function itsServersWords({ description, title }: ToolDefinition): string {
  const words = firstSentence(description ?? title ?? '', QUOTED);
  return words === '' ? '' : `${quoted(words, QUOTED)}${/[.!?…]$/.test(words) ? '' : '.'}`;
}

function oneCall({ name, serverName, classification }: Subject): string {
  const call = `call of ${code(name)} on ${quoteless(serverName)}`;
  return isUndecided(classification)
    ? `Nothing in its definition says what a ${call} does. It is taken for one that ${oneCallDoes(classification)}.`
    : `${steersItsReader(classification.findings) ? 'As far as its text is honest, one' : 'One'} ${call} ${oneCallDoes(classification)}.`;
}

/** What one call does, as far as category and level tell, as the end of “one call …”. */
export function oneCallDoes({ category, moves }: Pick<Classification, 'category' | 'moves'>): string {
  const raised = category === 'Write' && moves.some(({ direction }) => direction === 'up');
  return raised ? ONE_CALL_FURTHER : ONE_CALL[category];
}

/** A server's name inside a sentence. */
export function quoteless(serverName: string): string {
  return quoted(serverName, 60).slice(1, -1);
}

function decidedBy({ definition, classification }: Subject): string {
  if (isUndecided(classification)) return '';
  const deciding = classification.findings
    .filter(({ effect }) => effect === 'decides')
    .flatMap(({ evidence }) => evidence);
  if (deciding.length === 0) return 'Nothing in its definition says that a call does more than that.';
  const places = [...Map.groupBy(deciding, ({ pointer }) => pointer)].map(([pointer, spans]) => {
    const quotes = [...new Set(spans.map(({ quote }) => quoted(bare(quote), 70)))];
    return `${shortList(quotes, 3)} in ${placeInWords(definition, pointer)}`;
  });
  return `That is read from ${places.length > 3 ? shortList(places, 3) : places.join('; ')}.`;
}

/** A quote out of JSON text without the marks of a JSON string. */
function bare(quote: string): string {
  return quote.replace(/^"(.+)"$/s, '$1');
}

/** `action` decides: `list` and `info` only read; `delete` destroys. Empty without modes. */
export function modes(
  { inputSchema }: Pick<ToolDefinition, 'inputSchema'>,
  { modes: all }: Pick<Classification, 'modes'>,
): string {
  const parameters = [...new Set(all.map(({ parameter }) => parameter))];
  return parameters
    .slice(0, 2)
    .map((parameter) => {
      const own = all.filter((mode) => mode.parameter === parameter);
      const groups = CATEGORIES.flatMap((category) => group(own, category));
      const unjudged = unjudgedValues(inputSchema, all, parameter).map((value) => code(value, 40));
      if (unjudged.length > 0)
        groups.push(`what ${shortList(unjudged, 6)} ${unjudged.length === 1 ? 'does' : 'do'} is not judged`);
      return `Its parameter ${code(parameter)} picks what happens: ${groups.join('; ')}.`;
    })
    .join(' ');
}

function group(own: readonly Mode[], category: Category): string[] {
  const values = own.filter((mode) => mode.category === category).map(({ value }) => code(value, 40));
  const [one, many] = MODE_DOES[category];
  return values.length === 0 ? [] : [`${shortList(values, 6)} ${values.length === 1 ? one : many}`];
}

function takes(definition: ToolDefinition): string {
  if (!definition.inputSchema) return 'What it takes is unknown: its definition has no input schema.';
  const properties = definition.inputSchema?.properties;
  const names = isJsonObject(properties) ? Object.keys(properties) : [];
  if (names.length === 0) return 'Its input schema names no parameters.';
  const required = Array.isArray(definition.inputSchema?.required) ? definition.inputSchema.required : [];
  const must = names.filter((name) => required.includes(name)).map((name) => code(name, 40));
  const total = names.length === 1 ? `one parameter, ${code(names[0]!, 40)}` : `${names.length} parameters`;
  if (names.length === 1) return `It takes ${total}, which ${must.length ? 'must' : 'need not'} be given.`;
  return `It takes ${total}; ${must.length === 0 ? 'none of them must be given' : `a call must give ${shortList(must, 5)}`}.`;
}

function danger({ dangerousParameters }: Classification): string {
  const each = dangerousParameters.slice(0, 3).map(({ name, why }) => `${code(name, 40)} (${why})`);
  return each.length === 0 ? '' : `What the caller puts into ${list(each)} decides how far a call reaches.`;
}

function beyond({ flags }: Classification): string {
  return flags.length === 0 ? '' : `It ${list(flags.map((flag) => FLAG_MEANING[flag]))}.`;
}

/** What the declared hints say against the words, or undefined where they do not. */
export function mismatches({ hintMismatches }: Classification): string | undefined {
  if (hintMismatches.length === 0) return undefined;
  const hints = hintMismatches.map((hint: Hint) => code(hint));
  return sentence(
    `${list(hints)} ${hints.length === 1 ? 'contradicts' : 'contradict'} the words of the definition.`,
  );
}
