import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalMessage, LocalNetwork } from '../../src/chat/local/network.js';
import { systemClock } from '../../src/core/ports.js';
import { openStore, type Store } from '../../src/store/client.js';
import { createLocalNetwork, localPosition, seedLocalNetwork } from '../../src/store/local-network.js';
import { createSealer } from '../../src/store/seal.js';
import { CAST } from '../support/conformance.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { until } from '../support/ports.js';
import { proxyTo, type Proxy } from '../support/proxy.js';

let database: TestDatabase;
let store: Store;
let network: LocalNetwork;
let other: LocalNetwork; // as another process would have it, by way of `line`
let otherStore: Store;
let line: Proxy;
const sealer = createSealer(randomBytes(32));

beforeAll(async () => {
  database = await testDatabase();
  store = openStore(database.url, 10);
  line = await proxyTo(database.url);
  otherStore = openStore(line.url, 2);
  const demo = { bot: CAST.bot.name, people: CAST.people, rooms: CAST.rooms };
  await seedLocalNetwork(store.prisma, demo);
  await seedLocalNetwork(store.prisma, { ...demo, bot: '村报助手' });
  await seedLocalNetwork(store.prisma, demo);
  network = createLocalNetwork(store.prisma, sealer, { url: database.url, clock: systemClock });
  other = createLocalNetwork(otherStore.prisma, sealer, { url: line.url, clock: systemClock });
});
afterAll(async () => {
  await Promise.all([network?.close(), other?.close()]);
  await Promise.all([store?.close(), otherStore?.close()]);
  await line?.stop();
  await database?.drop();
});

const post = (text: string, more: Partial<Parameters<LocalNetwork['post']>[0]> = {}) =>
  network.post({ place: { room: 'r1' }, sender: 'p1', text, ...more });

async function readAll(from: LocalNetwork, seq = 0n, limit = 500): Promise<LocalMessage[]> {
  const all: LocalMessage[] = [];
  for (;;) {
    const batch = await from.since(all.at(-1)?.seq ?? seq, limit);
    if (batch.length === 0) return all;
    all.push(...batch);
  }
}
const end = async () => (await readAll(network)).at(-1)?.seq ?? 0n;

test('rooms and people, the bot beside them', async () => {
  expect(await network.rooms()).toEqual([
    {
      id: 'r1',
      topic: '云溪镇工作群',
      bot: true,
      members: [
        { id: 'p1', name: '李强' },
        { id: 'p2', name: '王芳', alias: '老王' },
      ],
    },
    {
      id: 'r2',
      topic: '石桥村工作群',
      bot: true,
      members: [
        { id: 'p1', name: '李强' },
        { id: 'p2', name: '王芳' },
      ],
    },
  ]);
  expect(await network.people()).toEqual(CAST.people);
});

test('a message comes back as it was posted, and is unreadable in the database', async () => {
  const attachments = [{ name: '李强家厨房.png', type: 'image/png', url: '/u/1.png' }];
  const { id } = await post('身份证号 370000…', { attachments, mentions: ['p2', 'p2'] });
  const message = (await network.messages({ room: 'r1' })).find((m) => m.id === id);
  expect(message).toMatchObject({
    id,
    type: 'image',
    place: { room: 'r1' },
    sender: 'p1',
    senderName: '李强',
    text: '身份证号 370000…',
    attachments,
    mentions: ['p2'],
    recalledAt: null,
  });
  const [row] = await store.prisma.$queryRaw<{ row: string }[]>`
    SELECT row_to_json(e)::text AS row FROM local_event e WHERE id = ${id}`;
  expect(row!.row).not.toContain('身份证');
  expect(row!.row).not.toContain('李强家');
  expect(
    Buffer.from((await store.prisma.localEvent.findUnique({ where: { id } }))!.sealed).toString(),
  ).not.toContain('身份证');
});

test('ids sort as the messages do', async () => {
  const ids = [];
  for (let i = 0; i < 12; i++) ids.push((await post(`${i}`)).id);
  expect([...ids].sort()).toEqual(ids);
});

test.each([
  ['@小助手 在吗', ['bot']],
  ['@老王 @李强 看一下', ['p2', 'p1']],
  ['＠王芳看一下', ['p2']],
  ['没有人', []],
  ['邮箱 a@b.c', []],
  ['@@老王', ['p2']],
])('mentions in %j', async (text, expected) => {
  const { id } = await post(text);
  expect((await network.messages({ room: 'r1' })).find((m) => m.id === id)?.mentions).toEqual(expected);
});

test.each([
  [{ place: { room: 'nowhere' } }, 'unknown-room'],
  [{ place: { room: 'a\0b' } }, 'unknown-room'],
  [{ sender: 'nobody' }, 'unknown-person'],
  [{ sender: 'p3' }, 'not-a-member'],
  [{ text: ' \n' }, 'text-empty'],
  [{ quote: 'm0' }, 'unknown-message'],
  [{ place: { person: 'p1' }, sender: 'p2' }, 'not-a-member'],
  [{ place: { person: 'nobody' }, sender: 'nobody' }, 'unknown-person'],
])('refuses %j: %s', async (wrong, code) => {
  const before = await end();
  await expect(post('好', wrong)).rejects.toMatchObject({ name: 'AppError', code });
  expect(await end()).toBe(before);
});

test('a reply quotes a message of the same place only', async () => {
  const { id: asked } = await post('几口人', { sender: 'p2' });
  const { id } = await post('4口', { quote: asked });
  const reply = (await network.messages({ room: 'r1' })).find((m) => m.id === id);
  expect(reply?.quoted).toEqual({ id: asked, sender: '老王', text: '几口人' });
  await expect(post('4口', { place: { room: 'r2' }, quote: asked })).rejects.toMatchObject({
    code: 'unknown-message',
  });
});

test('a recall happens once, and says what it recalls', async () => {
  const { id } = await post('发错了');
  await network.recall(id);
  const messages = await network.messages({ room: 'r1' });
  expect(messages.find((m) => m.id === id)?.recalledAt).toBeInstanceOf(Date);
  expect(messages.at(-1)).toMatchObject({ type: 'recall', recalls: id, sender: 'p1' });
  await expect(network.recall(id)).rejects.toMatchObject({ code: 'already-recalled' });
  await expect(network.recall('m0')).rejects.toMatchObject({ code: 'unknown-message' });
  await expect(network.recall(messages.at(-1)!.id)).rejects.toMatchObject({ code: 'unknown-message' });
});

test('joining twice is joining once; who has left cannot post', async () => {
  await network.join('r2', 'p3');
  await network.join('r2', 'p3');
  await network.leave('r2', 'p3');
  await expect(network.leave('r2', 'p3')).rejects.toMatchObject({ code: 'not-a-member' });
  await expect(post('我', { place: { room: 'r2' }, sender: 'p3' })).rejects.toMatchObject({
    code: 'not-a-member',
  });
  const types = (await network.messages({ room: 'r2' })).map((m) => m.type);
  expect(types).toEqual(['join', 'leave']);
  await expect(network.join('nowhere', 'p3')).rejects.toMatchObject({ code: 'unknown-room' });
  await expect(network.join('r2', 'nobody')).rejects.toMatchObject({ code: 'unknown-person' });
});

test('pages: the newest without `after`, what follows with it', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 6; i++) ids.push((await post(`${i}`, { place: { person: 'p1' } })).id);
  await post('给你', { place: { person: 'p1' }, sender: 'bot' });
  const list = async (options: object) =>
    (await network.messages({ person: 'p1' }, options)).map((m) => m.id);
  expect((await list({ limit: 3 })).slice(0, 2)).toEqual(ids.slice(4));
  expect(await list({ after: ids[1], limit: 2 })).toEqual(ids.slice(2, 4));
  expect(await list({ after: ids[5] })).toHaveLength(1);
  await expect(list({ after: 'm0' })).rejects.toMatchObject({ code: 'unknown-message' });
});

test('a reader that goes on from what it has seen misses nothing while ten write', async () => {
  const start = await end();
  const total = 600;
  let posted = 0;
  const writers = Promise.all(
    Array.from({ length: 10 }, async (_, w) => {
      while (posted < total) await post(`${posted++}`, { place: { room: w % 2 ? 'r1' : 'r2' } });
    }),
  );
  let writing = true;
  void writers.finally(() => (writing = false));
  const read = async (from: LocalNetwork) => {
    const seen: bigint[] = [];
    for (;;) {
      const last = !writing;
      const batch = await from.since(seen.at(-1) ?? start, 100);
      seen.push(...batch.map((m) => m.seq));
      if (last && batch.length === 0) return seen;
    }
  };
  const follow = async (room: string) => {
    const seen: string[] = [];
    for (;;) {
      const last = !writing;
      const batch = (
        await other.messages({ room }, seen.length ? { after: seen.at(-1)! } : { limit: 1 })
      ).map((m) => m.id);
      seen.push(...batch);
      if (last && batch.length === 0) return seen;
    }
  };
  const [here, there, r1] = await Promise.all([read(network), read(other), follow('r1'), writers]);
  expect(here).toHaveLength(total);
  expect(there).toEqual(here);
  const all = (await network.messages({ room: 'r1' }, { limit: 100_000 })).map((m) => m.id);
  expect(r1).toEqual(all.slice(all.indexOf(r1[0]!)));
});

test('a number that was drawn and never used holds nobody up', async () => {
  const start = await end();
  await store.prisma.$executeRaw`SELECT nextval('local_event_seq_seq'), nextval('local_event_seq_seq')`;
  const { id } = await post('之后');
  expect((await readAll(network, start)).map((m) => m.id)).toEqual([id]);
});

test('others hear of it, also after their connection was lost', async () => {
  let heard = 0;
  const off = other.onNew(() => heard++);
  await until('first hint', () => heard > 0); // on connecting
  heard = 0;
  await post('一');
  await until('hint', () => heard > 0, 1200);
  await line.cut();
  await line.heal();
  heard = 0;
  await post('二');
  await until('hint after the cut', () => heard > 0);
  off();
});

test('a reading says where to go on: after the last that is in the inbox without a gap', async () => {
  const saved = async (id: string) => {
    const conversation = await store.prisma.conversation.create({
      data: { id: crypto.randomUUID(), gateway: 'local', kind: 'room' },
    });
    const contact = await store.prisma.contact.create({
      data: { id: crypto.randomUUID(), gateway: 'local' },
    });
    await store.prisma.message.create({
      data: {
        id: crypto.randomUUID(),
        gateway: 'local',
        externalId: id,
        conversationId: conversation.id,
        contactId: contact.id,
        type: 'text',
        text: '',
        digest: '',
        sentAt: new Date(),
      },
    });
  };
  const all = (await readAll(network)).filter(
    (m) => ['text', 'image', 'file', 'recall'].includes(m.type) && m.sender !== 'bot',
  );
  expect(await localPosition(store.prisma, 'local')).toBe(all[0]!.seq - 1n);
  for (const message of all.slice(0, 3)) await saved(message.id);
  await saved(all[5]!.id);
  expect(await localPosition(store.prisma, 'local')).toBe(all[3]!.seq - 1n);
});
