/** A server's badge: its grade as a small picture, for a README. Drawn by hand, so that it needs no other host. */
import type { Grade } from '../../../catalogue/grade.ts';
import { absolute, badgePath, href, serverPath } from './addresses.ts';

/** Fill and text colour; each pair has a contrast of at least 4.5 to 1. */
const COLOURS: Record<Grade | '?', [fill: string, on: string]> = {
  A: ['#14539f', '#fff'],
  B: ['#14539f', '#fff'],
  C: ['#735500', '#fff'],
  D: ['#994100', '#fff'],
  E: ['#b3151f', '#fff'],
  F: ['#8c0f18', '#fff'],
  '?': ['#5b5952', '#fff'],
};

/** The badge of a server with this grade; without one it shows a question mark. */
export function badgeSvg(letter: Grade | undefined): string {
  const shown = letter ?? '?';
  const [fill, on] = COLOURS[shown];
  const title = letter ? `Toolrisk grade ${letter}` : 'Toolrisk: no grade';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="88" height="20" role="img" aria-label="${title}">
<title>${title}</title>
<rect width="64" height="20" fill="#191917"/>
<rect x="64" width="24" height="20" fill="${fill}"/>
<g font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
<text x="32" y="14" fill="#fff">toolrisk</text>
<text x="76" y="14" fill="${on}" font-weight="bold">${shown}</text>
</g>
</svg>
`;
}

/** The badge with a link to the server's page, as Markdown. Without a site's address the paths are the site's own. */
export function badgeMarkdown(id: string): string {
  const picture = absolute(badgePath(id)) ?? `{origin}${href(badgePath(id))}`;
  const page = absolute(serverPath(id)) ?? `{origin}${href(serverPath(id))}`;
  return `[![Toolrisk](${picture})](${page})`;
}
