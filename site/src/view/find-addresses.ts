/** The addresses of the ways to find something: browse, search, compare, build. */
import type { FacetId } from './facets.ts';

export const browsePath = '/browse/';
export const searchPath = '/search/';
export const comparePath = '/compare/';
export const buildPath = '/build/';

/** Page 1 has the facet's own address. */
export const facetPath = (facet: FacetId, slug: string, page = 1): string =>
  `${browsePath}${facet}/${slug}/${page === 1 ? '' : `${page}/`}`;
export const browseServersPath = (page = 1): string => `${browsePath}server/${page === 1 ? '' : `${page}/`}`;
