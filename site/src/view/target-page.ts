/**
 * The page of one server's policy for one target, as a pure function into a frame that Astro made: a site has
 * seventeen for every server, so that each has to cost little. Hence references for letters beyond Latin-1: with one
 * such letter in it, a page takes two bytes a letter until it is written, and is encoded letter by letter.
 */
import type { Emitter } from '../../../policy/index.ts';
import { EMITTERS, VARIANTS } from '../../../policy/index.ts';
import { notesOf } from '../../../policy/notes.ts';
import { resolve, type Resolved } from '../../../policy/resolve.ts';
import { POSTURES, type Posture } from '../../../catalogue/vocabulary.ts';
import { actionInFile } from '../text/decision.ts';
import { attributeHtml, fileHtml, jsonHtml, textHtml } from '../text/html.ts';
import { count, sentence } from '../text/rich.ts';
import { clip, visible } from '../text/visible.ts';
import {
  absolute,
  anchor,
  href,
  serverPath,
  serversPath,
  targetFilePath,
  targetPath,
  toolPath,
} from './addresses.ts';
import { targetCommand } from './commands.ts';
import type { ServerView } from './server.ts';
import { perPosture } from './tool.ts';
import { framed, type Frame } from './frame.ts';
import type { SiteFile } from '../../context.ts';

/** Longer files are not highlighted, in characters. */
const LONGEST_HIGHLIGHTED = 8000;
/** Nor are the parts of servers with more tools: of hundreds, each mark costs its place hundreds of times. */
const MOST_HIGHLIGHTED = 60;

/** Every target's page and file of a server that has tools. */
export function* targetFiles(frame: Frame, view: ServerView): Generator<SiteFile> {
  if (view.tools.length === 0) return;
  const heads = view.tools.map((tool) => partHead(view.id, tool));
  const links = EMITTERS.map((emitter) => targetLink(view.id, emitter));
  for (const emitter of EMITTERS) {
    const rules = perPosture((posture) => resolve(view.policies[posture], emitter));
    const text = emitter.write({ server: view.id, posture: 'balanced', rules: rules.balanced });
    yield { path: targetFilePath(view.id, emitter.id, emitter.filename), text };
    yield {
      path: `${targetPath(view.id, emitter.id)}index.html`,
      text: targetPage(frame, { view, heads, links, emitter, rules, text }),
    };
  }
}

/** What a page is made of. */
interface Given {
  view: ServerView;
  /** Those of the server's tools, which are the same for every target. */
  heads: readonly PartHead[];
  /** To the pages of all targets, in their order. */
  links: readonly string[];
  emitter: Emitter;
  /** The rules of its tools in the target's terms. */
  rules: Record<Posture, readonly Resolved[]>;
  /** The whole file, of the balanced ones. */
  text: string;
}

function targetPage(frame: Frame, given: Given): string {
  const { view, emitter } = given;
  const name = visible(clip(view.server.listing.name, 80));
  return framed(frame, {
    title: `${emitter.title} policy for ${name} | Toolrisk`,
    description: `${emitter.filename} for ${name}: ${count(view.tools.length, 'tool')}, balanced posture, and the rule of each tool.`,
    path: targetPath(view.id, emitter.id),
    main: main(given),
  });
}

function main(given: Given): string {
  const { view, emitter, rules, text } = given;
  const { id, server, tools } = view;
  const name = textHtml(clip(server.listing.name, 80));
  const remarks = notesOf(emitter, rules.balanced);
  return [
    breadcrumb(id, name),
    `<article class="target"><header class="plain"><h1>${emitter.title} policy for ${name}</h1>`,
    `<p class="summary">${textHtml(emitter.filename)} in the balanced posture: a rule for each of ${count(tools.length, 'tool')}. A tool that the file does not name is ${UNLISTED[emitter.unlisted]}.</p></header>`,
    '<section><h2>The file</h2><div class="body">',
    snippet({ title: emitter.filename, name: emitter.filename, text, emitter, field: 'policy' }),
    reasons(remarks),
    ways(view, emitter),
    variants(view, emitter),
    '</div></section>',
    parts(given),
    otherTargets(given),
    '</article>',
  ].join('');
}

const UNLISTED: Record<Emitter['unlisted'], string> = {
  denied: 'denied',
  asked: 'put to the user',
  untouched: 'left as it was',
};

function breadcrumb(id: string, name: string): string {
  return `<nav class="breadcrumb" aria-label="Breadcrumb"><ol><li><a href="${href(serversPath)}">Servers</a></li><li><a href="${href(serverPath(id))}">${name}</a></li></ol></nav>`;
}

function reasons(remarks: readonly string[]): string {
  const lines = remarks.map((line) => `<li>${textHtml(line)}</li>`);
  return lines.length === 0 ? '' : `<ul class="reasons">${lines.join('')}</ul>`;
}

interface Snippet {
  title: string;
  /** What those who hear the page are told it is; differs from that of every other on the page. */
  name: string;
  text: string;
  emitter: Emitter;
  field?: string;
  plain?: boolean;
}

function snippet({ title, name, text, emitter, field, plain = false }: Snippet): string {
  const { filename, mediaType } = emitter;
  const highlighted = !plain && mediaType === 'application/json' && text.length < LONGEST_HIGHLIGHTED;
  const mark = field === undefined ? '' : ` data-field="${field}"`;
  return `<figure class="snippet" data-file="${filename.split('/').at(-1)!}"><figcaption>${textHtml(title)}</figcaption>${region(name)}<code${mark}>${highlighted ? jsonHtml(text) : fileHtml(text)}</code></pre></figure>`;
}

function region(name: string): string {
  return `<pre tabindex="0" role="group" aria-label="${attributeHtml(name)}">`;
}

/** The same file from elsewhere: its address, and the commands that print it in another posture or for one tool. */
function ways({ id, tools }: ServerView, emitter: Emitter): string {
  const path = targetFilePath(id, emitter.id, emitter.filename);
  return [
    `<p><a href="${href(path)}" download>${textHtml(path.split('/').at(-1)!)}</a> as a file. In another posture, or one tool&rsquo;s part of it:</p>`,
    command('Toolrisk (strict)', targetCommand(id, emitter.id, 'strict')),
    command('Toolrisk (one tool)', targetCommand(id, emitter.id, 'balanced', tools[0]!.name)),
    fetched(path),
  ].join('');
}

/** The command that fetches the file; where the build was not told the site's address, a script shows it. */
function fetched(path: string): string {
  const url = absolute(path);
  return url === undefined
    ? `<div data-origin hidden>${command('curl', `curl -sO {origin}${href(path)}`)}</div>`
    : command('curl', `curl -sO ${url}`);
}

function command(title: string, text: string): string {
  return `<figure class="snippet"><figcaption>${title}</figcaption>${region(title)}<code>${fileHtml(text)}</code></pre></figure>`;
}

/** Other ways of writing for the same target, where they say something else. */
function variants({ policies }: ServerView, emitter: Emitter): string {
  const { balanced } = policies;
  if (!balanced.decisions.some(({ byArgument }) => byArgument)) return '';
  return VARIANTS.filter(({ id }) => id.startsWith(`${emitter.id}-`))
    .map((variant) => {
      const problem = 'Rules by argument keep a tool and stop its dangerous arguments.';
      const { title, filename } = variant;
      const shown = { title: filename, name: `${filename}, by argument`, text: variant.emit(balanced) };
      const remarks = notesOf(variant, resolve(balanced, variant));
      return `<h3>By argument</h3><p>${problem} ${textHtml(title)}:</p>${snippet({ ...shown, emitter: variant, field: 'variant' })}${reasons(remarks)}`;
    })
    .join('');
}

/** What begins a tool's part of every target's page. */
interface PartHead {
  html: string;
  /** The tool as those who hear the page are told it. */
  name: string;
}

function partHead(server: string, { name, slug }: ServerView['tools'][number]): PartHead {
  const called = clip(name, 100);
  const link = `<a href="${href(toolPath(server, slug))}">${textHtml(called)}</a>`;
  return { html: `<div class="part" id="${anchor(slug)}"><h3>${link}</h3>`, name: visible(called) };
}

/** Each tool's rule in this target's terms, and the file for the tool alone. */
function parts({ view: { id }, heads, emitter, rules }: Given): string {
  const plain = heads.length > MOST_HIGHLIGHTED;
  const each = heads.map(({ html, name }, i) => {
    const text = alone(id, rules.balanced[i]!, emitter);
    const shown = { title: 'For this tool alone', name: `${emitter.filename} for ${name}`, text };
    return [
      html,
      `<p>${POSTURES.map((posture) => inPosture(posture, rules[posture][i]!, emitter)).join(' ')}</p>`,
      snippet({ ...shown, emitter, plain }),
      '</div>',
    ].join('');
  });
  return `<section><h2>Each tool&rsquo;s part of it</h2><div class="body">${each.join('')}</div></section>`;
}

function inPosture(posture: Posture, { action, limit, unnamed }: Resolved, emitter: Emitter): string {
  const rule = unnamed
    ? 'left to the target&rsquo;s default'
    : limit
      ? `${limit.max} calls a ${limit.window}`
      : actionInFile(action, emitter);
  return `<b>${sentence(posture)}:</b> ${rule}.`;
}

function alone(server: string, rule: Resolved, emitter: Emitter): string {
  return emitter.write({ server, posture: 'balanced', rules: [rule] });
}

function targetLink(server: string, { id, title }: Emitter): string {
  return `<li><a href="${href(targetPath(server, id))}">${title}</a></li>`;
}

function otherTargets({ links, emitter }: Given): string {
  const others = links.filter((_, i) => EMITTERS[i] !== emitter);
  return `<section><h2>The same for</h2><div class="body"><ul class="targets">${others.join('')}</ul></div></section>`;
}
