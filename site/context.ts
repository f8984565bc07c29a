/** What a build hands over to the pages. */
import type { Attack, AttackEffect } from '../catalogue/attacks.ts';
import type { RecordedEvaluation } from '../catalogue/evaluation.ts';
import type { Decision } from '../catalogue/records.ts';
import type { Catalogue } from '../catalogue/store/index.ts';
import type { Category, Flag, Lower, Posture, Raise, RiskLevel } from '../catalogue/vocabulary.ts';
import type { ServerView } from './src/view/server.ts';
import type { Survey } from './src/view/survey.ts';
import type { ToolPage } from './src/view/tool.ts';

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

/** The numbers by which the classifier weighs what its rules saw: plain data, taken from its code. */
export interface WeightsDocument {
  /** How sure a verdict is by how it came about, 0 to 1. */
  confidence: { when: string; value: number }[];
  /** To which categories each reason for another level applies. */
  moves: Record<Raise | Lower, readonly Category[]>;
}

/** What a policy does with an attack's call: its rule, and what that does to the attack. */
export interface TrialOutcome extends Pick<Decision, 'action' | 'limit'> {
  effect: AttackEffect;
  /** Why the simulator let the call through, or did not. */
  reason: string;
}

/** An attack's call put to the policy for the invented tool that it goes through. */
export interface TrialDocument {
  category: Category;
  riskLevel: RiskLevel;
  flags: Flag[];
  /** What the recommended policy does. */
  recommended: Record<Posture, TrialOutcome>;
  /** The same once the policy is told of a folder, hosts or one rule more. */
  guarded?: Record<Posture, TrialOutcome>;
}

/** A documented attack with the outcome of its trial, where it has one. */
export type AttackDocument = Attack & { tried?: TrialDocument };

/** A file of the site that needs no template, by its path below the site's root, which begins with a slash. */
export interface SiteFile {
  path: string;
  text: string;
}

/** A file to download: its path, which begins with a slash, its size, and the checksum of its bytes. */
export interface Download {
  path: string;
  bytes: number;
  /** Lower case hexadecimal. */
  sha256: string;
}

/**
 * What Astro makes of the templates that most pages are made from: functions that give a page's content, without its
 * frame. A page that went through Astro's own steps would cost twice as much.
 */
export interface Templates {
  server: Template<ServerView>;
  tool: Template<ToolPage>;
}

/** Gives the HTML for what it is given. */
export type Template<View> = (view: View) => Promise<string>;

/** Everything that a page may depend on beside its own address. */
export interface SiteContext {
  catalogue: Catalogue;
  /** The related tools of all tools (catalogue/store/related.ts). */
  related: () => Catalogue;
  /** The servers whose pages, and whose tools' pages, are made now: all, or this process's share of them. */
  servers: readonly string[];
  /** The downloads of this site; none while pages of servers are made. */
  downloads: readonly Download[];
  /** What is counted over all servers; none while pages of servers are made. */
  survey: Survey | undefined;
  /** Writes files that go with the page which is being made. */
  beside: (files: Iterable<SiteFile>) => void;
  rules: readonly RuleDocument[];
  attacks: readonly AttackDocument[];
  weights: WeightsDocument | undefined;
  /** How well the classifier's verdicts agree with labelled tools; undefined where no record was given. */
  evaluation: RecordedEvaluation | undefined;
  /** Where the site will be served, with a final slash; undefined where nobody said. */
  siteUrl: string | undefined;
  /** Where a report of a wrong verdict is opened, such as a tracker's form; undefined where nobody said. */
  issues: string | undefined;
  /** The path that every internal link starts with: `/`, or the path of `siteUrl`. */
  base: string;
  /** Toolrisk's own version. */
  version: string;
  /** Filled in by the frame of servers and tools (src/pages/frames/record.astro) when it is made. */
  templates: Partial<Templates>;
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
