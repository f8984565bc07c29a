import {
  badgePath,
  serverApiPath,
  serverJsonPath,
  serverMarkdownPath,
  serverPath,
  toolApiPath,
} from './addresses.ts';

/** Where a server's pages and files stand (twins.ts writes them), save for the records of its tools' definitions. */
export function serverPlaces(id: string): string[] {
  return [serverPath, serverJsonPath, serverMarkdownPath, badgePath, serverApiPath].map((path) => path(id));
}

/** The folders in which all servers have something. */
export const SHARED_FOLDERS: ReadonlySet<string> = new Set(
  [serverPath('x').slice(0, -1), badgePath('x'), serverApiPath('x'), toolApiPath('x')].map((path) =>
    path.slice(0, path.lastIndexOf('/')),
  ),
);
