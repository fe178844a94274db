import { newId } from '../core/ids.js';
import type { ItemState } from '../core/ledger.js';
import { dayToDate, localDay } from '../core/time.js';
import type { Db } from './client.js';

type Holder = Pick<ItemState, 'owner' | 'leader' | 'leadUnit'> & { id: string };

interface Standing {
  id: string;
  subjectId: string;
  role: string;
  name: string;
  since: Date;
}

const ROLES = ['owner', 'leader'] as const;

/**
 * Who answers for the items, with history: who no longer does is ended with yesterday, who does is added. A name that
 * is one person of the roster is bound; a post, or a name that several bear, stands as it is written.
 */
export async function keepResponsibilities(tx: Db, items: readonly Holder[], now: Date): Promise<void> {
  if (items.length === 0) return;
  const today = dayToDate(localDay(now));
  const standing = await tx.$queryRaw<Standing[]>`
    SELECT id, subject_id AS "subjectId", role, name, since FROM responsibility
    WHERE subject_kind = 'item' AND subject_id = ANY(${items.map((item) => item.id)}::text[]) AND until IS NULL`;
  const wanted = items.flatMap((item) =>
    ROLES.flatMap((role) => {
      const name = item[role];
      return name === undefined || name === ''
        ? []
        : [{ subjectId: item.id, role, name, unit: item.leadUnit ?? '' }];
    }),
  );
  const same = (a: { subjectId: string; role: string; name: string }, b: typeof a) =>
    a.subjectId === b.subjectId && a.role === b.role && a.name === b.name;
  const over = standing.filter((row) => !wanted.some((one) => same(one, row)));
  const fresh = wanted.filter((one) => !standing.some((row) => same(one, row)));
  const newest = over.filter((row) => row.since >= today).map((row) => row.id);
  if (newest.length > 0) await tx.responsibility.deleteMany({ where: { id: { in: newest } } });
  const ended = over.filter((row) => row.since < today).map((row) => row.id);
  if (ended.length > 0) {
    const until = new Date(today.getTime() - 86_400_000);
    await tx.responsibility.updateMany({ where: { id: { in: ended } }, data: { until } });
  }
  if (fresh.length === 0) return;
  const people = await tx.person.findMany({
    where: { name: { in: [...new Set(fresh.map((one) => one.name))] }, active: true },
    select: { id: true, name: true, unit: true },
  });
  await tx.responsibility.createMany({
    data: fresh.map(({ unit, ...one }) => {
      const named = people.filter((person) => person.name === one.name);
      const found = named.length > 1 ? named.filter((person) => person.unit === unit) : named;
      const personId = found.length === 1 ? found[0]!.id : null;
      return {
        id: newId(),
        ...one,
        personId,
        subjectKind: 'item',
        since: today,
        cause: { item: one.subjectId },
      };
    }),
  });
}

/** Whom a unit has named as its liaison; else its clerk, else its only leader. Units are known with and without their county. */
export async function liaisonOf(
  tx: Db,
  gateway: string,
  unit: string,
): Promise<{ name: string; contactId?: string | undefined } | undefined> {
  const rows = await tx.$queryRaw<{ name: string; rank: number; contact_id: string | null }[]>`
    SELECT p.name, CASE WHEN r.id IS NOT NULL THEN 0 WHEN p.role = 'clerk' THEN 1 ELSE 2 END AS rank,
      (SELECT k.id FROM contact k WHERE k.person_id = p.id AND k.gateway = ${gateway} ORDER BY k.id LIMIT 1) AS contact_id
    FROM person p
    LEFT JOIN responsibility r ON r.person_id = p.id AND r.subject_kind = 'unit' AND r.subject_id = ${unit} AND r.role = 'liaison' AND r.until IS NULL
    WHERE p.active AND (r.id IS NOT NULL OR (p.role IN ('clerk', 'leader') AND p.unit <> '' AND (p.unit = ${unit} OR right(p.unit, length(${unit})) = ${unit})))
    ORDER BY rank, p.name`;
  const best = rows.filter((row) => row.rank === rows[0]?.rank);
  // Two of the same standing: nobody is chosen for them.
  if (best.length !== 1) return undefined;
  return { name: best[0]!.name, ...(best[0]!.contact_id === null ? {} : { contactId: best[0]!.contact_id }) };
}
