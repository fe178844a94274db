import { newId } from '../core/ids.js';
import type { ParsedRoster } from '../core/roster.js';
import { BOT_ID } from '../chat/local/network.js';
import type { Db } from './client.js';

/** The file name of what is imported for trying out; a real register takes its place. */
export const DEMO_FILE = 'demo:';

const ACTION = 'demo.loaded';

/** Who and what was invented: people and groups carry no import of their own by which they could be told. */
interface Brought {
  people: [name: string, unit: string][];
  rooms: string[]; // ids of local groups
  contacts: string[]; // ids of those who may write in them
}

export async function noteDemo(db: Db, at: Date, brought: Brought): Promise<void> {
  await db.auditEntry.create({
    data: { id: newId(at.getTime()), at, actor: DEMO_FILE, action: ACTION, detail: { ...brought } },
  });
}

async function broughtBy(db: Db): Promise<Brought> {
  const entry = await db.auditEntry.findFirst({ where: { actor: DEMO_FILE, action: ACTION } });
  return { people: [], rooms: [], contacts: [], ...(entry?.detail as Partial<Brought> | undefined) };
}

/**
 * A real register has come: the invented rows of its kind no longer count, but for those that it names itself. What
 * was written about them stays. Resolves with how many rows went.
 */
export async function retireDemo(db: Db, real: ParsedRoster): Promise<number> {
  if (real.kind === 'households') {
    const demos = await db.rosterImport.findMany({
      where: { kind: real.kind, file: { startsWith: DEMO_FILE } },
      select: { id: true },
    });
    const named = new Set(real.households.map((row) => row.code));
    const invented = await db.household.findMany({
      where: { active: true, importId: { in: demos.map((demo) => demo.id) } },
      select: { code: true },
    });
    const codes = invented.map((row) => row.code).filter((code) => !named.has(code));
    return (await db.household.updateMany({ where: { code: { in: codes } }, data: { active: false } })).count;
  }
  const named = new Set(real.people.map((row) => `${row.name}|${row.unit}`));
  let gone = 0;
  for (const [name, unit] of (await broughtBy(db)).people)
    if (!named.has(`${name}|${unit}`))
      gone += (await db.person.updateMany({ where: { name, unit, active: true }, data: { active: false } }))
        .count;
  return gone;
}

/** Dissolves the invented groups and returns who was invented with them. What was said there stays in the ledger. */
export async function dissolveDemoGroups(db: Db): Promise<string[]> {
  const { rooms, contacts } = await broughtBy(db);
  const inThem = { roomId: { in: rooms } };
  const members = await db.localMember.findMany({ where: { ...inThem, contactId: { not: BOT_ID } } });
  await db.localMember.deleteMany({ where: inThem });
  await db.localRoom.deleteMany({ where: { id: inThem.roomId } });
  return [...new Set([...contacts, ...members.map((member) => member.contactId)])];
}

/** Of the invented people, and of those who were in their groups, forgets who is in no group now. */
export async function forgetDemoContacts(db: Db, ids: readonly string[]): Promise<void> {
  await db.localContact.deleteMany({ where: { id: { in: [...ids] }, members: { none: {} } } });
}
