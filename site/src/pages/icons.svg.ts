/** All icons in one file that every page refers to, so that no page carries drawings. */
import { ICONS } from '../view/icons.ts';

export function GET(): Response {
  const symbols = Object.entries(ICONS).map(
    ([name, drawing]) => `<symbol id="${name}" viewBox="0 0 24 24">${drawing}</symbol>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`;
  return new Response(svg, { headers: { 'Content-Type': 'image/svg+xml' } });
}
