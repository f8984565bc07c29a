/** The files that are about no one server: what browsers search, what robots, agents and programs read. */
import type { SiteContext } from '../../site/context.ts';
import { PACKAGE_ROOT } from '../package.ts';
import { bundleClient } from './client-bundle.ts';
import type { BuildInputs } from './part.ts';
import { writeSearchIndex } from './search-files.ts';

/** Writes them into the part of the site that has the pages which are about no one server. Gives their number. */
export async function writeSiteFiles(
  { catalogue }: SiteContext,
  inputs: BuildInputs,
  site: string,
): Promise<number> {
  void inputs;
  await bundleClient(new URL('site/', PACKAGE_ROOT), site);
  return writeSearchIndex(catalogue, site);
}
