import { newId } from '../../src/core/ids.js';
import type { Store } from '../../src/store/client.js';

/** Two towns that both have a 石桥村, officials, and one person who reports. Returns the id of that contact's message. */
export async function seedCounty({ prisma }: Store) {
  const importId = newId();
  await prisma.rosterImport.create({
    data: { id: importId, kind: 'households', file: 'x', sha256: 'x', accepted: 4, rejected: [] },
  });
  const households = [
    ['A1', '清溪镇', '石桥村', '赵甲', '方可'],
    ['A2', '清溪镇', '枫坪村', '钱乙', '方可'],
    ['B1', '云岭镇', '石桥村', '孙丙', '莫山'],
    ['B2', '云岭镇', '白水村', '李丁', '莫山'],
  ].map(([code, town, village, householder, helper]) => ({
    id: newId(), code: code!, town: town!, village: village!, group: '一组', householder: householder!,
    helper: helper!, category: '脱贫户', importId,
  })); // prettier-ignore
  await prisma.household.createMany({ data: households });
  const person = (name: string, role: string, villages: string[]) => ({
    id: newId(),
    name,
    unit: '某单位',
    role,
    villages,
  });
  await prisma.person.createMany({
    data: [
      person('书记', 'leader', []),
      person('镇长', 'leader', ['清溪镇']),
      person('村干', 'cadre', ['白水村']),
      person('方可', 'cadre', []),
    ],
  });
  const [contactId, conversationId, messageId] = [newId(), newId(), newId()];
  await prisma.contact.create({ data: { id: contactId, gateway: 'g', name: '网名' } });
  await prisma.conversation.create({ data: { id: conversationId, gateway: 'g', kind: 'room' } });
  await prisma.message.create({
    data: {
      id: messageId, gateway: 'g', externalId: 'm', conversationId, contactId, type: 'text', text: '', digest: '',
      sentAt: new Date('2026-05-08T01:05:00Z'),
    },
  }); // prettier-ignore
  return { households, contactId, conversationId, messageId };
}
