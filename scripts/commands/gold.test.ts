import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { definitionDigest } from '../../catalogue/digest.ts';
import { openCatalogue, recordListing, recordObservation, startRun } from '../../catalogue/store/index.ts';
import { packaged } from './crawl-options.ts';
import { readGold } from './gold.ts';

const AT = '2026-01-01T00:00:00Z';
const definition = { name: 'water_plants', description: 'Waters the plants.' };
const label = { name: 'water_plants', category: 'Execute', riskLevel: 'Medium' };

let folder: string;
let db: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolrisk-gold-'));
  mkdirSync(join(folder, 'gold'));
  db = join(folder, 'catalogue.db');
  const catalogue = openCatalogue(db);
  recordListing(
    catalogue,
    {
      ...{ id: 'garden', name: 'Garden', summary: 'S.', publisher: 'us', tier: 'core' },
      ...{ source: { type: 'npm', name: 'g' }, arguments: [], placeholderArguments: [], environment: [] },
    },
    AT,
  );
  recordObservation(catalogue, startRun(catalogue, { startedAt: AT, toolriskVersion: '0' }), {
    ...{ serverId: 'garden', provenance: 'observed', outcome: 'listed', detail: '', stderrTail: '' },
    ...{ startedAt: AT, finishedAt: AT, launch: { arguments: [], environmentNames: [] }, quarantined: [] },
    tools: [{ raw: JSON.stringify(definition), definition }],
  });
  catalogue.close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(tools: object[]): void {
  writeFileSync(join(folder, 'gold', 'garden.yaml'), stringify({ server: 'garden', tools }));
}

describe('readGold', () => {
  it('joins labels with the definitions of a crawl, and counts those that have none', () => {
    write([
      { ...label, digest: definitionDigest(definition) },
      { ...label, digest: '0'.repeat(64) },
    ]);
    expect(readGold(join(folder, 'gold'), db)).toEqual({
      labelled: [
        {
          row: { server: 'garden', definition, source: {} },
          label: { category: 'Execute', riskLevel: 'Medium' },
        },
      ],
      absent: 1,
    });
  });

  it('says which file is wrong and where', () => {
    write([{ ...label, category: 'Harmless', digest: '0'.repeat(64) }]);
    expect(() => readGold(join(folder, 'gold'), db)).toThrow(/garden\.yaml, tools\.0\.category: /);
  });

  it('says so where the catalogue holds nothing that is labelled', () => {
    write([{ ...label, digest: '0'.repeat(64) }]);
    expect(() => readGold(join(folder, 'gold'), db)).toThrow(/holds none of the labelled definitions/);
    expect(() => readGold(join(folder, 'nowhere'), db)).toThrow(/does not exist/);
  });

  it('reads the labels that Toolrisk brings', () => {
    const names = readdirSync(packaged('data/gold')).filter((name) => name.endsWith('.yaml'));
    expect(names.length).toBeGreaterThan(0);
    expect(() => readGold(packaged('data/gold'), db)).toThrow(/holds none of the labelled definitions/);
  });
});
