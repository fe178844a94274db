import { newId } from '../../src/core/ids.js';
import type { Doer } from '../../src/core/ledger.js';
import type { SetClock } from '../support/clock.js';
import { openHarness, ROOM, type Harness } from '../pipeline/harness.js';

/** Officials of the invented county, by the ids the chat network knows them by. */
export const PEOPLE: Record<string, { name: string; role: Doer['role']; unit: string; post: string }> = {
  p1: { name: '田禾', role: 'cadre', unit: '枫树坪村工作队', post: '驻村队员' },
  p2: { name: '沈青', role: 'leader', unit: '清源镇政府', post: '副镇长' },
  p3: { name: '骆小雨', role: 'clerk', unit: '清源镇乡村振兴办', post: '干事' },
  p4: { name: '邬国平', role: 'leader', unit: '云岭县水利局', post: '副局长' },
};

/** The pipeline with a roster of officials, each bound to the chat. */
export async function openLedger(clock?: SetClock): Promise<Harness> {
  const h = await openHarness({ ...(clock && { clock }), rooms: { [ROOM]: Object.keys(PEOPLE) } });
  for (const [id, person] of Object.entries(PEOPLE)) {
    h.far.addPerson(id, person.name);
    const row = await h.store.prisma.person.create({ data: { id: newId(), ...person } });
    await h.say('好的', { sender: id });
    await h.store.prisma.contact.updateMany({
      where: { addresses: { some: { externalId: id } } },
      data: { personId: row.id },
    });
  }
  return h;
}

export async function item(h: Harness, ledger: string, key: string) {
  return h.store.prisma.item.findUnique({
    where: { ledger_key: { ledger, key } },
    include: { events: { where: { voidedAt: null }, orderBy: { seq: 'asc' } } },
  });
}
