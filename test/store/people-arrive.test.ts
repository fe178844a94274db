import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.js';
import { bindContacts } from '../../src/store/bind-contacts.js';
import { openStore, type Store } from '../../src/store/client.js';
import { DEMO_FILE, retireDemo } from '../../src/store/demo.js';
import { gatherLocalGroups } from '../../src/store/local-groups.js';
import { seedLocalNetwork } from '../../src/store/local-network.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let store: Store;
beforeAll(async () => {
  database = await testDatabase();
  store = openStore(database.url, 3);
  await seedLocalNetwork(store.prisma, { bot: '小助手', people: [], rooms: [] });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

async function addHousehold(code: string, town: string, village: string, file: string): Promise<void> {
  const importId = newId();
  await store.prisma.rosterImport.create({
    data: { id: importId, kind: 'households', file, sha256: '', accepted: 1, rejected: [] },
  });
  await store.prisma.household.create({
    data: { id: newId(), code, town, village, householder: '田有根', importId },
  });
}

async function addPeople(
  file: string,
  ...people: [name: string, unit: string, villages: string[], nicknames: string[]][]
): Promise<void> {
  await store.prisma.rosterImport.create({
    data: { id: newId(), kind: 'people', file, sha256: '', accepted: people.length, rejected: [] },
  });
  for (const [name, unit, villages, nicknames] of people) {
    await store.prisma.person.create({ data: { id: newId(), name, unit, villages, nicknames } });
  }
}

test('a real register takes the place of the invented one', async () => {
  await addHousehold('D1', '样例镇', '样例村', `${DEMO_FILE}households.csv`);
  await addHousehold('Q1', '清源镇', '枫树坪村', 'real.csv');
  await retireDemo(store.prisma, 'households');
  const active = await store.prisma.household.findMany({ where: { active: true } });
  expect(active.map((h) => h.code)).toEqual(['Q1']);
});

test('officials get local groups, by town and all together, once', async () => {
  await gatherLocalGroups(store.prisma);
  expect(await store.prisma.localRoom.count()).toBe(0);
  await addPeople('people.csv', ['田禾', '清源镇政府', ['枫树坪村'], ['小田']], ['沈青', '县水利局', [], []]);
  for (let i = 0; i < 2; i++) await gatherLocalGroups(store.prisma);
  const rooms = await store.prisma.localRoom.findMany({
    include: { members: { include: { contact: true } } },
    orderBy: { topic: 'asc' },
  });
  const seen = Object.fromEntries(rooms.map((r) => [r.topic, r.members.map((m) => m.contact.name).sort()]));
  expect(seen).toEqual({
    县镇村工作群: ['小助手', '沈青', '田禾'].sort(),
    清源镇工作群: ['小助手', '田禾'].sort(),
  });
  expect(rooms.flatMap((r) => r.members).find((m) => m.contact.name === '田禾')!.alias).toBe('小田');
});

test('people seen in chat are bound where exactly one official fits', async () => {
  await addPeople('more.csv', ['郑海', '甲镇', [], ['阿海']], ['郑海', '乙镇', [], []]);
  const names = ['小田', '郑海', '阿海', '无名'];
  for (const name of names)
    await store.prisma.contact.create({ data: { id: newId(), gateway: 'local', name } });
  expect(await bindContacts(store.prisma)).toBe(2);
  const bound = await store.prisma.contact.findMany({
    where: { personId: { not: null } },
    include: { person: true },
    orderBy: { name: 'asc' },
  });
  expect(bound.map((c) => [c.name, c.person!.unit])).toEqual(
    expect.arrayContaining([
      ['小田', '清源镇政府'],
      ['阿海', '甲镇'],
    ]),
  );
  expect(await bindContacts(store.prisma)).toBe(0);
});
