import type { Prisma } from '../generated/prisma/client.js';
import type { Sealer } from './seal.js';

export interface ImportSummary {
  kind: 'households' | 'people';
  file: string;
  /** The register's version afterwards; absent where nothing has changed. */
  version?: string;
  accepted: number;
  added: number;
  updated: number; // also those that were inactive and are in the file again
  unchanged: number;
  deactivated: number;
  /** Villages (or units) of which the file has only a part: what it does not name stays as it was. */
  partial: { place: string; absent: number }[];
}

export type Changes = Pick<ImportSummary, 'added' | 'updated' | 'deactivated' | 'partial'>;

export interface ImportContext {
  tx: Prisma.TransactionClient;
  sealer: Sealer;
  importId: string;
  now: Date;
  /** No row was rejected: what the file does not name is really absent from it. */
  complete: boolean;
}

/**
 * Which of the stored rows the file leaves out on purpose. A place counts as covered when the file has at least three
 * quarters of what is stored for it; a list of one group, or of the monitored households alone, covers nothing.
 */
export function leftOut(
  stored: readonly { key: string; place: string }[],
  inFile: ReadonlySet<string>,
  places: ReadonlySet<string>,
  complete: boolean,
): { keys: string[]; partial: { place: string; absent: number }[] } {
  const byPlace = new Map<string, { total: number; absent: string[] }>();
  for (const { key, place } of stored) {
    if (!places.has(place)) continue;
    let count = byPlace.get(place);
    if (!count) byPlace.set(place, (count = { total: 0, absent: [] }));
    count.total++;
    if (!inFile.has(key)) count.absent.push(key);
  }
  const keys: string[] = [];
  const partial: { place: string; absent: number }[] = [];
  for (const [place, { total, absent }] of byPlace) {
    if (absent.length === 0) continue;
    if (complete && absent.length * 4 <= total) keys.push(...absent);
    else partial.push({ place, absent: absent.length });
  }
  return { keys, partial };
}

const CHUNK = 5000;

/** Adds and updates rows by one statement for each 5000; `upsert` returns those it touched. */
export async function upsertAll<T>(
  rows: readonly T[],
  upsert: (chunk: T[]) => Promise<{ inserted: boolean }[]>,
): Promise<Pick<Changes, 'added' | 'updated'>> {
  let added = 0;
  let updated = 0;
  for (let from = 0; from < rows.length; from += CHUNK) {
    for (const { inserted } of await upsert(rows.slice(from, from + CHUNK))) {
      if (inserted) added++;
      else updated++;
    }
  }
  return { added, updated };
}
