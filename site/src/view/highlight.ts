/** A piece of a JSON text. */
export interface Piece {
  key: boolean;
  text: string;
}

/** A string of a JSON text; what is captured after it tells a member's name. */
export const STRING = /"(?:[^"\\]|\\.)*"(?=(\s*:)?)/g;

/** A JSON text cut before and after each member name; the pieces joined are the text again. */
export function cutAtKeys(json: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { 0: text, 1: colon, index } of json.matchAll(STRING)) {
    if (colon === undefined) continue;
    pieces.push({ key: false, text: json.slice(from, index) }, { key: true, text });
    from = index + text.length;
  }
  pieces.push({ key: false, text: json.slice(from) });
  return pieces;
}
