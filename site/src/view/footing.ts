import { currentClassifier, type Catalogue } from '../../../catalogue/store/reads.ts';
import { context } from '../../context.ts';

const known = new WeakMap<Catalogue, string>();

/**
 * What all pages of a build stand on, in one line: program and classifier. Not the newest run: a page that no crawl
 * has changed stays as it is, and each says when it was last seen so.
 */
export function footing(): string {
  const { catalogue, version } = context();
  const found = known.get(catalogue);
  if (found !== undefined) return found;
  const classifier = currentClassifier(catalogue);
  const line = `Toolrisk ${version} · ${classifier ? `classifier ${classifier}` : 'nothing classified yet'}`;
  known.set(catalogue, line);
  return line;
}
