const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** A size in decimal units with two significant digits at least: `12 kB`, `3.4 MB`. */
export function fileSize(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit > 0 && size < 10 ? size.toFixed(1) : Math.round(size)} ${UNITS[unit]}`;
}
