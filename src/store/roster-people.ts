import { newId } from '../core/ids.js';
import type { PersonRow } from '../core/roster.js';
import { leftOut, upsertAll, type Changes, type ImportContext } from './roster-changes.js';

/** As for households; name and unit together are the key, and a unit is what a file covers. */
export async function importPeople(context: ImportContext, rows: readonly PersonRow[]): Promise<Changes> {
  await transfer(context, rows);
  const touched = await upsertAll(rows, (chunk) => upsert(context, chunk));
  return { ...touched, ...(await deactivate(context, rows)) };
}

/**
 * Who stands in a list of nearly everybody once, with another unit than before, has changed units: the same person, with
 * the same chat account and history. Where a name stands twice, or the list is one of a few, nobody can know.
 */
async function transfer({ tx, complete }: ImportContext, rows: readonly PersonRow[]): Promise<void> {
  if (!complete) return;
  const stored = await tx.person.findMany({ select: { id: true, name: true, unit: true, active: true } });
  const active = stored.filter((row) => row.active);
  const listed = grouped(rows);
  if (active.filter((row) => listed.has(row.name)).length * 4 < active.length * 3) return;
  const known = new Set(stored.map((row) => `${row.name}|${row.unit}`));
  const byName = grouped(active);
  for (const [name, [row, second]] of listed) {
    const [before, other] = byName.get(name) ?? [];
    if (!row || second || !before || other || known.has(`${name}|${row.unit}`)) continue;
    await tx.person.update({ where: { id: before.id }, data: { unit: row.unit } });
  }
}

function grouped<T extends { name: string }>(rows: readonly T[]): Map<string, T[]> {
  const out = new Map<string, T[]>();
  for (const row of rows) out.set(row.name, [...(out.get(row.name) ?? []), row]);
  return out;
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
