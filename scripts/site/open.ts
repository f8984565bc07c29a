import { openCatalogue, type Catalogue } from '../../catalogue/store/index.ts';
import { restrictTo } from '../../catalogue/store/read-shown.ts';
import { openRelated } from '../../catalogue/store/related.ts';

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
  related: Catalogue;
  close: () => void;
}

/**
 * Opens what pages are made from, to be read.
 * @throws CatalogueError when the catalogue cannot be read
 */
export function openCatalogueForSite({ db, related: file, shown }: CatalogueFiles): OpenCatalogue {
  const catalogue = openCatalogue(db, 'read');
  if (shown) restrictTo(catalogue, shown);
  const related = openRelated(file);
  return {
    catalogue,
    related,
    close: () => {
      related.close();
      catalogue.close();
    },
  };
}
