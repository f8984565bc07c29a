/** The places that every page leads to. */
import {
  attacksPath,
  changesPath,
  dataPath,
  methodologyPath,
  serversPath,
  statisticsPath,
} from './addresses.ts';
import { buildPath, searchPath } from './find-addresses.ts';

export const NAVIGATION = [
  { name: 'search', path: searchPath, label: 'Search' },
  { name: 'servers', path: serversPath, label: 'Servers' },
  { name: 'attacks', path: attacksPath, label: 'Attacks' },
  { name: 'changes', path: changesPath, label: 'Changes' },
  { name: 'statistics', path: statisticsPath, label: 'Statistics' },
  { name: 'methodology', path: methodologyPath, label: 'Methodology' },
  { name: 'data', path: dataPath, label: 'Data' },
  { name: 'build', path: buildPath, label: 'Build a policy' },
] as const;

/** Which of them a page belongs to. */
export type Place = (typeof NAVIGATION)[number]['name'];
