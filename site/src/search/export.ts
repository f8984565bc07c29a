/** Results as files. */
import { count } from '../text/rich.ts';
import type { Answer } from './answer.ts';

/** One thing that was found, flat. */
interface Row {
  kind: 'server' | 'tool';
  server: string;
  serverName: string;
  tool: string;
  page: string;
  riskLevel: string;
  category: string;
  flags: string;
  tools: string;
  about: string;
}

const COLUMNS = [
  'kind',
  'server',
  'serverName',
  'tool',
  'page',
  'riskLevel',
  'category',
  'flags',
  'tools',
  'about',
] as const satisfies readonly (keyof Row)[];

function rows({ servers, tools }: Answer): Row[] {
  return [
    ...servers.map(({ id, name, level, tools: many, about }) => ({
      ...{ kind: 'server' as const, server: id, serverName: name, tool: '', page: `/servers/${id}/` },
      ...{ riskLevel: level ?? '', category: '', flags: '', tools: String(many), about },
    })),
    ...tools.map(({ server, name, slug, level, category, flags, about }) => ({
      ...{ kind: 'tool' as const, server: server.id, serverName: server.name, tool: name },
      ...{ page: `/servers/${server.id}/${slug}/`, riskLevel: level, category },
      ...{ flags: flags.join(' '), tools: '', about },
    })),
  ];
}

/** RFC 4180. A cell that a spreadsheet would run as a formula begins with an apostrophe. */
export function toCsv(answer: Answer): string {
  const cell = (text: string): string => {
    const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
  };
  const lines = rows(answer).map((row) => COLUMNS.map((column) => cell(row[column])).join(','));
  return [COLUMNS.join(','), ...lines, ''].join('\r\n');
}

export function toJson({ servers, tools }: Answer): string {
  return `${JSON.stringify({ servers, tools }, null, 2)}\n`;
}

/** What a file of these results leaves out, as a sentence; nothing where it holds all that was found. */
export function cutSentence({ servers, tools, moreServers, moreTools }: Answer): string | undefined {
  const parts = [
    ...(moreServers ? [count(servers.length, 'server')] : []),
    ...(moreTools ? [count(tools.length, 'tool')] : []),
  ];
  return parts.length === 0
    ? undefined
    : `The file holds the first ${parts.join(' and ')} that fit; all are in the downloads of the Data page.`;
}
