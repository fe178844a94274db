import { newId } from '../core/ids.js';
import { dayToDate } from '../core/time.js';
import type { Db } from './client.js';

export interface WantedRow {
  personId: string | null;
  name: string;
  role: string;
  subjectKind: string;
  subjectId: string;
}

const CHUNK = 20_000;

/** The first day on which anybody answered for anything; undefined before the first register. */
export async function answeringSince(db: Db): Promise<string | undefined> {
  const [row] = await db.$queryRaw<{ day: string | null }[]>`
    SELECT to_char(min(since), 'YYYY-MM-DD') AS day FROM responsibility`;
  return row?.day ?? undefined;
}

/**
 * Brings who answers for households, places and units to what the roster says, with history: what no longer holds ends
 * on the day before, what is new begins on `day`. Lines that came from elsewhere (a message, a plan) are left alone.
 */
export async function keepResponsibilities(
  tx: Db,
  wanted: readonly WantedRow[],
  cause: { roster: string },
  day: string,
  now: Date,
): Promise<{ added: number; ended: number }> {
  const on = dayToDate(day);
  await tx.$executeRaw`CREATE TEMP TABLE wanted_responsibility (person_id uuid, name text, role text, subject_kind text, subject_id text) ON COMMIT DROP`;
  for (let from = 0; from < wanted.length; from += CHUNK) {
    await tx.$executeRaw`
      INSERT INTO wanted_responsibility
      SELECT "personId", name, role, "subjectKind", "subjectId" FROM jsonb_to_recordset(${JSON.stringify(wanted.slice(from, from + CHUNK))}::jsonb)
        AS w("personId" uuid, name text, role text, "subjectKind" text, "subjectId" text)`;
  }
  await tx.$executeRaw`ANALYZE wanted_responsibility`;
  // A line of today that is already wrong never held.
  await tx.$executeRaw`
    DELETE FROM responsibility r WHERE r.until IS NULL AND r.cause ? 'roster' AND r.since >= ${on} AND NOT EXISTS (
      SELECT 1 FROM wanted_responsibility w WHERE w.subject_kind = r.subject_kind AND w.subject_id = r.subject_id AND w.role = r.role
        AND w.name = r.name AND w.person_id IS NOT DISTINCT FROM r.person_id)`;
  const ended = await tx.$executeRaw`
    UPDATE responsibility r SET until = ${on}::date - 1 WHERE r.until IS NULL AND r.cause ? 'roster' AND NOT EXISTS (
      SELECT 1 FROM wanted_responsibility w WHERE w.subject_kind = r.subject_kind AND w.subject_id = r.subject_id AND w.role = r.role
        AND w.name = r.name AND w.person_id IS NOT DISTINCT FROM r.person_id)`;
  // One main helper: a hand-over that was said in a message stands until the register names somebody else.
  const fresh = await tx.$queryRaw<WantedRow[]>`
    SELECT DISTINCT w.person_id AS "personId", w.name, w.role, w.subject_kind AS "subjectKind", w.subject_id AS "subjectId"
    FROM wanted_responsibility w WHERE NOT EXISTS (
      SELECT 1 FROM responsibility r WHERE r.until IS NULL AND r.subject_kind = w.subject_kind AND r.subject_id = w.subject_id AND r.role = w.role
        AND ((r.name = w.name AND r.person_id IS NOT DISTINCT FROM w.person_id) OR (r.subject_kind = 'household' AND r.role = 'helper')))`;
  for (let from = 0; from < fresh.length; from += CHUNK) {
    const rows = fresh.slice(from, from + CHUNK).map((row) => ({ id: newId(now.getTime()), ...row }));
    await tx.$executeRaw`
      INSERT INTO responsibility (id, person_id, name, role, subject_kind, subject_id, since, cause)
      SELECT id, "personId", name, role, "subjectKind", "subjectId", ${on}, ${JSON.stringify(cause)}::jsonb
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS w(id uuid, "personId" uuid, name text, role text, "subjectKind" text, "subjectId" text)
      ON CONFLICT DO NOTHING`;
  }
  return { added: fresh.length, ended };
}
