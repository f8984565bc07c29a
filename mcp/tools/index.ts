import type { CatalogueTool } from '../tool.ts';
import checkServer from './check-server.ts';
import checkStack from './check-stack.ts';
import checkTool from './check-tool.ts';
import listChanges from './list-changes.ts';
import recommendPolicy from './recommend-policy.ts';
import searchCatalogue from './search-catalogue.ts';

/** Every tool of the server, in the order in which it lists them. */
export const TOOLS = [
  checkServer,
  checkTool,
  checkStack,
  searchCatalogue,
  recommendPolicy,
  listChanges,
] as unknown as readonly CatalogueTool[];
