import { newId } from '../core/ids.js';
import { dayToDate } from '../core/time.js';
import type { Db } from './client.js';

/** A leave that was reported, with what it takes to tell who is away and who stands in. */
export interface LeaveRow {
  record: string;
  message: string;
  active: boolean;
  text: string;
  name: string | null; // who is away, as written
  reporterId: string | null;
  reporterName: string | null;
  from: string;
  to: string | null;
  kept: boolean; // there is an absence of it already
}

/** Leaves that touch the days from `since` on, retracted ones too: their absences have to end. */
export async function loadLeaves(db: Db, since: string): Promise<LeaveRow[]> {
  return db.$queryRaw<LeaveRow[]>`
    SELECT r.id AS record, r.message_id AS message, r.state = 'active' AS active, m.text, r.data->>'person' AS name,
      p.id AS "reporterId", p.name AS "reporterName", to_char(r.occurred_on, 'YYYY-MM-DD') AS "from",
      left(r.data->>'to', 10) AS "to", a.id IS NOT NULL AS kept
    FROM record r JOIN message m ON m.id = r.message_id JOIN contact c ON c.id = r.contact_id
    LEFT JOIN person p ON p.id = c.person_id LEFT JOIN absence a ON a.record_id = r.id
    WHERE r.kind = 'leave' AND (r.occurred_on >= ${dayToDate(since)} OR left(r.data->>'to', 10) >= ${since})`;
}

export interface KeptAbsence {
  record: string;
  message: string;
  personId: string;
  standInId: string | null;
  from: string;
  to: string | null;
}

/** Writes absences as their leaves now stand; those of leaves that no longer count end. */
export async function keepAbsences(
  tx: Db,
  kept: readonly KeptAbsence[],
  ended: readonly string[],
  now: Date,
): Promise<void> {
  if (ended.length > 0)
    await tx.$executeRaw`UPDATE absence SET ended_at = ${now} WHERE record_id = ANY(${[...ended]}::uuid[]) AND ended_at IS NULL`;
  if (kept.length === 0) return;
  const rows = kept.map((row) => ({ id: newId(now.getTime()), ...row }));
  await tx.$executeRaw`
    INSERT INTO absence AS a (id, person_id, stand_in_id, from_day, to_day, record_id, message_id)
    SELECT id, "personId", "standInId", "from", "to", record, message
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(id uuid, "personId" uuid, "standInId" uuid, "from" date, "to" date, record uuid, message uuid)
    ON CONFLICT (record_id) DO UPDATE SET person_id = excluded.person_id, stand_in_id = coalesce(excluded.stand_in_id, a.stand_in_id),
      from_day = excluded.from_day, to_day = excluded.to_day`;
}
