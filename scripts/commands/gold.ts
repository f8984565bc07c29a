import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { openCatalogue, readDefinition } from '../../catalogue/store/index.ts';
import { CATEGORIES, FLAGS, RISK_LEVELS } from '../../catalogue/vocabulary.ts';
import { UserError } from '../errors.ts';
import type { Labelled } from './labelled.ts';

/** One file of data/gold/: a server's tools and what each is, by name and definition digest. */
const GoldFile = z.strictObject({
  server: z.string(),
  tools: z.array(
    z.strictObject({
      name: z.string(),
      digest: z.string().regex(/^[0-9a-f]{64}$/),
      category: z.enum(CATEGORIES),
      riskLevel: z.enum(RISK_LEVELS),
      flags: z.array(z.enum(FLAGS)).optional(),
    }),
  ),
});

/** Labelled definitions of a catalogue, and how many labels are for definitions that it does not hold. */
export interface Gold {
  labelled: Labelled[];
  absent: number;
}

/**
 * The labels of a folder, each with the definition that a catalogue holds under its digest.
 * @throws UserError when a file is not as it must be, or the catalogue holds none of the definitions.
 */
export function readGold(folder: string, catalogue: string): Gold {
  const files = goldFiles(folder);
  const db = openCatalogue(catalogue, 'read');
  try {
    const gold: Gold = { labelled: [], absent: 0 };
    for (const { server, tools } of files) {
      for (const { digest, category, riskLevel } of tools) {
        const definition = readDefinition(db, digest);
        const label = { category, riskLevel };
        if (definition) gold.labelled.push({ row: { server, definition, source: {} }, label });
        else gold.absent++;
      }
    }
    if (gold.labelled.length > 0) return gold;
    throw new UserError(`${catalogue} holds none of the labelled definitions: run \`toolrisk crawl\` first.`);
  } finally {
    db.close();
  }
}

function goldFiles(folder: string): z.infer<typeof GoldFile>[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  } catch {
    throw new UserError(`The folder of labels ${folder} does not exist.`);
  }
  return names.sort().map((name) => {
    const file = join(folder, name);
    const result = GoldFile.safeParse(parse(readFileSync(file, 'utf8')));
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    throw new UserError(`${file}, ${issue!.path.join('.')}: ${issue!.message}.`);
  });
}
