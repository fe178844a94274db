import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAddressBook } from '../../src/store/address-book.js';
import { openStore, type Store } from '../../src/store/client.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let store: Store;
beforeAll(async () => {
  database = await testDatabase();
  store = openStore(database.url, 3);
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

const room = (id: string, topic: string, ...members: [id: string, name: string][]) => ({
  id,
  topic,
  members: members.map(([person, name]) => ({ id: person, name })),
});

test('a room and its people are found again under new ids', async () => {
  const before = createAddressBook(store.prisma, 'a');
  await before.reconcile({ rooms: [room('r1', '清源群', ['p1', '田禾'], ['p2', '沈青'])] });
  const known = [await before.room({ id: 'r1', topic: '' }), await before.contact({ id: 'p1', name: '' })];
  const after = createAddressBook(store.prisma, 'a');
  expect(await after.reconcile({ rooms: [room('r9', '清源群', ['p8', '田禾'], ['p9', '沈青'])] })).toEqual({
    rooms: 1,
    contacts: 2,
  });
  expect([await after.room({ id: 'r9', topic: '' }), await after.contact({ id: 'p8', name: '' })]).toEqual(
    known,
  );
});

test('two rooms or two people that could both be the old one are new: nothing is merged on a guess', async () => {
  const before = createAddressBook(store.prisma, 'b');
  await before.reconcile({ rooms: [room('r1', '清源群', ['p1', '田禾'])] });
  const known = [await before.room({ id: 'r1', topic: '' }), await before.contact({ id: 'p1', name: '' })];
  const after = createAddressBook(store.prisma, 'b');
  const rooms = [room('r8', '清源群', ['p8', '田禾']), room('r9', '清源群', ['p9', '田禾'])];
  expect((await after.reconcile({ rooms })).rooms).toBe(0);
  expect(known).not.toContain(await after.room({ id: 'r8', topic: '' }));
  expect(known).not.toContain(await after.room({ id: 'r9', topic: '' }));

  const book = createAddressBook(store.prisma, 'c');
  await book.reconcile({ rooms: [room('r1', '大樟群', ['p1', '田禾'])] });
  const old = await book.contact({ id: 'p1', name: '' });
  const later = createAddressBook(store.prisma, 'c');
  expect(
    (await later.reconcile({ rooms: [room('r2', '大樟群', ['p2', '田禾'], ['p3', '田禾'])] })).contacts,
  ).toBe(0);
  expect([
    await later.contact({ id: 'p2', name: '' }),
    await later.contact({ id: 'p3', name: '' }),
  ]).not.toContain(old);
});
