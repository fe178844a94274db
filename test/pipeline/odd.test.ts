import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openHarness, ROOM, type Harness } from './harness.js';

let h: Harness;
beforeAll(async () => {
  h = await openHarness();
});
afterAll(() => h.close());

const visit = (name: string, day = 18) =>
  `【入户走访】户主：${name} 走访时间：2026年3月${day}日 存在问题：无`;
const failed = () => h.store.prisma.message.count({ where: { state: 'failed' } });

describe('odd messages are kept and hurt nobody', () => {
  const odd: [string, string][] = [
    ['60 kB', '今天开会讨论秋收。'.repeat(2300)],
    ['empty', ''],
    ['emoji only', '👍🏻👨‍👩‍👧‍👦🇨🇳'],
    ['NUL bytes', 'a\u0000b\u0000'],
    ['lone surrogates', 'x\ud800y\udfff'],
    ['right-to-left marks', '\u202e收到\u202c\u200f'],
    ['5,000 lines', Array.from({ length: 5000 }, (_, i) => `${i}、`).join('\n')],
    ['nested brackets', '【（「'.repeat(5000)],
    ['10,000 digits', '9'.repeat(10_000)],
    ['template syntax', '{{ 7 | times: 7 }}{% for %}'],
    ['a report with NUL and surrogates', `${visit('田有根')}\u0000\ud800`],
  ];
  test.each(odd)('%s', async (_, text) => {
    const id = h.far.emitMessage({ room: ROOM, text });
    await h.say('好的');
    const row = await h.store.prisma.message.findUniqueOrThrow({
      where: { gateway_externalId: { gateway: 'fake', externalId: id } },
    });
    expect(row.state).toBe('done');
    expect(await failed()).toBe(0);
  });

  test('the report among them was stored', async () => {
    expect((await h.records()).filter((r) => r.subject === '田有根')).toHaveLength(1);
  });
});

describe('after a restart and a new login', () => {
  test('an old batch that is replayed changes nothing', async () => {
    const batch = ['顾长明', '毛秀英', '章立群'].map((name, i) => ({
      id: `old-${i}`,
      room: ROOM,
      text: visit(name),
      at: h.clock.ago(60_000 - i),
    }));
    for (const one of batch) h.far.emitMessage(one);
    await h.say('好的');
    const count = (await h.records()).length;
    await h.stopChat();
    await h.startChat({});
    for (const one of batch) h.far.emitMessage(one);
    await h.say('好的');
    expect(await h.records()).toHaveLength(count);
    expect(h.far.said).toHaveLength(0);
  });

  test('ids that changed are the same rooms and people, and a replay under new ids changes nothing', async () => {
    const at = h.clock.ago(30_000);
    h.far.emitMessage({ id: 'was-1', room: ROOM, text: visit('余国栋'), at });
    await h.say('好的');
    const conversations = await h.store.prisma.conversation.count({ where: { kind: 'room' } });
    const contacts = await h.store.prisma.contact.count();
    const count = (await h.records()).length;
    await h.far.relogin((id) => `new-${id}`);
    await vi.waitFor(
      async () =>
        expect(await h.store.prisma.conversationAddress.count({ where: { externalId: `new-${ROOM}` } })).toBe(
          1,
        ),
      8000,
    );
    h.heard();
    h.far.emitMessage({ id: 'now-1', room: `new-${ROOM}`, sender: 'new-p1', text: visit('余国栋'), at });
    const heard = await h.say(visit('卞水生'), { room: `new-${ROOM}`, sender: 'new-p1' });
    expect(heard).toEqual(['已记走访：卞水生（大樟村四组），3月18日']);
    expect((await h.records()).length - count).toBe(1);
    expect(await h.store.prisma.conversation.count({ where: { kind: 'room' } })).toBe(conversations);
    expect(await h.store.prisma.contact.count()).toBe(contacts);
  });
});
