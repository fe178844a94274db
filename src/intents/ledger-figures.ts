import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { addsSchema } from '../core/adds.js';
import { paceSchema } from '../core/pace.js';
import type { Finding } from '../files/finding.js';
import { readOne, yamlFiles } from '../files/yaml.js';

const ledger = z.looseObject({
  id: z.string(),
  pace: paceSchema.optional(),
  adds: addsSchema.optional(),
  follows: z.string().optional(),
  route: z.looseObject({ otherwise: z.array(z.string()).default([]) }).optional(),
});

/**
 * What a ledger says of its figures: how fast they have to grow, which of them add up to which, which item waits for
 * which, and what units receive an item whose department has nobody.
 */
export type LedgerFigures = Pick<z.infer<typeof ledger>, 'pace' | 'adds' | 'follows'> & {
  receivers?: readonly string[] | undefined;
};

/**
 * The figures of each ledger, for whoever counts or reminds by them; undefined for a folder without ledgers. What is wrong in
 * a ledger is found where it is read.
 */
export function readLedgerFigures(intentsDir: string): Map<string, LedgerFigures> | undefined {
  const dir = join(intentsDir, 'ledgers');
  if (!existsSync(dir)) return undefined;
  const figures = new Map<string, LedgerFigures>();
  const elsewhere: Finding[] = [];
  for (const path of yamlFiles(dir, elsewhere)) {
    const read = readOne(path, intentsDir, ledger, elsewhere)?.value;
    if (!read) continue;
    const { id, pace, adds, follows, route } = read;
    figures.set(id, { pace, adds, follows, receivers: route?.otherwise });
  }
  return figures;
}
