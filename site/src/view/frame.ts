/**
 * The frame of the pages of servers, tools and policies: by far the most of the site, and around their content all
 * alike. Astro makes it once (pages/frames/), with marks where pages differ.
 */
import { attributeHtml } from '../text/html.ts';
import { href } from './addresses.ts';
import { scriptJson } from './json-ld.ts';

/** What differs from page to page: texts, paths that begin with a slash, a record, and the content's HTML. */
export interface Places {
  title: string;
  description: string;
  path: string;
  json?: string;
  markdown?: string;
  feed?: string;
  ld?: object;
  main: string;
}

/** The marks that stand for them in the frame. */
export const MARKS = {
  title: '%title%',
  description: '%description%',
  path: '/%path%',
  json: '/%json%',
  markdown: '/%markdown%',
  feed: '/%feed%',
  ld: { mark: '%ld%' },
  main: '%main%',
} as const satisfies Required<Places>;

/** The frame, cut at its marks: texts alternate with the names of places. */
export type Frame = readonly string[];

const LD = scriptJson(MARKS.ld);

/** The link to the feed, which is left out as a whole where there is none. */
const FEED = /<link rel="alternate" type="application\/atom\+xml" href="[^"]*%feed%">/;

const feedLink = (path: string): string =>
  `<link rel="alternate" type="application/atom+xml" href="${href(path)}">`;

/** Cuts the frame's HTML at its marks. @throws Error when it lacks one */
export function cutFrame(html: string): Frame {
  const pieces = html
    .replace(LD, '%ld%')
    .replace(FEED, '%feed%')
    .split(/%(title|description|path|json|markdown|feed|ld|main)%/);
  // A path is only in the frame where the site's address is known; pages of policies have no twins.
  for (const place of ['title', 'description', 'main'])
    if (!pieces.includes(place)) throw new Error(`the frame has no place for ${place}`);
  return pieces;
}

/** A page: its content in the frame. */
export function framed(
  frame: Frame,
  { title, description, path, json = '', markdown = '', feed, ld, main }: Places,
): string {
  const places: Record<string, string> = {
    title: attributeHtml(title),
    description: attributeHtml(description),
    path: path.slice(1),
    json: json.slice(1),
    markdown: markdown.slice(1),
    feed: feed === undefined ? '' : feedLink(feed),
    ld: ld === undefined ? '' : scriptJson(ld),
    main,
  };
  let page = '';
  for (let i = 0; i < frame.length; i++) page += i % 2 === 0 ? frame[i]! : places[frame[i]!]!;
  return page;
}
