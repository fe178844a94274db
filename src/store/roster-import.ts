import { newId } from '../core/ids.js';
import type { ParsedRoster } from '../core/roster.js';
import type { Prisma, PrismaClient } from '../generated/prisma/client.js';
import { DEMO_FILE, retireDemo } from './demo.js';
import type { ImportSummary } from './roster-changes.js';
import { importHouseholds } from './roster-households.js';
import { importPeople } from './roster-people.js';
import type { Sealer } from './seal.js';

export interface ImportOptions {
  file?: string; // default: the name it was read by
  sha256?: string;
  actor: string;
  now: Date;
}

const LOCK = 4_726_101; // any number, as long as nothing else takes it

/**
 * Brings the register to what the file says, the demo county making way for a real one, in one transaction; 200,000 rows take about ten seconds. The same file
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
      // Before it is looked at what the file leaves out: the invented rows are not left out, they go.
      const retired = file.startsWith(DEMO_FILE) || accepted === 0 ? 0 : await retireDemo(tx, parsed);
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
      if (added + updated + deactivated + retired === 0) {
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
