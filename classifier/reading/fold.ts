/** Text as rules read it: lower case, hidden characters gone, look-alike letters made plain. */
export interface Folded {
  readonly text: string;
  /** The offset in the original of each UTF-16 unit of `text`, and of its end; absent where they are equal. */
  readonly offsets?: readonly number[];
}

/** Characters that are not seen: zero-width, bidirectional controls, tags, variation selectors, soft hyphen. */
export const HIDDEN =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]|[\u{e0000}-\u{e007f}]|[\u{e0100}-\u{e01ef}]/u;

const LOOK_ALIKES: Record<string, string> = {
  ...pairs('аеорсухіјѕԁһԛԝӏвмнткгпЬ', 'aeopcyxijsdhqwlbmhtkrnb'),
  ...pairs('αοερτυνικχβγηµωζ', 'aoeptuvikxbynuwz'),
  ...pairs('ıɑɡⅼⅽⅾⅿßøłđħŧƅ', 'iaglcdmsoldhtb'),
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '‐': '-',
  '‑': '-',
  '‒': '-',
};

function pairs(from: string, to: string): Record<string, string> {
  const plain = [...to];
  return Object.fromEntries([...from].map((letter, index) => [letter, plain[index] ?? letter]));
}

/** Folds a text for reading. Cost is linear in its length; plain ASCII costs one pass. */
export function fold(original: string): Folded {
  if (!/[^\x00-\x7f]/.test(original)) return { text: original.toLowerCase() };
  let text = '';
  const offsets: number[] = [];
  let index = 0;
  for (const character of original) {
    const plain = HIDDEN.test(character) ? '' : foldCharacter(character);
    for (let unit = 0; unit < plain.length; unit++) offsets.push(index);
    text += plain;
    index += character.length;
  }
  offsets.push(index);
  return { text, offsets };
}

function foldCharacter(character: string): string {
  if (character < '\u0080') return character.toLowerCase();
  const lower = character.toLowerCase();
  const alike = LOOK_ALIKES[lower];
  if (alike !== undefined) return alike;
  const plain = lower
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  return LOOK_ALIKES[plain] ?? (plain || lower);
}
