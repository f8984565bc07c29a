import { existsSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import type { Catalogue } from '../../catalogue/store/index.ts';
import { UserError } from '../errors.ts';
import { version } from '../package.ts';
import { interruption } from './interrupt.ts';

interface Options {
  readonly db: string;
  readonly http?: number;
}

const EXAMPLES = `
Examples:
  toolrisk mcp
  toolrisk mcp --http 8080

In a client's mcp.json:
  {"mcpServers": {"toolrisk": {"command": "toolrisk", "args": ["mcp", "--db", "/path/to/catalogue.db"]}}}
`;

/** `toolrisk mcp`: an MCP server over the catalogue, on standard input and output or on a loopback port. */
export function mcpCommand(): Command {
  return new Command('mcp')
    .description('Answer agents from the catalogue, as an MCP server that changes nothing.')
    .option('--db <file>', 'the catalogue', 'data/catalogue.db')
    .option('--http <port>', 'serve streamable HTTP at 127.0.0.1 instead of standard input and output', port)
    .addHelpText('after', EXAMPLES)
    .action(run);
}

async function run({ db: file, http }: Options): Promise<void> {
  if (!existsSync(file))
    console.error(
      `toolrisk: There is no catalogue at ${file} yet, so every question fails: make one with \`toolrisk crawl\`, or name another with --db.`,
    );
  let opened: Promise<Catalogue> | undefined;
  // Opened by the first question. One that cannot be opened is tried again: it may be there by then.
  const catalogue = () =>
    (opened ??= open(file).catch((error: unknown) => {
      opened = undefined;
      throw error;
    }));
  await (http === undefined ? serveStdio(catalogue) : serveOn(catalogue, http));
  (await opened)?.close();
}

async function open(file: string): Promise<Catalogue> {
  const { openCatalogue } = await import('../../catalogue/store/index.ts');
  return openCatalogue(file, 'read');
}

async function serveStdio(catalogue: () => Promise<Catalogue>): Promise<void> {
  const { catalogueServer } = await import('../../mcp/server.ts');
  const { StdioServerTransport } = await import('@modelcontextprotocol/sdk/server/stdio.js');
  const server = catalogueServer(catalogue, version());
  const ended = new Promise<void>((resolve) => {
    process.stdin.once('end', resolve);
    interruption('the server ends', (text) => console.error(`toolrisk: ${text}`)).signal.addEventListener(
      'abort',
      () => resolve(),
    );
  });
  await server.connect(new StdioServerTransport());
  await ended;
  await server.close();
  process.stdin.pause();
}

async function serveOn(catalogue: () => Promise<Catalogue>, wanted: number): Promise<void> {
  const { catalogueServer } = await import('../../mcp/server.ts');
  const { serveHttp } = await import('../../mcp/http.ts');
  const { url, close } = await serveHttp(() => catalogueServer(catalogue, version()), wanted).catch(
    (error: NodeJS.ErrnoException) => {
      throw new UserError(`Port ${wanted} cannot be used (${error.code}): give another one, or 0 for any.`);
    },
  );
  console.error(`toolrisk: answering at ${url}; Ctrl-C ends it.`);
  const { signal } = interruption('the server ends', (text) => console.error(`toolrisk: ${text}`));
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  await close();
}

function port(text: string): number {
  const n = Number(text);
  if (Number.isInteger(n) && n >= 0 && n <= 65_535) return n;
  throw new InvalidArgumentError('It must be a port number, 0 to 65535.');
}
