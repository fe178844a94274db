import type { Signing } from '../core/effects.js';
import type { Db } from './client.js';

/** A unit's report that waits for its leader's signature. */
export interface UnsignedReport {
  recordId: string;
  unit: string;
  from: string;
  to: string;
  data: object;
}

/** Reports of a unit that came in since then and nobody has signed as they stand now, newest first. */
export async function unsignedReports(db: Db, unit: string, since: Date): Promise<UnsignedReport[]> {
  return db.$queryRaw<UnsignedReport[]>`
    SELECT r.id AS "recordId", coalesce(r.data->>'unit', p.unit) AS unit, coalesce(r.data->>'from', '') AS "from", coalesce(r.data->>'to', r.occurred_on::text) AS "to", r.data
    FROM record r JOIN contact c ON c.id = r.contact_id LEFT JOIN person p ON p.id = c.person_id
    WHERE r.kind = 'unit-report' AND r.state = 'active' AND r.created_at >= ${since}
      AND (r.data->>'unit' = ${unit} OR ${unit} LIKE '%' || (r.data->>'unit') OR p.unit = ${unit})
      AND NOT EXISTS (SELECT 1 FROM signature s WHERE s.record_id = r.id AND s.voided_at IS NULL AND s.at >= r.updated_at)
    ORDER BY r.created_at DESC LIMIT 10`;
}

export async function addSignatures(db: Db, signings: readonly Signing[]): Promise<void> {
  await db.signature.createMany({ data: [...signings], skipDuplicates: true });
}

/** A recalled message signs nothing any more. */
export async function voidSignatures(db: Db, messageIds: readonly string[], now: Date): Promise<void> {
  await db.signature.updateMany({
    where: { messageId: { in: [...messageIds] }, voidedAt: null },
    data: { voidedAt: now },
  });
}
