/**
 * How much of what may be long a tool's page shows. Most pages have room for all of it; those that would break their
 * budget show the beginning, and say what is left out.
 */
export interface Room {
  /** Bytes of the server's own description. */
  description: number;
  /** Lines of evidence. */
  evidence: number;
  /** Parameters, and bytes of what is said of all of them. */
  parameters: number;
  meanings: number;
}

export const WIDE: Room = { description: 6000, evidence: 30, parameters: 40, meanings: 3000 };
const MIDDLE: Room = { description: 420, evidence: 5, parameters: 8, meanings: 440 };
const NARROW: Room = { description: 120, evidence: 3, parameters: 8, meanings: 320 };

/** Bytes of a page; at most 20 KB may be sent. */
const MOST = 20_200;

/** The page made with as much room as fits its budget: nearly always all. */
export async function inItsBudget(make: (room: Room) => Promise<string>): Promise<string> {
  for (const room of [WIDE, MIDDLE]) {
    const html = await make(room);
    if (Buffer.byteLength(html) <= MOST) return html;
  }
  return make(NARROW);
}
