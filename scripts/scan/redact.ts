/** Takes out of an observation what a server repeats of its user's values, before anything of it is kept. */
import { isJsonObject, type Json } from '../../catalogue/json.ts';
import { ToolDefinition, type Observation, type ObservedTool, type Offer } from '../../catalogue/records.ts';

/** Shorter values are words that may stand in any text. */
const TELLING = 6;
/** Words of which every definition is made: as values they tell nothing. */
const WORDS_OF_SCHEMAS =
  /^(?:string|object|number|integer|boolean|properties|required|description|title|default|format|inputSchema|outputSchema|annotations|additionalProperties|\w+Hint)$/;

type Value = { name: string; value: string };
type Clean = (text: string) => string;

/** The observation without these values, in whatever form a server would repeat them: as they are, or encoded. */
export function redacted(observation: Observation, values: readonly Value[]): Observation {
  const clean = cleaner(values);
  if (clean === undefined) return observation;
  const { serverInfo, instructions, capabilities, detail, stderrTail, login } = observation;
  const { prompts, resources, resourceTemplates } = observation;
  const optional = {
    serverInfo: serverInfo && deep(serverInfo as Json, clean),
    instructions: instructions && clean(instructions),
    capabilities: capabilities && deep(capabilities, clean),
    login: login && deep(login as Json, clean),
    prompts: prompts && cleanOffer(prompts, clean),
    resources: resources && cleanOffer(resources, clean),
    resourceTemplates: resourceTemplates && cleanOffer(resourceTemplates, clean),
  };
  const present = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return {
    ...observation,
    ...(present as Partial<Observation>),
    detail: clean(detail),
    stderrTail: clean(stderrTail),
    tools: observation.tools.map((tool) => cleanTool(tool, clean)),
    quarantined: observation.quarantined.map(({ name, reason, raw }) => ({
      ...(name === undefined ? {} : { name: clean(name) }),
      reason: clean(reason),
      raw: clean(raw),
    })),
  };
}

/** What replaces every form of every value by its name, or undefined where there is nothing to take out. */
function cleaner(values: readonly Value[]): Clean | undefined {
  const telling = values.filter(({ value }) => value.length >= TELLING && !WORDS_OF_SCHEMAS.test(value));
  if (telling.length === 0) return undefined;
  // Longest first, so that a value within another does not spoil it.
  const forms = telling.flatMap(formsOf).sort((a, b) => b.form.length - a.form.length);
  return (text) => forms.reduce((rest, { form, instead }) => rest.replaceAll(form, () => instead), text);
}

function formsOf({ name, value }: Value): { form: string; instead: string }[] {
  const bytes = Buffer.from(value);
  const forms = [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value.toWellFormed()),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ];
  return [...new Set(forms)].map((form) => ({ form, instead: `{${name}}` }));
}

/** The text as received may spell a value with escapes, so it is written anew. */
function cleanTool({ raw, definition }: ObservedTool, clean: Clean): ObservedTool {
  return {
    raw: JSON.stringify(deep(JSON.parse(raw) as Json, clean)),
    definition: ToolDefinition.parse(deep(definition as unknown as Json, clean)),
  };
}

function cleanOffer(offer: Offer, clean: Clean): Offer {
  return { ...offer, names: offer.names.map(clean) };
}

function deep(value: Json, clean: Clean): Json {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map((item) => deep(item, clean));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [clean(key), deep(member, clean)]));
}
