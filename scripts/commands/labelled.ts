import { join } from 'node:path';
import { stat } from 'node:fs/promises';
import { CATEGORIES, RISK_LEVELS, rank, type Category, type RiskLevel } from '../../catalogue/vocabulary.ts';
import { isJsonObject } from '../../catalogue/json.ts';
import { classify, type ClassifyOptions } from '../../classifier/index.ts';
import type { Judged, Label } from '../../classifier/evaluation/metrics.ts';
import { UserError } from '../errors.ts';
import { readRows, type Row } from './rows.ts';

/** A tool with its label. */
export interface Labelled {
  readonly row: Row;
  readonly label: Label;
}

/** The labelled tools of a file, one a line. @throws UserError naming the line that has no usable label. */
export async function readLabelled(file: string): Promise<Labelled[]> {
  const found: Labelled[] = [];
  for await (const { line, row } of readRows(file)) {
    if ('error' in row) throw new UserError(`${file}, line ${line}: ${row.error}`);
    const label = labelOf(row.source['label']);
    if (label === undefined) {
      throw new UserError(
        `${file}, line ${line}: \`label\` must hold a category and a riskLevel, or readOnly.`,
      );
    }
    found.push({ row, label });
  }
  if (found.length === 0) throw new UserError(`${file} holds no labelled tools.`);
  return found;
}

function labelOf(value: unknown): Label | undefined {
  if (!isJsonObject(value)) return undefined;
  const { category, riskLevel, readOnly } = value;
  if (typeof readOnly === 'boolean') return { readOnly };
  if (rank(CATEGORIES, category as Category) < 0 || rank(RISK_LEVELS, riskLevel as RiskLevel) < 0)
    return undefined;
  return { category: category as Category, riskLevel: riskLevel as RiskLevel };
}

/** Judges labelled tools. */
export function judge(labelled: readonly Labelled[], options: ClassifyOptions): Judged[] {
  return labelled.map(({ row, label }) => ({
    vendor: row.server ?? '',
    name: row.definition.name,
    label,
    verdict: classify(row.definition, options),
  }));
}

/** A file of a folder of labels. @throws UserError when the folder is missing. */
export async function labelFile(folder: string, name: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new UserError(`The folder of labels ${folder} does not exist.`);
  return join(folder, `${name}.jsonl`);
}
