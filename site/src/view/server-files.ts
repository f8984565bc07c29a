import { definitionsOfferedFirst } from '../../../catalogue/store/read-offers.ts';
import type { Catalogue } from '../../../catalogue/store/reads.ts';
import { badgePath, serverApiPath, serverJsonPath, serverMarkdownPath, toolApiPath } from './addresses.ts';

/** The files of a server and of its tools that do not stand in the server's own folder (twins.ts writes them). */
export function filesElsewhere(db: Catalogue, id: string): string[] {
  return [
    ...[serverJsonPath, serverMarkdownPath, badgePath, serverApiPath].map((path) => path(id)),
    ...definitionsOfferedFirst(db, id).map(toolApiPath),
  ];
}
