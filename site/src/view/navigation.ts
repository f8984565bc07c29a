/** The places that every page leads to. */
import {
  attacksPath,
  changesPath,
  dataPath,
  methodologyPath,
  serversPath,
  statisticsPath,
} from './addresses.ts';

export const NAVIGATION = [
  { name: 'servers', path: serversPath, label: 'Servers' },
  { name: 'attacks', path: attacksPath, label: 'Attacks' },
  { name: 'changes', path: changesPath, label: 'Changes' },
  { name: 'statistics', path: statisticsPath, label: 'Statistics' },
  { name: 'methodology', path: methodologyPath, label: 'Methodology' },
  { name: 'data', path: dataPath, label: 'Data' },
] as const;

/** Which of them a page belongs to. */
export type Place = (typeof NAVIGATION)[number]['name'];
