import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.js';
import { systemClock } from '../../src/core/ports.js';
import type { ParsedRoster } from '../../src/core/roster.js';
import { bindContacts } from '../../src/store/bind-contacts.js';
import { openStore, type Store } from '../../src/store/client.js';
import { DEMO_FILE, noteDemo, retireDemo } from '../../src/store/demo.js';
import { gatherLocalGroups, knowLocalGroups } from '../../src/store/local-groups.js';
import { createLocalNetwork, seedLocalNetwork } from '../../src/store/local-network.js';
import { createSealer } from '../../src/store/seal.js';
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

const register = (codes: string[]) =>
  ({ kind: 'households', households: codes.map((code) => ({ code })) }) as ParsedRoster;
const officials = (...people: [name: string, unit: string][]) =>
  ({ kind: 'people', people: people.map(([name, unit]) => ({ name, unit })) }) as ParsedRoster;
const groups = async () => (await createLocalNetwork(store.prisma, createSealer(randomBytes(32)), { url: database.url, clock: systemClock }).rooms()).map((r) => r.topic); // prettier-ignore

test('a real register takes the place of the invented one, but for what it names itself', async () => {
  await addHousehold('D1', '样例镇', '样例村', `${DEMO_FILE}households.csv`);
  await addHousehold('D2', '样例镇', '样例村', `${DEMO_FILE}households.csv`);
  await addHousehold('Q1', '清源镇', '枫树坪村', 'real.csv');
  await retireDemo(store.prisma, register(['Q1', 'D2']));
  const active = await store.prisma.household.findMany({ where: { active: true }, orderBy: { code: 'asc' } });
  expect(active.map((h) => h.code)).toEqual(['D2', 'Q1']);
});

test('real officials take the place of the invented ones, and their groups that of the invented groups', async () => {
  const people = [
    { id: 'gu', name: '顾样例' },
    { id: 'tian', name: '田禾' },
  ];
  const rooms = [{ id: 'demo-room', topic: '样例群', members: people }];
  await seedLocalNetwork(store.prisma, {
    bot: '小助手',
    people: [...people, { id: 'alone', name: '无群样例' }],
    rooms,
  });
  await addPeople(`${DEMO_FILE}people.csv`, ['顾样例', '样例镇', [], []], ['贺样例', '样例镇', [], []]);
  await noteDemo(store.prisma, new Date(), {
    people: [
      ['顾样例', '样例镇'],
      ['贺样例', '样例镇'],
    ],
    rooms: ['demo-room'],
    contacts: ['gu', 'tian', 'alone'],
  });
  await gatherLocalGroups(store.prisma);
  expect(await groups()).toEqual(['样例群']);

  await addPeople('people.csv', ['田禾', '清源镇政府', ['枫树坪村'], ['小田']], ['沈青', '县水利局', [], []]);
  await retireDemo(
    store.prisma,
    officials(['田禾', '清源镇政府'], ['沈青', '县水利局'], ['贺样例', '样例镇']),
  );
  const active = await store.prisma.person.findMany({ where: { active: true } });
  expect(active.map((p) => p.name).sort()).toEqual(['沈青', '田禾', '贺样例'].sort());
  for (let i = 0; i < 2; i++) await gatherLocalGroups(store.prisma);
  expect((await groups()).sort()).toEqual(['县镇村工作群', '样例镇工作群', '清源镇工作群'].sort());
  const known = await store.prisma.localContact.findMany({ orderBy: { name: 'asc' } });
  expect(known.map((c) => c.name).sort()).toEqual(['小助手', '沈青', '田禾', '贺样例'].sort());
  expect(known.find((c) => c.name === '田禾')!.id).toBe('tian'); // talks with the bot go on
});

test('officials get local groups, by town and all together', async () => {
  const rooms = await store.prisma.localRoom.findMany({
    include: { members: { include: { contact: true } } },
  });
  const seen = Object.fromEntries(rooms.map((r) => [r.topic, r.members.map((m) => m.contact.name).sort()]));
  expect(seen).toEqual({
    县镇村工作群: ['小助手', '沈青', '田禾', '贺样例'].sort(),
    样例镇工作群: ['小助手', '贺样例'].sort(),
    清源镇工作群: ['小助手', '田禾'].sort(),
  });
  expect(rooms.flatMap((r) => r.members).find((m) => m.contact.name === '田禾')!.alias).toBe('小田');
});

test('they are known before the next start, and at once those whom the list names', async () => {
  await knowLocalGroups(store.prisma); // nobody has ever been in a local group
  expect(await store.prisma.contact.count()).toBe(0);
  const tian = await store.prisma.contact.create({
    data: {
      id: newId(),
      gateway: 'local',
      name: '田禾',
      addresses: { create: { gateway: 'local', externalId: 'tian' } },
    },
  });
  for (let i = 0; i < 2; i++) await knowLocalGroups(store.prisma);
  await bindContacts(store.prisma);
  const bound = await store.prisma.contact.findMany({ include: { person: true } });
  expect(bound.map((c) => c.person!.name).sort()).toEqual(['沈青', '田禾', '贺样例'].sort());
  expect(bound.find((c) => c.name === '田禾')!.id).toBe(tian.id);
  await store.prisma.$executeRaw`TRUNCATE contact CASCADE`;
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

  // Who left the list under one unit and stands in it under another is recognised again.
  await store.prisma.person.updateMany({ where: { name: '田禾' }, data: { active: false } });
  await addPeople('later.csv', ['田禾', '甲镇', [], ['小田']]);
  expect(await bindContacts(store.prisma)).toBe(1);
  const again = await store.prisma.contact.findFirst({ where: { name: '小田' }, include: { person: true } });
  expect(again!.person!.unit).toBe('甲镇');
});
