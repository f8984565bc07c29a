/** The static API, described for programs (OpenAPI 3.1). */
import { absolute, homePath, href, toolApiPath } from './addresses.ts';
import { attackJsonPath, attacksJsonPath, changesJsonPath, statisticsJsonPath } from './twin-addresses.ts';

interface Operation {
  summary: string;
  schema: string;
  parameters?: Record<string, string>;
}

const OPERATIONS: Record<string, Operation> = {
  '/api/v1/index.json': { summary: 'What the catalogue holds and where its lists are', schema: 'index' },
  '/api/v1/servers-{list}.json': {
    summary: 'A list of servers, by name',
    schema: 'server-list',
    parameters: { list: 'Number of the list, as the index gives it' },
  },
  '/api/v1/servers/{server}.json': {
    summary: 'A server with its tools',
    schema: 'server',
    parameters: { server: 'Id of the server' },
  },
  [toolApiPath('{digest}')]: {
    summary: 'A definition with its verdict, and who offers it',
    schema: 'definition',
    parameters: { digest: 'SHA-256 of the definition’s canonical form, in lower case hexadecimal' },
  },
  '/servers/{server}/{tool}.json': {
    summary: 'A tool of a server, with its verdict and policies',
    schema: 'tool',
    parameters: {
      server: 'Id of the server',
      tool: 'Name of the tool’s page, as the server’s record gives it',
    },
  },
  [attacksJsonPath]: {
    summary: 'All documented attacks, and how many the balanced policy stops',
    schema: 'attack-list',
  },
  [attackJsonPath('{attack}')]: {
    summary: 'An attack: facts, conditions, the tools that meet them, what the policy does',
    schema: 'attack',
    parameters: { attack: 'Id of the attack, as their list gives it' },
  },
  [changesJsonPath]: { summary: 'All runs of the crawler, newest first', schema: 'run-list' },
  '/changes/{run}.json': {
    summary: 'What a run found changed, what raises the risk first',
    schema: 'run',
    parameters: { run: 'Number of the run, as their list gives it' },
  },
  [statisticsJsonPath]: { summary: 'Every table of the statistics', schema: 'statistics' },
};

/** The description as a document. */
export function openApi(version: string): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Toolrisk catalogue',
      version,
      description:
        'Files that are as old as the site. Nothing is asked of a program; what is not there is a 404.',
    },
    servers: [{ url: absolute(homePath)?.replace(/\/$/, '') ?? (href(homePath).replace(/\/$/, '') || '/') }],
    paths: Object.fromEntries(
      Object.entries(OPERATIONS).map(([path, operation]) => [path, pathItem(operation)]),
    ),
  };
}

function pathItem({ summary, schema, parameters = {} }: Operation): object {
  return {
    get: {
      summary,
      parameters: Object.entries(parameters).map(([name, description]) => ({
        ...{ name, in: 'path', required: true, description },
        schema: { type: 'string' },
      })),
      responses: {
        200: {
          description: summary,
          content: {
            'application/json': {
              schema: { $ref: absolute(`/schemas/${schema}.json`) ?? href(`/schemas/${schema}.json`) },
            },
          },
        },
        404: { description: 'There is none' },
      },
    },
  };
}
