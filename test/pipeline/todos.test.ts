import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import path from 'node:path';
import { newId } from '../../src/core/ids.js';
import { silentLog } from '../../src/core/ports.js';
import { fromLocal } from '../../src/core/time.js';
import { loadDuties } from '../../src/duty/index.js';
import { packageRoot } from '../../src/files/package-root.js';
import { createWake } from '../../src/inbox/wake.js';
import { openQueues, type Queues } from '../../src/queue/index.js';
import { loadTemplates } from '../../src/reply/index.js';
import { createScheduleStation } from '../../src/schedule/index.js';
import { EVENING, SetClock } from '../support/clock.js';
import { until } from '../support/ports.js';
import { openHarness, ROOM, type Harness } from './harness.js';

let h: Harness;
let clock: { stop(): Promise<void> } | undefined;

/** The schedule role, on the queue of the stations. */
async function startClock(queue: Queues = h.queues): Promise<void> {
  const templates = loadTemplates(path.join(packageRoot(), 'templates'));
  const book = loadDuties(path.join(packageRoot(), 'intents'));
  const station = createScheduleStation({
    store: h.store,
    gateway: 'fake',
    book: () => book,
    templates: () => templates,
    published: () => ({ definitions: [], metrics: new Map() }),
    register: () => {
      throw new Error('no bulletin is made here');
    },
    log: silentLog,
    queue,
    wake: createWake(queue, silentLog),
    clock: h.clock,
  });
  await station.start();
  clock = station;
}

async function stopClock(): Promise<void> {
  await clock?.stop();
  clock = undefined;
}

beforeAll(async () => {
  h = await openHarness({ clock: new SetClock(EVENING) });
  await h.say('大家好', { sender: 'p1' });
  await h.say('大家好', { sender: 'p2' });
  const bind = async (name: string) => {
    const id = newId();
    await h.store.prisma.person.create({ data: { id, name, unit: '清源镇政府', role: 'cadre' } });
    await h.store.prisma.contact.updateMany({ where: { name }, data: { personId: id } });
  };
  await bind('田禾');
  await bind('沈青');
  const imported = { id: newId(), kind: 'households', file: 'test', sha256: '', accepted: 1, rejected: [] };
  await h.store.prisma.rosterImport.create({ data: imported });
  await h.store.prisma.household.updateMany({ where: { village: '枫树坪村' }, data: { helper: '田禾' } });
  await h.store.prisma.household.updateMany({ where: { village: '大樟村' }, data: { helper: '沈青' } });
  const dated = { state: 'doing', openedAt: fromLocal('2026-11-02T09:00'), dueClass: 'dated' };
  await h.store.prisma.item.createMany({
    data: [
      { id: newId(), ledger: 'problems', key: '3', title: '饮水管网老化', owner: '田禾', nextDue: new Date('2026-11-19'), ...dated },
      { id: newId(), ledger: 'problems', key: '4', title: '台账不全', owner: '田禾', nextDue: new Date('2026-11-27'), ...dated },
      { id: newId(), ledger: 'problems', key: '5', title: '路灯不亮', owner: '沈青', nextDue: new Date('2026-11-20'), ...dated },
    ], // prettier-ignore
  });
  h.heard();
});
afterEach(stopClock);
afterAll(() => h.close());

const heard: { to: string; text: string }[] = [];

/** Says it, and waits for so many answers. What the bot said to whom since. */
async function says(
  text: string,
  answers: number,
  where: { room?: string; mentions?: string[]; sender?: string; id?: string; at?: Date } = {},
) {
  h.far.emitMessage({ id: newId(), sender: 'p1', text, ...where });
  return answered(answers);
}

async function answered(count: number): Promise<{ to: string; text: string }[]> {
  heard.length = 0;
  await until(
    'the bot answers',
    () => {
      heard.push(...h.heard());
      return Promise.resolve(heard.length >= count);
    },
    15_000,
  );
  await new Promise((resolve) => setTimeout(resolve, 400));
  await h.settled();
  heard.push(...h.heard());
  return heard.map(({ to, text }) => ({ to, text }));
}

const open = () => h.store.prisma.todoRequest.count({ where: { answeredAt: null } });

describe('whoever asks for their to-dos', () => {
  test('is told in private within seconds, in the evening, what is theirs; the same message again tells nothing', async () => {
    await startClock();
    const started = Date.now();
    const id = newId();
    const at = h.clock.now();
    const [said, ...more] = await says('我今天有什么事？', 1, { id, at });
    expect(Date.now() - started).toBeLessThan(5_000);
    expect(more).toEqual([]);
    expect(said!.to).toBe('p1');
    expect(said!.text).toMatch(/饮水管网老化/);
    expect(said!.text).not.toContain('路灯不亮');
    h.far.emitMessage({ id, sender: 'p1', text: '我今天有什么事？', at });
    expect(await says('我今天有什么事？', 0, { at })).toEqual([]); // delivered again under another id
    expect(await says('我今天有什么事？', 1)).toHaveLength(1); // a message of its own
  });

  test('in the group as well, where the bot is called; the group hears nothing', async () => {
    await startClock();
    const said = await says('@小助手 我的待办', 1, { room: ROOM, mentions: ['bot'], sender: 'p2' });
    expect(said.map(({ to }) => to)).toEqual(['p2']);
    expect(said[0]!.text).toContain('路灯不亮');
    expect(said[0]!.text).not.toContain('饮水管网老化');
    expect(await says('今天要做什么', 0, { room: ROOM, sender: 'p2' })).toEqual([]);
    expect(await open()).toBe(0);
  });

  test('answers by the numbers of that list', async () => {
    await startClock();
    const list = (await says('待办', 1))[0]!.text;
    const numberOf = (words: string) =>
      /^(\d+)\. /.exec(list.split('\n').find((line) => line.includes(words))!)![1]!;
    const point = numberOf('整改事项（11月27日前）：台账不全');
    expect((await says(`${point}已完成`, 1))[0]!.text).toMatch(/^“整改到期（台账不全）”回一句还不算办完/);
    const [said] = await says(
      `${point}不是我负责 ${numberOf('整改事项（明天内）：饮水管网老化')}明天再提醒`,
      1,
    );
    expect(said!.text).toContain('不再就“整改到期（台账不全）”提醒您');
    expect(said!.text).toContain('11月19日早上再说');
    const replies = await h.store.prisma.nudgeReply.findMany({ orderBy: { kind: 'asc' } });
    expect(replies.map(({ kind, duty }) => [kind, duty])).toEqual([
      ['later', 'rectification'],
      ['not-mine', 'rectification'],
    ]);
    const next = (await says('我的待办', 1))[0]!.text;
    expect(next).toContain('饮水管网老化');
    expect(next).not.toContain('整改事项（11月27日前）');
  });

  test('a question about a policy, and what others are told to do, are neither', async () => {
    await startClock();
    const before = await h.store.prisma.todoRequest.count();
    for (const text of ['公益岗待办事项有哪些规定', '今天要做什么群里说一声'])
      h.far.emitMessage({ id: newId(), sender: 'p1', text });
    await says('还有哪些户没走访？', 0);
    expect(await h.store.prisma.todoRequest.count()).toBe(before);
  });
});

describe('what was asked is not lost', () => {
  test('where nobody worked on jobs, and the queue lost them', async () => {
    h.far.emitMessage({ id: newId(), sender: 'p1', text: '我还有什么没做' });
    await until('the request is kept', async () => (await open()) === 1, 10_000);
    expect(h.heard()).toEqual([]);
    // Another queue than the one that the job went to, as after a wipe; only the sweep of a worker knows it.
    const wiped = openQueues({ databaseUrl: h.url, prefix: `t${newId().slice(-8)}`, log: silentLog });
    try {
      await startClock(wiped);
      const { sweep } = await import('../../src/inbox/sweep.js');
      const later = { now: () => new Date(h.clock.now().getTime() + 60_000) };
      const wake = { ...createWake(wiped, silentLog), turns: () => Promise.resolve() };
      await sweep({ store: h.store, wake, clock: later, log: silentLog });
      await sweep({ store: h.store, wake, clock: later, log: silentLog });
      expect((await answered(1)).map(({ to }) => to)).toEqual(['p1']);
      await stopClock();
    } finally {
      await wiped.close();
    }
    // The job of the first queue comes to nothing.
    await startClock();
    await createWake(h.queues, silentLog).todos();
    expect(await answered(0)).toEqual([]);
    expect(await open()).toBe(0);
  });

  test('where the turn’s process dies right after its commit: the sweep finds it', async () => {
    h.far.emitMessage({ id: newId(), sender: 'p2', text: '我的待办' });
    await until('the request is kept', async () => (await open()) === 1, 10_000);
    await h.stopWork();
    await startClock();
    await h.startWork();
    expect((await answered(1)).map(({ to }) => to)).toEqual(['p2']);
    expect(await open()).toBe(0);
  });
});
