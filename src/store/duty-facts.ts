import { dayToDate } from '../core/time.js';
import type { Away, Holds, Home, ItemProof, Official, OpenItem, Replied, Said } from '../core/duty-facts.js';
import type { Db } from './client.js';

export async function loadOfficials(db: Db): Promise<Official[]> {
  return db.$queryRaw<Official[]>`
    SELECT id, name, unit, post, role, villages FROM person WHERE active ORDER BY unit, name, id`;
}

/** The active households; of their other columns only those named. */
export async function loadHomes(db: Db, columns: readonly string[]): Promise<Home[]> {
  const wanted = [...columns];
  const rows = await db.$queryRaw<(Home & { attributes: Record<string, string> | null })[]>`
    SELECT code, town, village, householder, category, monitor_kind AS "monitorKind", helper, guarantor,
      CASE WHEN ${wanted.length} = 0 THEN NULL
        ELSE (SELECT jsonb_object_agg(k, attributes->>k) FROM unnest(${wanted}::text[]) AS k WHERE attributes ? k) END AS attributes
    FROM household WHERE active ORDER BY code`;
  return rows.map((row) => ({ ...row, attributes: row.attributes ?? {} }));
}

/** Who answers for what on that day, one row for each person, role and kind of subject. */
export async function loadHolds(db: Db, day: string): Promise<Holds[]> {
  const on = dayToDate(day);
  return db.$queryRaw<Holds[]>`
    SELECT person_id AS "personId", min(name) AS name, role, subject_kind AS "subjectKind", array_agg(subject_id ORDER BY subject_id) AS "subjectIds"
    FROM responsibility WHERE since <= ${on} AND (until IS NULL OR until >= ${on})
    GROUP BY person_id, CASE WHEN person_id IS NULL THEN name END, role, subject_kind`;
}

/** The items that are not closed, of these ledgers. */
export async function loadOpenItems(db: Db, ledgers: readonly string[]): Promise<OpenItem[]> {
  const rows = await db.$queryRaw<
    (OpenItem & { milestones: { name?: string; due?: string; soft?: boolean; doneOn?: string | null }[] })[]
  >`
    SELECT id, ledger, key, number, title, state, data, owner, leader, lead_unit AS "leadUnit", units,
      (SELECT h.code FROM household h WHERE h.id = item.household_id) AS household, town, village, due_class AS "dueClass",
      to_char(next_due, 'YYYY-MM-DD') AS "nextDue", milestones, discreet, closed_at IS NOT NULL AS closed,
      to_char(opened_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS "openedOn",
      to_char(updated_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS "updatedOn"
    FROM item WHERE closed_at IS NULL AND ledger = ANY(${[...ledgers]}) ORDER BY ledger, number NULLS LAST, key`;
  return rows.map(({ milestones, ...row }) => {
    const all = Array.isArray(milestones) ? milestones : [];
    const open = all.find((one) => !one.doneOn && one.due?.slice(0, 10) === row.nextDue);
    const later = all.find((one) => !one.doneOn && row.nextDue !== null && (one.due ?? '') > row.nextDue);
    return {
      ...row,
      milestone: open?.name ?? null,
      softMilestone: open?.soft === true,
      ...(later && { later: { name: later.name ?? '', due: later.due!.slice(0, 10) } }),
    };
  });
}

export async function loadItemEvents(db: Db, types: readonly string[], since: Date): Promise<ItemProof[]> {
  if (types.length === 0) return [];
  const rows = await db.$queryRaw<{ item: string; type: string; at: Date; record: string | null }[]>`
    SELECT e.item_id AS item, e.type, e.at, e.record_id AS record FROM item_event e JOIN item i ON i.id = e.item_id AND i.closed_at IS NULL
    WHERE e.voided_at IS NULL AND e.type = ANY(${[...types]}) AND e.at >= ${since}`;
  return rows.map(({ record, ...row }) => ({ ...row, ...(record === null ? {} : { record }) }));
}

/** The steps that were said since then. What was put into the outbox and never left it was not said. */
export async function loadSaid(db: Db, since: Date): Promise<Said[]> {
  return db.$queryRaw<Said[]>`
    SELECT n.person_id AS "personId", n.duty, n.subject, n.period, n.step, n.at
    FROM nudge n LEFT JOIN outgoing o ON o.id = n.outgoing_id
    WHERE n.at >= ${since} AND n.verdict = 'said' AND (o.id IS NULL OR o.state NOT IN ('dropped', 'failed', 'withdrawn'))
    ORDER BY n.at`;
}

export async function loadReplied(db: Db, since: Date): Promise<Replied[]> {
  return db.$queryRaw<Replied[]>`
    SELECT r.person_id AS "personId", r.duty, r.subject, r.period, r.kind, r.until, r.at
    FROM nudge_reply r JOIN message m ON m.id = r.message_id AND m.recalled_at IS NULL
    WHERE r.at >= ${since} OR r.kind = 'not-mine' ORDER BY r.at`;
}

/** Who is away on that day, and who stands in. */
export async function loadAway(db: Db, day: string): Promise<Away[]> {
  const on = dayToDate(day);
  return db.$queryRaw<Away[]>`
    SELECT DISTINCT ON (person_id) person_id AS "personId", stand_in_id AS "standInId"
    FROM absence WHERE ended_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM message m WHERE m.id = absence.message_id AND m.recalled_at IS NOT NULL) AND from_day <= ${on} AND (to_day IS NULL OR to_day >= ${on})
    ORDER BY person_id, from_day DESC`;
}
