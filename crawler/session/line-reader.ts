/** Splits a byte stream into lines without ever holding more than `limit` bytes of one. */
export type LineReader = {
  /** Takes a chunk and returns the lines that it completes; `'too-long'` ends the reading. */
  push(chunk: Buffer): string[] | 'too-long';
};

const NEWLINE = 0x0a;

/** @param limit bytes of one line */
export function lineReader(limit: number): LineReader {
  let pending: Buffer[] = [];
  let length = 0;
  const keep = (part: Buffer) => {
    pending.push(part);
    length += part.length;
    return length <= limit;
  };
  const complete = () => {
    const line = Buffer.concat(pending, length).toString('utf8');
    pending = [];
    length = 0;
    return line;
  };
  return {
    push(chunk) {
      const lines: string[] = [];
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
        if (!keep(chunk.subarray(start, end))) return 'too-long';
        lines.push(complete());
        start = end + 1;
      }
      return keep(chunk.subarray(start)) ? lines : 'too-long';
    },
  };
}
