import { isJsonObject, type Json } from '../../catalogue/json.ts';

/** What a policy file says of one tool, or of a pattern of tools, in words. */
export interface ReadRule {
  server?: string;
  /** The tool as the file names it. */
  tool: string;
  says: string;
  /** Where it stands, as a path into the file. */
  at: string;
  /** The name stands for more tools than one. */
  pattern?: true;
}

export type Members = Record<string, Json>;

/** The object, or an empty one for anything else: a file is read as far as it goes. */
export const asObject = (value: unknown): Members => (isJsonObject(value) ? value : {});
/** The list, or an empty one for anything else. */
export const asList = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);
/** The strings of a list. */
export const asNames = (value: unknown): string[] =>
  asList(value).filter((item): item is string => typeof item === 'string');

/** A rule for each name of a list. */
export const listed = (names: unknown, says: string, at: string): ReadRule[] =>
  asNames(names).map((tool, i) => ({ tool, says, at: `${at}[${i}]` }));

/** The rules of each server of a table of servers. */
export const served = (servers: unknown, read: (server: Members, name: string) => ReadRule[]): ReadRule[] =>
  Object.entries(asObject(servers)).flatMap(([server, entry]) =>
    read(asObject(entry), server).map((rule) => ({ ...rule, server })),
  );
