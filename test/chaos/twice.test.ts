import { afterEach, describe, expect, test } from 'vitest';
import { silentLog, type Clock } from '../../src/core/ports.js';
import { noMetrics } from '../../src/core/metrics.js';
import { createPresence } from '../../src/inbox/presence.js';
import { sweep } from '../../src/inbox/sweep.js';
import { createWake } from '../../src/inbox/wake.js';
import { createCourier } from '../../src/outbox/courier.js';
import { createPace } from '../../src/outbox/pace.js';
import { loadTemplates } from '../../src/reply/index.js';
import type { Incoming, ChatPort, Say } from '../../src/core/chat.js';
import { isTransient } from '../../src/store/errors.js';
import type { Store } from '../../src/store/client.js';
import { newId } from '../../src/core/ids.js';
import { openHarness, ROOM, type Harness } from '../pipeline/harness.js';

let h: Harness;
afterEach(() => h?.close());

const visit = (name: string) => `【入户走访】户主：${name} 走访时间：2026年3月18日 存在问题：无`;
const templates = () => loadTemplates('templates');

/** Everything the ledger holds, but for the moments at which it was last looked at. */
async function everything(): Promise<unknown> {
  const { prisma } = h.store;
  const [messages, records, outgoing, outages, asks] = await Promise.all([
    prisma.message.findMany({
      orderBy: { seq: 'asc' },
      select: { id: true, state: true, attempts: true, processedAt: true },
    }),
    prisma.record.findMany({ orderBy: { id: 'asc' } }),
    prisma.outgoing.findMany({ orderBy: { seq: 'asc' } }),
    prisma.outage.findMany({ orderBy: { id: 'asc' } }),
    prisma.ask.findMany({ orderBy: { id: 'asc' } }),
  ]);
  return { messages, records, outgoing, outages, asks };
}

/** A gateway of which a test says how each handing over ends. */
function scripted(): ChatPort & { said: Say[]; next: (say: Say) => Promise<{ id?: string }> } {
  const port = {
    gateway: 'fake',
    state: 'online' as const,
    said: [] as Say[],
    next: (_say: Say): Promise<{ id?: string }> => Promise.resolve({ id: newId() }),
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    async say(say: Say) {
      port.said.push(say);
      return port.next(say);
    },
  };
  return port;
}

function courierOn(chat: ChatPort, store: Store = h.store, maySend = () => true) {
  return createCourier({
    store,
    chat,
    maySend,
    templates,
    pace: createPace({ roomMs: 0, perMinute: Infinity, random: () => 0 }),
    clock: h.clock,
    log: silentLog,
    metrics: noMetrics,
  });
}

/** Two receipts that wait, in one conversation. Nobody delivers but the test. */
async function waiting(names = ['田有根', '顾长明']): Promise<string> {
  h = await openHarness();
  await h.say('大家好');
  const { id } = await h.store.prisma.conversation.findFirstOrThrow({ where: { kind: 'room' } });
  await h.stopChat();
  for (const name of names) {
    await h.store.prisma.outgoing.create({
      data: {
        id: newId(),
        conversationId: id,
        key: `test:${newId()}`,
        purpose: 'notice',
        text: `已记：${name}`,
        because: {},
      },
    });
  }
  return id;
}
const states = async () => (await h.outgoing()).map((o) => o.state);
const echo = (id: string, text: string): Incoming => ({
  gateway: 'fake',
  id,
  type: 'text',
  room: { id: ROOM, topic: '' },
  sender: { id: 'bot', name: '小助手' },
  self: true,
  text,
  mentions: [],
  mentionsBot: false,
  attachments: [],
  sentAt: h.clock.now(),
});

describe('twice is once', () => {
  test('sweep, recover and the return of the gateway', async () => {
    h = await openHarness();
    await h.say(visit('田有根'));
    await h.stopWork();
    h.far.emitMessage({ room: ROOM, text: visit('顾长明') });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const wake = createWake(h.queues, silentLog);
    const later: Clock = { now: () => h.clock.ago(-60_000) };
    await sweep({ store: h.store, wake, clock: later, log: silentLog });
    await sweep({ store: h.store, wake, clock: later, log: silentLog });
    await h.startWork();
    await h.settled();
    await h.stopChat();
    const before = await everything();

    await sweep({ store: h.store, wake, clock: later, log: silentLog });
    await sweep({ store: h.store, wake, clock: later, log: silentLog });
    const courier = courierOn(scripted());
    await courier.recover();
    await courier.recover();
    await courier.wakeAll();
    await courier.wakeAll();
    await courier.stop();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await everything()).toEqual(before);
    expect(await h.records()).toHaveLength(2);
  });

  test('an absence is told once, by however many it is noticed', async () => {
    h = await openHarness();
    await h.say('大家好');
    await h.stopChat();
    const wake = {
      turns: () => Promise.resolve(),
      deliveries: () => Promise.resolve(),
      todos: () => Promise.resolve(),
    };
    const presence = () =>
      createPresence({
        store: h.store,
        gateway: 'fake',
        templates,
        wake,
        clock: { now: () => h.clock.ago(-3 * 3600_000) },
        log: silentLog,
        noticeMs: 600_000,
      });
    const one = presence();
    // A beat that comes before the return was noticed must not hide the absence.
    await one.beat();
    await Promise.all([one.returned(), presence().returned()]);
    await one.returned();
    await one.beat();
    await presence().returned();
    expect(await h.store.prisma.outage.count()).toBe(1);
    expect((await h.outgoing()).filter((o) => o.purpose === 'outage')).toHaveLength(1);
  });

  test('what was being sent when its process died is in doubt once, and never sent again of itself', async () => {
    await waiting();
    const chat = scripted();
    chat.next = () => new Promise(() => {}); // the process dies before the network answers
    void courierOn(chat).wakeAll();
    while (chat.said.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const heir = scripted();
    const courier = courierOn(heir);
    await courier.recover();
    await courier.recover();
    await courier.wakeAll();
    await courier.stop();
    expect(await states()).toEqual(['unknown', 'sent']);
    expect(heir.said.map((s) => s.text)).toEqual(['已记：顾长明']);
  });
});

describe('a claim', () => {
  test('whose answer was lost with the database connection is given back and sent once', async () => {
    await waiting();
    const { prisma, sql } = h.store;
    let armed = true;
    // The statement is done; only its answer never comes.
    const cut = new Proxy(sql, {
      get(target, key) {
        if (key !== '$queryRaw') return Reflect.get(target, key) as unknown;
        return async (...args: Parameters<typeof sql.$queryRaw>) => {
          const rows = await target.$queryRaw(...args);
          if (armed && (await prisma.outgoing.count({ where: { state: 'sending' } })) > 0) {
            armed = false;
            throw new Error('Connection terminated unexpectedly');
          }
          return rows;
        };
      },
    });
    const chat = scripted();
    const courier = courierOn(chat, { ...h.store, sql: cut });
    await expect(courier.wakeAll()).rejects.toThrow('terminated');
    expect(await states()).toEqual(['sending', 'queued']);
    await courier.wakeAll();
    await courier.stop();
    expect(await states()).toEqual(['sent', 'sent']);
    expect(chat.said.map((s) => s.text)).toEqual(['已记：田有根', '已记：顾长明']);
  });

  test('is given back when the login goes to somebody else meanwhile', async () => {
    await waiting();
    const chat = scripted();
    let asked = 0;
    const courier = courierOn(chat, h.store, () => ++asked <= 2); // held until just after the claim
    await courier.wakeAll();
    await courier.stop();
    expect(chat.said).toEqual([]);
    expect(await states()).toEqual(['queued', 'queued']);
    expect((await h.outgoing()).every((o) => o.attempts === 0)).toBe(true);
  });
});

describe('an echo', () => {
  test('settles one delivery in doubt, not all that have the same words', async () => {
    await waiting(['同一句', '同一句']);
    const chat = scripted();
    chat.next = () => Promise.reject(new Error('14 UNAVAILABLE: Connection dropped'));
    const courier = courierOn(chat);
    await courier.wakeAll();
    expect(await states()).toEqual(['unknown', 'unknown']);
    await courier.echo(echo('net-1', '已记：同一句'), (await h.outgoing())[0]!.conversationId);
    expect((await states()).sort()).toEqual(['sent', 'unknown']);
    await courier.echo(echo('net-1', '已记：同一句'), (await h.outgoing())[0]!.conversationId);
    expect((await states()).sort()).toEqual(['sent', 'unknown']);
    await courier.stop();
  });

  test('of a delivery that is known says nothing about another with the same words', async () => {
    const conversation = await waiting(['同一句', '同一句']);
    const chat = scripted();
    chat.next = async () => {
      if (chat.said.length === 1) throw new Error('14 UNAVAILABLE: Connection dropped');
      await courier.echo(echo('net-2', '已记：同一句'), conversation); // before the verdict
      return { id: 'net-2' };
    };
    const courier = courierOn(chat);
    await courier.wakeAll();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await courier.stop();
    expect(await states()).toEqual(['unknown', 'sent']);
  });
});

describe('an error of the database', () => {
  const transient: [string, unknown][] = [
    [
      'starting, within Prisma’s words',
      Object.assign(
        new Error(
          'Raw query failed. Code: `57P03`. Message: `the database system is not yet accepting connections`',
        ),
        { code: 'P2010' },
      ),
    ],
    [
      'a code three layers down',
      Object.assign(new Error('failed'), {
        meta: {
          driverAdapterError: Object.assign(new Error('x'), {
            cause: { kind: 'postgres', originalCode: '57P01' },
          }),
        },
      }),
    ],
    ['an adapter’s word', Object.assign(new Error('x'), { cause: { kind: 'DatabaseNotReachable' } })],
    ['a full disk', Object.assign(new Error('could not extend file'), { code: '53100' })],
    ['a connection that was not made in time', new Error('timeout expired')],
    ['an answer that did not come in time', new Error('Query read timeout')],
    ['a refused connection', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
  ];
  test.each(transient)('%s is worth waiting for', (_, error) => {
    expect(isTransient(error)).toBe(true);
  });
  test.each([
    ['a broken rule', Object.assign(new Error('Unique constraint failed'), { code: 'P2002' })],
    ['a fault of ours', new TypeError("Cannot read properties of undefined (reading 'id')")],
    ['nothing', undefined],
  ])('%s is not', (_, error) => {
    expect(isTransient(error)).toBe(false);
  });
});
