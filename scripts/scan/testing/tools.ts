/** Tools for tests of scans: one that nobody minds, and one that everybody does. */
import type { ToolDefinition } from '../../../catalogue/records.ts';

export const PEEK: ToolDefinition = {
  name: 'get_page',
  description: 'Gets a page of the manual.',
  inputSchema: { type: 'object' },
};

export const DELETE_ALL: ToolDefinition = {
  name: 'delete_all',
  description: 'Permanently deletes all records.',
  inputSchema: { type: 'object' },
};
