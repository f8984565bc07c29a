import { lookUp } from '../lexicon/compile.ts';
import { senseOf } from '../lexicon/resolve.ts';
import { NOTHING, type Act } from './acts.ts';
import type { Passage } from './tokens.ts';

/** A text that is no more than a request: `POST /keys/generate`. */
const REQUEST = /^\s*(GET|HEAD|POST|PUT|PATCH|DELETE)\s+(?:https?:\/\/[^\s/]+)?(\/\S*)\s*$/;
const LEMMAS: Readonly<Record<string, string>> = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'update',
  DELETE: 'delete',
};

/** The act of a description that is no more than the request it wraps; what is posted to a verb's path is that verb. */
export function requestAct({ folded, original, pointer }: Passage): Act | undefined {
  const match = REQUEST.exec(original);
  // Offsets count in the folded text, which is the original where nothing was folded.
  if (!match || folded.offsets !== undefined) return undefined;
  const [whole, method, path] = match as unknown as [string, string, string];
  const last =
    path
      .toLowerCase()
      .match(/[a-z]+/g)
      ?.at(-1) ?? '';
  const verb = lookUp(last)?.verb;
  const lemma = method === 'POST' && verb?.form === 'base' ? verb.lemma : (LEMMAS[method] as string);
  return {
    place: 'lead',
    pointer,
    start: whole.indexOf(method),
    end: whole.trimEnd().length,
    lemma,
    sense: senseOf(lemma, NOTHING, NOTHING),
    negated: false,
    object: NOTHING,
    scope: NOTHING,
    words: [],
  };
}
