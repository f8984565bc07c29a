/** Reads a pasted configuration, in whichever of the three forms clients write it. */
import { parse as parseJsonc, type ParseError } from 'jsonc-parser';
import { configuredServers, type ConfiguredServer } from './configuration.ts';

export type ReadConfiguration = { servers: ConfiguredServer[] } | { problem: string };

const SIZE_LIMIT = 2 ** 20;

/** The servers of a configuration text. What went wrong is said without quoting the text, which may hold secrets. */
export async function readConfiguration(text: string): Promise<ReadConfiguration> {
  if (text.length > SIZE_LIMIT) return { problem: 'It is longer than a megabyte.' };
  const config = await parse(text);
  if (config === undefined) return { problem: 'It is neither JSON nor TOML nor YAML.' };
  const servers = configuredServers(config);
  if (servers.length === 0)
    return {
      problem:
        'It configures no MCP servers: mcpServers, servers, context_servers or mcp_servers is missing.',
    };
  return { servers };
}

/** JSON with comments first, for most write it; the other parsers are fetched when they are needed. */
async function parse(text: string): Promise<unknown> {
  const errors: ParseError[] = [];
  const value: unknown = parseJsonc(text, errors, { allowTrailingComma: true });
  if (errors.length === 0) return value;
  if (/^\s*[{[]\s*["}/]/.test(text)) return undefined;
  try {
    const { parse: parseToml } = await import('smol-toml');
    return parseToml(text);
  } catch {
    // Not TOML: the last form is tried.
  }
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text, { uniqueKeys: true });
  if (document.errors.length > 0) return undefined;
  const found: unknown = document.toJS({ maxAliasCount: 100 });
  return typeof found === 'object' ? found : undefined;
}
