/** A line on a terminal that says how many pages are made; nothing elsewhere. `expected` is a good guess. */
export function showProgress(
  expected: number,
  stream: NodeJS.WriteStream = process.stderr,
): { show: (pages: number) => void; end: () => void } {
  if (!stream.isTTY) return { show: () => {}, end: () => {} };
  const number = (n: number) => n.toLocaleString('en-GB');
  return {
    show: (pages) => stream.write(`\r${number(pages)} of about ${number(Math.max(expected, pages))} pages`),
    end: () => stream.write('\r\x1b[K'),
  };
}
