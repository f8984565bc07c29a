/** JSON text cut into pieces with a class each: `k` key, `s` string, `n` number or literal, none for the rest. */
export interface Token {
  kind: 'k' | 's' | 'n' | '';
  text: string;
}

const TOKEN =
  /("(?:[^"\\]|\\.)*")(?=(\s*:)?)|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|[^"\d\-tfn]+|./gs;

/** The tokens of a JSON text; joined, they are the text again. Neighbours of one kind are one token. */
export function highlightJson(json: string): Token[] {
  const tokens: Token[] = [];
  for (const [text, string, colon, literal] of json.matchAll(TOKEN)) {
    const kind = string === undefined ? (literal === undefined ? '' : 'n') : colon === undefined ? 's' : 'k';
    const before = tokens.at(-1);
    if (before && before.kind === kind) before.text += text;
    else tokens.push({ kind, text });
  }
  return tokens;
}
