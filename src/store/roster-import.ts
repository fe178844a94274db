import { newId } from '../core/ids.js';
import type { Prisma } from '../generated/prisma/client.js';
import { type PrismaClient } from '../generated/prisma/client.js';
import type { ParsedRoster } from '../roster/file.js';
import { importHouseholds } from './roster-households.js';
import { importPeople } from './roster-people.js';
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

export interface ImportOptions {
  file?: string; // default: the name it was read by
  sha256?: string;
  actor: string;
  now: Date;
}

const LOCK = 4_726_101; // any number, as long as nothing else takes it

/**
 * Brings the register to what the file says, in one transaction; 200,000 rows take about ten seconds. The same file
 * again changes nothing. Nothing is deleted: a household that its village's complete file no longer has becomes inactive.
 */
export async function importRoster(
  prisma: PrismaClient,
  sealer: Sealer,
  parsed: ParsedRoster,
  options: ImportOptions,
): Promise<ImportSummary> {
  return prisma.$transaction(
    async (tx) => {
      const { file = parsed.file, sha256 = parsed.sha256 } = options;
      // Two imports at once would each take the other's rows for strangers.
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK}::bigint)`;
      const accepted = parsed.kind === 'households' ? parsed.households.length : parsed.people.length;
      const id = newId(options.now.getTime());
      const { version } = await tx.rosterImport.create({
        data: {
          id,
          kind: parsed.kind,
          file,
          sha256,
          accepted,
          rejected: parsed.rejected as unknown as Prisma.InputJsonValue,
          at: options.now,
        },
      });
      const context = { tx, sealer, importId: id, now: options.now, complete: parsed.rejected.length === 0 };
      const changes =
        parsed.kind === 'households'
          ? await importHouseholds(context, parsed.households)
          : await importPeople(context, parsed.people);
      const { added, updated, deactivated, partial } = changes;
      const summary = {
        kind: parsed.kind,
        file,
        accepted,
        added,
        updated,
        unchanged: accepted - added - updated,
        deactivated,
        partial,
      };
      if (added + updated + deactivated === 0) {
        await tx.rosterImport.delete({ where: { id } });
        return summary;
      }
      await tx.auditEntry.create({
        data: {
          id: newId(options.now.getTime()),
          at: options.now,
          actor: options.actor,
          action: 'roster.import',
          detail: {
            ...summary,
            sha256,
            version: String(version),
            rejected: parsed.rejected.length,
          },
        },
      });
      return { ...summary, version: String(version) };
    },
    { timeout: 600_000, maxWait: 30_000 },
  );
}

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

export function* chunksOf<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let i = 0; i < items.length; i += size) yield items.slice(i, i + size);
}
