/** Reads data/attacks/ and puts each attack's call to the policy, for the site. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { Attack, isGuarded, type AttackTrial } from '../catalogue/attacks.ts';
import type { Posture } from '../catalogue/vocabulary.ts';
import { classify } from '../classifier/index.ts';
import { tryAttack } from '../policy/trial.ts';
import type { AttackDocument, TrialDocument, TrialOutcome } from '../site/context.ts';
import { UserError } from './errors.ts';

const EXTENSION = '.yaml';

/**
 * The documented attacks of a folder, one for each `<id>.yaml`, in order of id.
 * @throws UserError naming the file and the field of the first mistake
 */
export function readAttacks(directory: string): Attack[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith(EXTENSION))
    .sort()
    .map((name) => readAttack(join(directory, name)));
}

function readAttack(file: string): Attack {
  const id = basename(file, EXTENSION);
  const read = Attack.safeParse({ id, ...fieldsOf(file) });
  if (read.success) return read.data;
  const { path, message } = read.error.issues[0]!;
  throw new UserError(`${file}: ${path.join('.') || 'the file'}: ${message}.`);
}

function fieldsOf(file: string): object {
  try {
    return parse(readFileSync(file, 'utf8')) as object;
  } catch (error) {
    throw new UserError(`${file} is no YAML: ${(error as Error).message.split('\n')[0]}.`);
  }
}

/** The attacks with what the policy does to each: computed by the classifier and the policy, as the site shows it. */
export function attackDocuments(attacks: readonly Attack[]): AttackDocument[] {
  return attacks.map((attack) =>
    attack.trial ? { ...attack, tried: trialDocument(attack.trial) } : { ...attack },
  );
}

function trialDocument(trial: AttackTrial): TrialDocument {
  const verdict = classify(trial.tool);
  const { category, riskLevel, flags } = verdict;
  const { root: _, hosts: __, rule: ___, ...bare } = trial;
  const outcome = (tried: AttackTrial): Record<Posture, TrialOutcome> =>
    Object.fromEntries(
      Object.entries(tryAttack(tried, verdict)).map(([posture, { decision, verdict, effect }]) => [
        posture,
        { action: decision.action, limit: decision.limit, effect, reason: verdict.reason },
      ]),
    ) as Record<Posture, TrialOutcome>;
  return {
    ...{ category, riskLevel, flags, recommended: outcome(bare) },
    ...(isGuarded(trial) ? { guarded: outcome(trial) } : {}),
  };
}
