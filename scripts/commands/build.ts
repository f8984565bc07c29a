import { Command } from 'commander';
import { isJsonObject } from '../../catalogue/json.ts';
import type { ToolDefinition } from '../../catalogue/records.ts';
import { RULES } from '../../classifier/index.ts';
import type { RuleDocument, RuleExample } from '../../site/context.ts';
import { EXIT, UserError } from '../errors.ts';
import { version } from '../package.ts';
import type { BuiltSite } from '../site/build.ts';
import { explainFullDisk } from '../site/full-disk.ts';
import { interruption } from './interrupt.ts';

const EXAMPLES = `
Examples:
  toolrisk build
  toolrisk build --out public --site https://catalogue.example/
  toolrisk build --since 12              only the servers that run 12 and later ones crawled
  toolrisk build --top 2000              pages of 2,000 tools, for a host that takes so many files
`;

interface Options {
  db: string;
  out: string;
  site?: string;
  issues?: URL;
  top?: number;
  since?: number;
  fresh?: boolean;
  workers?: number;
  json?: boolean;
}

/** `toolrisk build`: makes the site from the catalogue. */
export function buildCommand(): Command {
  return new Command('build')
    .description('Build the site. Pages of servers that have not changed are taken over from the last build.')
    .option('--db <file>', 'the catalogue', 'data/catalogue.db')
    .option('--out <folder>', 'where the site goes; replaced as a whole', 'site/dist')
    .option('--site <url>', 'where the site will be served; gives it canonical addresses', readSite)
    .option('--issues <url>', 'the form for a wrong verdict; gets its title and body', readUrl('--issues'))
    .option(
      '--top <tools>',
      'pages of so many tools, the riskiest servers first; data of all',
      readNumber('--top'),
    )
    .option('--since <run>', 'make again only what this run or a later one crawled', readNumber('--since'))
    .option('--fresh', 'make every page again')
    .option('--workers <n>', 'processes at a time; as many as the machine runs', readNumber('--workers'))
    .option('--json', 'print what was built as JSON')
    .addHelpText('after', EXAMPLES)
    .action(run);
}

async function run({ site, issues, json, ...options }: Options): Promise<void> {
  // Astro is large: only this command pays for it.
  const { buildSite } = await import('../site/build.ts');
  const { siteDocuments } = await import('../site/documents.ts');
  const given = { siteUrl: site, issues: issues?.href, version: version(), ...siteDocuments() };
  const { signal, release } = interruption('the site stays as it was', (text) => console.error(text));
  try {
    const built = await buildSite({ ...options, ...given, signal });
    console.log(json ? JSON.stringify(built) : inWords(built));
  } catch (error) {
    if (!signal.aborted) throw explainFullDisk(error, options.out);
    throw new UserError(`The build was stopped; ${options.out} is as it was.`, EXIT.interrupted);
  } finally {
    release();
  }
}

function inWords({ pages, files, kept, seconds, out }: BuiltSite): string {
  const number = (n: number) => n.toLocaleString('en-GB');
  const unchanged = kept > 0 ? `, ${number(kept)} of the pages unchanged,` : '';
  return `Built ${number(pages)} pages and ${number(files)} data files${unchanged} in ${seconds.toFixed(1)} s: ${out}`;
}

/** A site's address, with a final slash. */
function readSite(text: string): string {
  const url = readUrl('--site')(text);
  url.hash = url.search = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url.href;
}

function readNumber(option: string): (text: string) => number {
  return (text) => {
    if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
    throw new UserError(`${option} wants a whole number from 1 on, not “${text}”.`);
  };
}

function readUrl(option: string): (text: string) => URL {
  return (text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
    throw new UserError(`${option} wants a whole URL such as https://catalogue.example/, not “${text}”.`);
  };
}

/** The classifier's rules as plain data for the methodology page. */
export function ruleDocuments(): RuleDocument[] {
  return RULES.map(({ id, meta, examples }) => ({
    id,
    summary: meta.summary,
    why: meta.why,
    capability: meta.capability,
    fires: examples.fires.map(example),
    silent: examples.silent.map(example),
  }));
}

function example({ name, description, inputSchema, annotations }: ToolDefinition): RuleExample {
  const properties = inputSchema?.properties;
  const parameters = Object.entries(isJsonObject(properties) ? properties : {}).map(([key, value]) =>
    isJsonObject(value) && Array.isArray(value.enum) ? `${key} (${value.enum.join(', ')})` : key,
  );
  const takes = parameters.length === 0 ? '' : `Takes ${parameters.join(', ')}.`;
  const declares = annotations ? `Declares ${JSON.stringify(annotations)}.` : '';
  return { name, says: [description, takes, declares].filter(Boolean).join(' ') };
}
