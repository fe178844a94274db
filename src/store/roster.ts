import type { Household, Person } from '../core/household.js';
import type { Db } from './client.js';

export type { ImportSummary } from './roster-changes.js';
export { importRoster } from './roster-import.js';

const CHUNK = 20_000;

type HouseholdColumns = Omit<Household, 'aliases' | 'monitorKind'> & {
  aliases: string[];
  monitor_kind: string;
};

/** The active households, ordered by code. 200,000 take about two seconds. */
export async function loadHouseholds(db: Db): Promise<Household[]> {
  const out: Household[] = [];
  const known = new Map<string, string>();
  // Towns, villages and kinds repeat: one copy of each is enough.
  const once = (text: string): string => {
    const seen = known.get(text);
    if (seen === undefined) known.set(text, text);
    return seen ?? text;
  };
  for (let after = ''; ;) {
    const rows = await db.$queryRaw<HouseholdColumns[]>`
      SELECT code, town, village, "group", householder, aliases, category, monitor_kind, population, helper
      FROM household WHERE active AND code > ${after} ORDER BY code LIMIT ${CHUNK}`;
    for (const { monitor_kind, ...row } of rows) {
      out.push({
        ...row,
        town: once(row.town),
        village: once(row.village),
        group: once(row.group),
        category: once(row.category),
        monitorKind: once(monitor_kind),
        helper: once(row.helper),
      });
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < CHUNK) return out;
    after = last.code;
  }
}

/** The active officials, with our ids, ordered by unit and name. */
export async function loadPeople(db: Db): Promise<(Person & { id: string })[]> {
  const rows = await db.person.findMany({
    where: { active: true },
    orderBy: [{ unit: 'asc' }, { name: 'asc' }, { id: 'asc' }],
  });
  return rows.map(({ id, name, unit, post, role, villages, nicknames }) => ({
    id,
    name,
    unit,
    post,
    role: role as Person['role'],
    villages,
    nicknames,
  }));
}

/** Changes whenever an import has changed something; '0' before the first. */
export async function rosterVersion(db: Db): Promise<string> {
  const { _max } = await db.rosterImport.aggregate({ _max: { version: true } });
  return String(_max.version ?? 0n);
}
