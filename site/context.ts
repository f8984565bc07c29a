/** What a build hands over to the pages. */
import type { Catalogue } from '../catalogue/store/index.ts';

/** A rule as the methodology page shows it: plain data, made from the classifier's registry. */
export interface RuleDocument {
  id: string;
  summary: string;
  why: string;
  capability: string;
  /** Invented tools that the rule speaks up for, and such that it leaves alone. */
  fires: RuleExample[];
  silent: RuleExample[];
}

/** An invented tool: its name, and what of it matters for the rule. */
export interface RuleExample {
  name: string;
  says: string;
}

/** Everything that a page may depend on beside its own address. */
export interface SiteContext {
  catalogue: Catalogue;
  rules: readonly RuleDocument[];
  /** Where the site will be served, with a final slash; undefined where nobody said. */
  siteUrl: string | undefined;
  /** The path that every internal link starts with: `/`, or the path of `siteUrl`. */
  base: string;
  /** Toolrisk's own version. */
  version: string;
  /** Counts pages while they are made, for a progress line. */
  rendered: number;
}

const KEY = Symbol.for('toolrisk.site');
const shared = globalThis as { [KEY]?: SiteContext };

/** Sets the context of the build that follows. Astro bundles its own copy of this module, hence the global. */
export function provideContext(context: SiteContext): void {
  shared[KEY] = context;
}

/** The context of the build that is going on. */
export function context(): SiteContext {
  const found = shared[KEY];
  if (!found) throw new Error('the site is built by `toolrisk build`, which opens the catalogue first');
  return found;
}
