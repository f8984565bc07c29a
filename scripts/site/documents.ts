/** What the site shows beside the catalogue: the rules, the documented attacks, the recorded evaluation. */
import { readFileSync } from 'node:fs';
import { RecordedEvaluation } from '../../catalogue/evaluation.ts';
import {
  BY_BASIS,
  EXECUTE,
  EXECUTE_IN_DOUBT,
  SUPPORTED,
  UNFAMILIAR,
} from '../../classifier/judgement/confidence.ts';
import { APPLIES } from '../../classifier/judgement/level.ts';
import type { SiteContext, WeightsDocument } from '../../site/context.ts';
import { attackDocuments, readAttacks } from '../attacks.ts';
import { ruleDocuments } from '../commands/build.ts';
import { packaged } from '../commands/crawl-options.ts';

/** How a verdict can come about, in words. */
const BASIS: Record<keyof typeof BY_BASIS, string> = {
  agreed: 'name and description say the same',
  single: 'one of them says it, the others say nothing',
  conflict: 'they differ, and the worse is taken',
  mode: 'one mode of several decides',
  body: 'only a later sentence of the description says it',
  settled: 'a plain statement of only reading settles it',
  hinted: 'a declared hint settles a doubt',
  guess: 'nothing says it',
};

function weights(): WeightsDocument {
  const confidence = Object.entries(BY_BASIS).map(([basis, value]) => ({
    ...{ when: BASIS[basis as keyof typeof BY_BASIS], value },
  }));
  return {
    confidence: [
      ...confidence,
      { when: 'at most, where the category is Execute', value: EXECUTE },
      { when: 'at most, where it is Execute and the places differ', value: EXECUTE_IN_DOUBT },
      { when: 'at most, in a language that the rules do not read', value: UNFAMILIAR },
      { when: 'at least, where a hint says the same and it was 0.7 or more', value: SUPPORTED },
    ],
    moves: APPLIES,
  };
}

/** All of it, from the files that Toolrisk brings. */
export function siteDocuments(): Pick<SiteContext, 'rules' | 'attacks' | 'weights' | 'evaluation'> {
  return {
    rules: ruleDocuments(),
    attacks: attackDocuments(readAttacks(packaged('data/attacks'))),
    weights: weights(),
    evaluation: RecordedEvaluation.parse(JSON.parse(readFileSync(packaged('docs/evaluation.json'), 'utf8'))),
  };
}
