import { newId } from '../core/ids.js';
import type { PersonRow } from '../core/roster.js';
import { leftOut, upsertAll, type Changes, type ImportContext } from './roster-changes.js';

/** As for households; name and unit together are the key, and a unit is what a file covers. */
export async function importPeople(context: ImportContext, rows: readonly PersonRow[]): Promise<Changes> {
  const touched = await upsertAll(rows, (chunk) => upsert(context, chunk));
  return { ...touched, ...(await deactivate(context, rows)) };
}

async function upsert(
  { tx, now }: ImportContext,
  rows: readonly PersonRow[],
): Promise<{ inserted: boolean }[]> {
  const json = JSON.stringify(rows.map(({ row: _, ...person }) => ({ id: newId(now.getTime()), ...person })));
  return tx.$queryRaw`
    INSERT INTO person AS p (id, name, unit, post, role, villages, nicknames, active)
    SELECT x.id, x.name, x.unit, x.post, x.role, ARRAY(SELECT jsonb_array_elements_text(x.villages)),
      ARRAY(SELECT jsonb_array_elements_text(x.nicknames)), true
    FROM jsonb_to_recordset(${json}::jsonb)
      AS x(id uuid, name text, unit text, post text, role text, villages jsonb, nicknames jsonb)
    ON CONFLICT (name, unit) DO UPDATE SET post = excluded.post, role = excluded.role, villages = excluded.villages,
      nicknames = excluded.nicknames, active = true
    WHERE (p.post, p.role, p.villages, p.nicknames, p.active)
      IS DISTINCT FROM (excluded.post, excluded.role, excluded.villages, excluded.nicknames, true)
    RETURNING xmax = 0 AS inserted`;
}

async function deactivate(
  { tx, complete }: ImportContext,
  rows: readonly PersonRow[],
): Promise<Pick<Changes, 'deactivated' | 'partial'>> {
  const units = [...new Set(rows.map((row) => row.unit))];
  const stored = await tx.person.findMany({
    where: { active: true, unit: { in: units } },
    select: { id: true, name: true, unit: true },
    orderBy: { id: 'asc' },
  });
  const keyOf = (row: { name: string; unit: string }) => `${row.name}|${row.unit}`;
  const { keys, partial } = leftOut(
    stored.map((row) => ({ key: keyOf(row), place: row.unit })),
    new Set(rows.map(keyOf)),
    new Set(units),
    complete,
  );
  const absent = new Set(keys);
  const ids = stored.filter((row) => absent.has(keyOf(row))).map((row) => row.id);
  const { count } = await tx.person.updateMany({ where: { id: { in: ids } }, data: { active: false } });
  return { deactivated: count, partial };
}
