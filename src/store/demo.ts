import type { Db } from './client.js';

/** The file name of what is imported for trying out; a real register takes its place. */
export const DEMO_FILE = 'demo:';

/** Real people have come: the invented ones no longer count, what was written about them stays. */
export async function retireDemo(db: Db, kind: 'households' | 'people'): Promise<void> {
  const demos = await db.rosterImport.findMany({
    where: { kind, file: { startsWith: DEMO_FILE } },
    select: { id: true, at: true },
  });
  if (demos.length === 0) return;
  if (kind === 'households') {
    await db.household.updateMany({
      where: { importId: { in: demos.map((d) => d.id) } },
      data: { active: false },
    });
    return;
  }
  // People carry no import of their own: the invented ones are those of the audit entry that brought them.
  const brought = await db.auditEntry.findFirst({ where: { actor: DEMO_FILE, action: 'demo.people' } });
  const names = ((brought?.detail ?? {}) as { people?: [name: string, unit: string][] }).people ?? [];
  for (const [name, unit] of names)
    await db.person.updateMany({ where: { name, unit }, data: { active: false } });
}
