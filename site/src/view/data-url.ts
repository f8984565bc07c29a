/** A JSON file inside a link, so that it can be downloaded without a script. Only what must be is escaped. */
export function dataUrl(json: string): string {
  const escaped = encodeURIComponent(json.toWellFormed()).replace(
    /%(?:2C|3A|5B|5D|7B|7D)/g,
    decodeURIComponent,
  );
  return `data:application/json,${escaped}`;
}
