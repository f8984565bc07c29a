import { join } from 'node:path';

/** Where packages stand whose install scripts were run. What they built is of no use to another Node's binary interface. */
export const SCRIPTED_SHELF = join(
  'npm-scripts',
  `${process.platform}-${process.arch}-${process.versions.modules}`,
);
