import type { Household } from '../core/household.js';
import type { Db } from './client.js';
import type { Sealer } from './seal.js';
import { loadHouseholds } from './roster.js';

type Full = Household & {
  guarantor: string;
  attributes: Record<string, string>;
  private: Record<string, string>;
};

/** The active households with every column of the register, private ones opened. For a comparison, never for showing. */
export async function loadFullHouseholds(db: Db, sealer: Sealer): Promise<Full[]> {
  const rows = await db.$queryRaw<
    { code: string; guarantor: string; attributes: Record<string, string>; sealed: Uint8Array | null }[]
  >`SELECT code, guarantor, attributes, sealed FROM household WHERE active`;
  const more = new Map(rows.map((row) => [row.code, row]));
  return (await loadHouseholds(db)).flatMap((household) => {
    const row = more.get(household.code);
    if (!row) return [];
    const { guarantor, attributes, sealed } = row;
    const secret = sealed === null ? {} : (JSON.parse(sealer.open(sealed)) as Record<string, string>);
    return [{ ...household, guarantor, attributes, private: secret }];
  });
}

/** The file the register was last made from, and when; undefined before the first import. */
export async function lastRosterImport(db: Db): Promise<{ file: string; at: Date } | undefined> {
  const row = await db.rosterImport.findFirst({
    where: { kind: 'households' },
    orderBy: { version: 'desc' },
    select: { file: true, at: true },
  });
  return row ?? undefined;
}
