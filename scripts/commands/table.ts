export { textTable } from '../../report/text-table.ts';
