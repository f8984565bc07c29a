/** Invented tool definitions of realistic size, all different, the same for the same number. */

const VERBS =
  'list get create update delete search run send archive export import restart rename sync validate publish'.split(
    ' ',
  );
const NOUNS =
  'harbour tide lighthouse ferry cargo pilot berth crane buoy logbook manifest voyage captain anchor chart beacon'.split(
    ' ',
  );
const PARTS =
  'record report schedule message entry item note setting template snapshot summary label booking permit event alert'.split(
    ' ',
  );
const ASIDES = [
  'Results are sorted by the time of the last change and cut into pages.',
  'Use this when the user asks about one of them by name; for all of them at once there is another tool.',
  'The caller needs the right to see the harbour that it belongs to.',
  'Returns a JSON object with the identifier, the name and the time of the last change.',
  'Args: id: which one. limit: how many at most, 50 by default. since: only later ones.',
  'Times are in UTC. An unknown identifier is an error, an empty list is not.',
];
const TYPES = ['string', 'integer', 'boolean', 'array'] as const;

const pick = <T>(list: readonly T[], seed: number): T => list[seed % list.length] as T;

/** A small deterministic mixer of integers (xorshift). */
function mix(seed: number): number {
  let value = (seed + 1) * 0x9e3779b1;
  value ^= value >>> 15;
  value = Math.imul(value, 0x85ebca6b);
  value ^= value >>> 13;
  return value >>> 0;
}

/** One JSONL row, some 1,100 characters long on average, like those of real servers. */
export function syntheticRow(number: number): string {
  const seed = mix(number);
  const [verb, noun, part] = [pick(VERBS, seed), pick(NOUNS, seed >>> 4), pick(PARTS, seed >>> 8)];
  const sentences = Array.from({ length: 1 + (seed % 5) }, (_, index) =>
    pick(ASIDES, (seed >>> (index * 3)) + index),
  );
  const properties: Record<string, object> = {};
  for (let index = 0; index < 2 + ((seed >>> 12) % 6); index++) {
    const key = `${pick(NOUNS, (seed >>> index) + index)}_${pick(PARTS, (seed >>> (index + 2)) + index)}`;
    properties[key] = {
      type: pick(TYPES, (seed >>> index) + index),
      description: `The ${key.replace('_', ' ')} that is meant, as ${pick(NOUNS, seed >>> (index + 5))} number ${number % 977}.`,
    };
  }
  return JSON.stringify({
    server: `server-${seed % 33_000}`,
    name: `${verb}_${noun}_${part}_${number}`,
    description: `${verb[0]?.toUpperCase()}${verb.slice(1)} the ${noun} ${part} number ${number} of a harbour. ${sentences.join(' ')}`,
    inputSchema: { type: 'object', properties, required: Object.keys(properties).slice(0, 2) },
    annotations: seed % 3 === 0 ? { readOnlyHint: seed % 2 === 0 } : undefined,
  });
}

/** A definition of about `size` characters: one long description beside many parameters. */
export function longDefinition(size: number): {
  name: string;
  description: string;
  inputSchema: Record<string, never>;
} {
  let description = 'Get the logbook of a harbour. ';
  for (let index = 0; description.length < size; index++) {
    description += `${pick(ASIDES, mix(index))} ${pick(VERBS, mix(index + 7))} the ${pick(NOUNS, mix(index + 9))} of ${index}. `;
  }
  return { name: 'get_logbook', description: description.slice(0, size), inputSchema: {} };
}
