import { openCatalogue, type Catalogue } from '../../catalogue/store/index.ts';
import { restrictTo } from '../../catalogue/store/read-shown.ts';
import { openRelated, relateTools } from '../../catalogue/store/related.ts';

import { RELATED_LIMIT } from '../../site/src/view/tool.ts';

/** The files that pages are made from. */
export interface CatalogueFiles {
  /** The catalogue. */
  db: string;
  /** The related tools of all tools (catalogue/store/related.ts). */
  related: string;
  /** The servers that have pages, where not all have; the others are as if they were not there. */
  shown?: readonly string[] | undefined;
}

export interface OpenCatalogue {
  catalogue: Catalogue;
  /** Opened when it is first asked for: pages that are about no one server need it not. */
  related: () => Catalogue;
  close: () => void;
}

/** Works out the related tools of all tools that are shown, into the file that is named for them. */
export function relateForSite({ db, related, shown }: CatalogueFiles): void {
  const catalogue = openCatalogue(db, 'read');
  try {
    if (shown) restrictTo(catalogue, shown);
    relateTools(catalogue, related, RELATED_LIMIT);
  } finally {
    catalogue.close();
  }
}

/**
 * Opens what pages are made from, to be read.
 * @throws CatalogueError when the catalogue cannot be read
 */
export function openCatalogueForSite({ db, related: file, shown }: CatalogueFiles): OpenCatalogue {
  const catalogue = openCatalogue(db, 'read');
  if (shown) restrictTo(catalogue, shown);
  beginReading(catalogue);
  let side: Catalogue | undefined;
  return {
    catalogue,
    related: () => (side ??= beginReading(openRelated(file))),
    close: () => {
      side?.close();
      catalogue.close();
    },
  };
}

/** One state of the file for all that is read, which also spares a lock for each question. */
function beginReading(db: Catalogue): Catalogue {
  return db.exec('BEGIN');
}
