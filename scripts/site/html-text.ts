/** Reading our own built pages: enough of HTML for markup that we wrote ourselves, and no more. */

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  '#34': '"',
  '#38': '&',
  rsquo: '’',
};

/** Text with its character references resolved. */
function unescapeHtml(html: string): string {
  return html.replace(/&(amp|lt|gt|quot|#39|#34|#38|rsquo);/g, (_, name: string) => ENTITIES[name]!);
}

/** The text content of a piece of HTML. */
export function textOf(html: string): string {
  return unescapeHtml(html.replace(/<[^>]*>/g, ''));
}

/** The text content of each element with `data-field="name"`, or several names. Such an element holds none of its own kind. */
export function fields(html: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const { 0: open, 1: tag, 2: name, index } of html.matchAll(
    /<(\w+)[^>]*\bdata-field="([^"]+)"[^>]*>/g,
  )) {
    const from = index + open.length;
    const to = html.indexOf(`</${tag}>`, from);
    const text = textOf(html.slice(from, to === -1 ? from : to));
    for (const one of name!.split(' ')) found.set(one, text);
  }
  return found;
}

/** The values of every `href` and `src` of a page. */
export function references(html: string): string[] {
  return [...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, value]) => unescapeHtml(value!));
}

/** The values of every `id` of a page. */
export function ids(html: string): Set<string> {
  return new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, value]) => unescapeHtml(value!)));
}
