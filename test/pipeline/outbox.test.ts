import { afterEach, describe, expect, test } from 'vitest';
import { FAKE_BOT } from '../support/fake-puppet.js';
import { openHarness, ROOM, type Harness } from './harness.js';

let h: Harness;
afterEach(() => h.close());

const visit = (name: string) => `【入户走访】户主：${name} 走访时间：2026年3月18日 存在问题：无`;
const emit = (name: string) => h.far.emitMessage({ room: ROOM, text: visit(name) });
const states = async () => (await h.outgoing()).map((o) => o.state);

async function until(check: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await check())) {
    if (Date.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('delivery', () => {
  test('what certainly was not sent is sent again, once', async () => {
    h = await openHarness();
    h.far.failSay('before');
    emit('田有根');
    await until(async () => (await states()).includes('sent'));
    expect(h.far.said.filter((s) => s.text.includes('田有根'))).toHaveLength(1);
    expect((await h.outgoing())[0]!.attempts).toBe(2);
  });

  test('what may have been sent is never sent again without a person’s word', async () => {
    h = await openHarness();
    h.far.failSay('after');
    emit('田有根');
    await until(async () => (await states()).includes('unknown'));
    const before = h.far.starts;
    await until(async () => h.far.starts > before || h.far.said.length > 1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(h.far.said).toHaveLength(1);
    // The network shows the bot its own message after all: now it is known to have arrived.
    const [said] = h.far.said;
    h.far.emitMessage({ id: said!.id, room: ROOM, sender: FAKE_BOT, text: said!.text });
    await until(async () => (await states()).includes('sent'));
    expect((await h.outgoing())[0]!.gatewayMessageId).toBe(said!.id);
    expect(h.far.said).toHaveLength(1);
  });

  test('without an echo it stays unknown, also after a restart', async () => {
    h = await openHarness();
    await h.stopChat();
    await h.startChat({ echo: false });
    h.far.failSay('after');
    emit('田有根');
    await until(async () => (await states()).includes('unknown'));
    await h.stopChat();
    await h.startChat({});
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await states()).toEqual(['unknown']);
    expect(h.far.said).toHaveLength(0);
  });

  test('a refusal is final and is not retried', async () => {
    h = await openHarness();
    h.far.failSay('refuse');
    emit('田有根');
    await until(async () => (await states()).includes('failed'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await h.outgoing())[0]!.attempts).toBe(1);
  });

  test('what is too late to be useful is dropped', async () => {
    h = await openHarness();
    h.far.emitMessage({ room: ROOM, text: visit('田有根'), at: h.clock.ago(5 * 3600_000) });
    await until(async () => (await states()).includes('dropped'));
    expect(h.far.said).toHaveLength(0);
    expect(await h.records()).toHaveLength(1);
  });

  test('receipts that pile up are merged, and each is said once', async () => {
    h = await openHarness({ pace: { roomMs: 400, perMinute: 1000 } });
    const names = ['田有根', '顾长明', '毛秀英', '章立群', '余国栋', '卞水生'];
    for (const name of names) emit(name);
    await until(async () => {
      const all = await states();
      return all.length === names.length && all.every((s) => s === 'sent');
    });
    const texts = h.far.said.map((s) => s.text);
    expect(texts.length).toBeLessThan(names.length);
    for (const name of names) expect(texts.filter((t) => t.includes(name))).toHaveLength(1);
  });

  test('conversations are paced, each on its own', async () => {
    h = await openHarness({
      pace: { roomMs: 300, perMinute: 1000 },
      rooms: { [ROOM]: ['p1', 'p2'], r2: ['p1', 'p2'] },
    });
    emit('田有根');
    h.far.emitMessage({ room: 'r2', text: visit('顾长明') });
    await h.far.waitForSaid(2);
    emit('毛秀英');
    await h.far.waitForSaid(3);
    const inRoom = h.far.said.filter((s) => s.to === ROOM).map((s) => s.at.getTime());
    expect(inRoom[1]! - inRoom[0]!).toBeGreaterThanOrEqual(300);
  });
});

describe('an absence', () => {
  test('is told to each group that used the bot, once, from when to when', async () => {
    h = await openHarness({ rooms: { [ROOM]: ['p1'], r2: ['p1'], quiet: ['p1'] } });
    await h.say('收到');
    await h.say('收到', { room: 'r2' });
    await h.stopChat();
    h.clock.pass(3 * 3600_000);
    await h.startChat({});
    const notices = async () => (await h.outgoing()).filter((o) => o.purpose === 'outage');
    await until(async () => (await notices()).length === 2);
    expect((await notices())[0]!.text).toContain('不在线');
    await h.stopChat();
    await h.startChat({});
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await notices()).toHaveLength(2);
  });

  test('a short one is not worth a word', async () => {
    h = await openHarness();
    await h.say('收到');
    await h.stopChat();
    h.clock.pass(5 * 60_000);
    await h.startChat({});
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await h.outgoing()).toHaveLength(0);
  });
});
