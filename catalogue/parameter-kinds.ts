/** What a tool's parameters are about, as far as their names and formats tell: the same words for every tool. */
import { isJsonObject, type JsonObject } from './json.ts';
import { nameWords } from './words.ts';

export const PARAMETER_KINDS = [
  'path',
  'url',
  'content',
  'recipient',
  'message',
  'revision',
  'repository-path',
  'project',
  'cluster-resource',
  'sheet',
] as const;
export type ParameterKind = (typeof PARAMETER_KINDS)[number];

/** What a parameter of a kind is, as the end of “it takes …”. */
export const PARAMETER_KIND_MEANING: Record<ParameterKind, string> = {
  path: 'a path of a file or folder',
  url: 'an address to open',
  content: 'the content of a file',
  recipient: 'whom to send to',
  message: 'a text to send or publish',
  revision: 'a branch, commit or other revision',
  'repository-path': 'the folder of a repository',
  project: 'a repository or project kept elsewhere',
  'cluster-resource': 'a resource of a cluster',
  sheet: 'a sheet of a workbook',
};

/** The last one or two words of a parameter's name that make it one of a kind. */
const ENDINGS: Record<ParameterKind, readonly string[]> = {
  path: words(
    'path paths file files filename filepath filepaths dir directory directories folder cwd workdir outputdir',
  ),
  url: words('url urls uri uris href link endpoint webhook'),
  content: words('content contents data edits'),
  recipient: words('to recipient recipients cc bcc channel channelid chatid phone phonenumber emailaddress'),
  message: words('text body message html subject comment caption'),
  revision: words('ref refs branch branchname commit revision sha target base head startpoint'),
  'repository-path': words('repopath repositorypath gitdir repodir'),
  project: words('repo repository projectid projectkey projectslug spacekey'),
  'cluster-resource': words(
    'namespace resourcetype apiversion pod podname deployment kubeconfig clustername',
  ),
  sheet: words('sheet sheetname worksheet workbook cellrange startcell'),
};

function words(line: string): string[] {
  return line.split(' ');
}

/** No ending makes a parameter one of two kinds. */
const KIND_OF: ReadonlyMap<string, ParameterKind> = new Map(
  PARAMETER_KINDS.flatMap((kind) => ENDINGS[kind].map((ending) => [ending, kind] as const)),
);

const MAX_PARAMETERS = 200;
const MAX_DEPTH = 3;

/** The kinds that occur among a schema's parameters, nested ones included, in the order of `PARAMETER_KINDS`. */
export function parameterKinds(inputSchema: JsonObject | undefined): ParameterKind[] {
  const kinds = new Set<ParameterKind | undefined>();
  if (inputSchema) collect(inputSchema, kinds, 0);
  return PARAMETER_KINDS.filter((kind) => kinds.has(kind));
}

/** By the last word of each parameter's name, by its last two joined, and `url` for what has the format of one. */
function collect(schema: JsonObject, kinds: Set<ParameterKind | undefined>, depth: number): void {
  const { properties, items } = schema;
  if (isJsonObject(items) && depth < MAX_DEPTH) collect(items, kinds, depth + 1);
  if (!isJsonObject(properties)) return;
  for (const name of Object.keys(properties).slice(0, MAX_PARAMETERS)) {
    const last = nameWords(name).slice(-2);
    kinds.add(KIND_OF.get(last.at(-1) ?? ''));
    kinds.add(KIND_OF.get(last.join('')));
    const own = properties[name];
    if (!isJsonObject(own)) continue;
    if (own.format === 'uri' || own.format === 'url') kinds.add('url');
    if (depth < MAX_DEPTH) collect(own, kinds, depth + 1);
  }
}
