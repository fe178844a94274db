import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.js';
import { createWorkStation } from '../../src/inbox/work-station.js';
import { openStore, type Store } from '../../src/store/client.js';
import { conversationsWoken, saveMessages, type InboxRow } from '../../src/store/inbox.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

/** A message needs no job of its own where an earlier one still waits: what holds that together, from both ends. */

let database: TestDatabase;
let store: Store;
let room: string;
let other: string;
const contact = newId();
beforeAll(async () => {
  database = await testDatabase();
  store = openStore(database.url, 4);
  await store.prisma.contact.create({ data: { id: contact, gateway: 'fake', name: '田禾' } });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});
beforeEach(async () => {
  [room, other] = [newId(), newId()];
  for (const id of [room, other])
    await store.prisma.conversation.create({ data: { id, gateway: 'fake', kind: 'room' } });
});

const NOW = new Date('2026-06-01T02:00:00Z');
const SINCE = new Date('2026-06-01T01:59:55Z');
const message = (conversationId: string): InboxRow => {
  const id = newId();
  const digest = randomBytes(8).toString('hex');
  return { id, gateway: 'fake', externalId: id, conversationId, contactId: contact, type: 'text', text: '收到', sealed: null, digest, payload: {}, sentAt: NOW }; // prettier-ignore
};

/** What is said to be woken already, once a message was saved in each of these conversations. */
async function wokenBy(...conversations: string[]): Promise<string[]> {
  const { first } = await saveMessages(store.prisma, conversations.map(message), NOW);
  return [...(await conversationsWoken(store.prisma, conversations, first!, SINCE))];
}

test('a first message needs a job; one behind it none, as long as that one waits', async () => {
  expect(await wokenBy(room)).toEqual([]);
  expect(await wokenBy(other, room)).toEqual([room]);
  await store.prisma.message.updateMany({ where: { conversationId: room }, data: { state: 'done' } });
  expect(await wokenBy(room, other)).toEqual([other]);
});

test('two messages saved together are not woken by each other', async () => {
  const { first } = await saveMessages(store.prisma, [message(room), message(room)], NOW);
  expect(await conversationsWoken(store.prisma, [room], first!, SINCE)).toEqual(new Set());
});

test('a message that has waited for long does not stand for a job: it may be lost', async () => {
  await saveMessages(store.prisma, [message(room)], new Date(SINCE.getTime() - 1));
  expect(await wokenBy(room)).toEqual([]);
});

test('saved again, nothing is new', async () => {
  const rows = [message(room), message(room)];
  expect((await saveMessages(store.prisma, rows, NOW)).count).toBe(2);
  expect(await saveMessages(store.prisma, rows, NOW)).toEqual({ count: 0, first: undefined });
});

test('who has worked off a conversation looks again: what was saved meanwhile has no job', async () => {
  const woken: string[][] = [];
  let handle: (data: unknown) => Promise<void> = () => Promise.resolve();
  const nobody = () => {
    throw new Error('nothing was to be decided');
  };
  const station = createWorkStation({
    store,
    wake: {
      turns: (ids: Iterable<string>) => Promise.resolve(void woken.push([...ids])),
      // Between the end of the turn and the last look.
      deliveries: async () => void (await saveMessages(store.prisma, [message(room)], NOW)),
    },
    queue: {
      work: (_queue: string, handler: typeof handle) => {
        handle = handler;
        return { close: () => Promise.resolve() };
      },
    },
    concurrency: 1,
    knowledge: { understanding: nobody },
    clock: { now: () => NOW },
    log: { info() {}, warn() {}, error() {}, debug() {} },
  } as unknown as Parameters<typeof createWorkStation>[0]);
  await station.start();
  await handle({ conversation: room });
  expect(woken.filter((ids) => ids.includes(room))).toEqual([[room]]);
  await station.stop();
});
