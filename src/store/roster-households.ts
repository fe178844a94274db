import { newId } from '../core/ids.js';
import type { HouseholdRow } from '../core/roster.js';
import { leftOut, upsertAll, type Changes, type ImportContext } from './roster-changes.js';

/** Rows that say what is stored are not touched. */
export async function importHouseholds(
  context: ImportContext,
  rows: readonly HouseholdRow[],
): Promise<Changes> {
  const touched = await upsertAll(rows, (chunk) => upsert(context, chunk));
  return { ...touched, ...(await deactivate(context, rows)) };
}

async function upsert(
  context: ImportContext,
  rows: readonly HouseholdRow[],
): Promise<{ inserted: boolean }[]> {
  const { tx, importId, now } = context;
  const kept = await sealedBefore(context, rows);
  const json = JSON.stringify(
    rows.map((row) => ({
      id: newId(now.getTime()),
      code: row.code,
      town: row.town,
      village: row.village,
      group: row.group,
      householder: row.householder,
      aliases: row.aliases,
      category: row.category,
      monitor_kind: row.monitorKind,
      population: row.population,
      helper: row.helper,
      guarantor: row.guarantor,
      attributes: row.attributes,
      sealed: sealedNow(context, row, kept.get(row.code)),
    })),
  );
  return tx.$queryRaw`
    INSERT INTO household AS h (id, code, town, village, "group", householder, aliases, category, monitor_kind,
      population, helper, guarantor, attributes, sealed, active, import_id, updated_at)
    SELECT x.id, x.code, x.town, x.village, x."group", x.householder, ARRAY(SELECT jsonb_array_elements_text(x.aliases)),
      x.category, x.monitor_kind, x.population, x.helper, x.guarantor, x.attributes, decode(x.sealed, 'base64'), true,
      ${importId}::uuid, ${now}
    FROM jsonb_to_recordset(${json}::jsonb) AS x(id uuid, code text, town text, village text, "group" text,
      householder text, aliases jsonb, category text, monitor_kind text, population int, helper text, guarantor text,
      attributes jsonb, sealed text)
    ON CONFLICT (code) DO UPDATE SET town = excluded.town, village = excluded.village, "group" = excluded."group",
      householder = excluded.householder, aliases = excluded.aliases, category = excluded.category,
      monitor_kind = excluded.monitor_kind, population = excluded.population, helper = excluded.helper,
      guarantor = excluded.guarantor, attributes = excluded.attributes, sealed = excluded.sealed, active = true,
      import_id = excluded.import_id, updated_at = excluded.updated_at
    WHERE (h.town, h.village, h."group", h.householder, h.aliases, h.category, h.monitor_kind, h.population, h.helper,
        h.guarantor, h.attributes, h.sealed, h.active)
      IS DISTINCT FROM (excluded.town, excluded.village, excluded."group", excluded.householder, excluded.aliases,
        excluded.category, excluded.monitor_kind, excluded.population, excluded.helper, excluded.guarantor,
        excluded.attributes, excluded.sealed, true)
    RETURNING xmax = 0 AS inserted`;
}

/** What is sealed of these households, by code. */
async function sealedBefore(
  { tx }: ImportContext,
  rows: readonly HouseholdRow[],
): Promise<Map<string, Uint8Array>> {
  const codes = rows.map((row) => row.code);
  const found = await tx.$queryRaw<{ code: string; sealed: Uint8Array }[]>`
    SELECT code, sealed FROM household WHERE code = ANY(${codes}) AND sealed IS NOT NULL`;
  return new Map(found.map(({ code, sealed }) => [code, sealed]));
}

/** Base64 of what to store. The same content keeps its bytes: sealing anew would look like a change. */
function sealedNow(
  { sealer }: ImportContext,
  row: HouseholdRow,
  before: Uint8Array | undefined,
): string | null {
  const heads = Object.keys(row.private).sort();
  if (heads.length === 0) return null;
  const text = JSON.stringify(Object.fromEntries(heads.map((head) => [head, row.private[head]])));
  if (before && opened(sealer, before) === text) return Buffer.from(before).toString('base64');
  return Buffer.from(sealer.seal(text)).toString('base64');
}

function opened(sealer: ImportContext['sealer'], sealed: Uint8Array): string | undefined {
  try {
    return sealer.open(sealed);
  } catch {
    return undefined; // sealed with an earlier key: sealed anew now
  }
}

async function deactivate(
  { tx, importId, now, complete }: ImportContext,
  rows: readonly HouseholdRow[],
): Promise<Pick<Changes, 'deactivated' | 'partial'>> {
  const placeOf = (row: { town: string; village: string }) => `${row.town}${row.village}`;
  const villages = [...new Set(rows.map((row) => row.village))];
  const stored = await tx.$queryRaw<{ code: string; town: string; village: string }[]>`
    SELECT code, town, village FROM household WHERE active AND village = ANY(${villages}) ORDER BY code`;
  const { keys, partial } = leftOut(
    stored.map((row) => ({ key: row.code, place: placeOf(row) })),
    new Set(rows.map((row) => row.code)),
    new Set(rows.map(placeOf)),
    complete,
  );
  const deactivated = await tx.$executeRaw`
    UPDATE household SET active = false, import_id = ${importId}::uuid, updated_at = ${now} WHERE code = ANY(${keys})`;
  return { deactivated, partial };
}
