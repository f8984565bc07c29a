import { Command } from 'commander';
import { isJsonObject } from '../../catalogue/json.ts';
import type { ToolDefinition } from '../../catalogue/records.ts';
import { RULES } from '../../classifier/index.ts';
import type { RuleDocument, RuleExample } from '../../site/context.ts';
import { UserError } from '../errors.ts';
import { version } from '../package.ts';

const EXAMPLES = `
Examples:
  toolrisk build
  toolrisk build --out public --site https://catalogue.example/
`;

interface Options {
  db: string;
  out: string;
  site?: string;
  issues?: URL;
}

/** `toolrisk build`: makes the site from the catalogue. */
export function buildCommand(): Command {
  return new Command('build')
    .description('Build the site: a page and a JSON file for every server and tool.')
    .option('--db <file>', 'the catalogue', 'data/catalogue.db')
    .option('--out <folder>', 'where the site goes; replaced as a whole', 'site/dist')
    .option('--site <url>', 'where the site will be served; gives it canonical addresses', readSite)
    .option('--issues <url>', 'the form for a wrong verdict; gets its title and body', readUrl('--issues'))
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => {
      const { db, out, site, issues } = options;
      // Astro is large: only this command pays for it.
      const { buildSite } = await import('../site/build.ts');
      const { siteDocuments } = await import('../site/documents.ts');
      const built = await buildSite({
        ...{ db, out, siteUrl: site, issues: issues?.href, version: version() },
        ...siteDocuments(),
      });
      const seconds = built.seconds.toFixed(1);
      console.log(`Built ${built.pages} pages and ${built.files} data files in ${seconds} s: ${built.out}`);
    });
}

/** A site's address, with a final slash. */
function readSite(text: string): string {
  const url = readUrl('--site')(text);
  url.hash = url.search = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url.href;
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
