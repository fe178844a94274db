import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.js';
import { fromLocal } from '../../src/core/time.js';
import { answerTodos } from '../../src/schedule/index.js';
import { askedPeople } from '../../src/store/asked.js';
import { todosAsked } from '../../src/store/todo-requests.js';
import { doNudges, NudgeRows } from '../../src/store/turn-nudges.js';
import { testCounty, type TestCounty } from './county.js';

let county: TestCounty;
beforeEach(async () => {
  county = await testCounty();
  await county.people([
    { name: '靳松', unit: '青禾镇政府' },
    { name: '闵开颜', unit: '青禾镇政府', role: 'leader', villages: ['青禾镇'] },
    { name: '雷一鸣', unit: '青禾镇政府' },
    { name: '安小满', unit: '县水利局', role: 'clerk' },
    { name: '应如松', unit: '县水利局', role: 'leader' },
    { name: '过路人', unit: '别处', chat: false },
  ]);
  await county.homes([
    { code: 'A1', town: '青禾镇', village: '沙坝村', householder: '向守义', helper: '靳松' },
    { code: 'A2', town: '青禾镇', village: '沙坝村', householder: '田春秀', helper: '雷一鸣' },
  ]);
});
afterEach(() => county.close());

const problem = (nextDue: string) =>
  county.item({
    ledger: 'problems',
    key: '3',
    title: '饮水管网老化',
    state: 'doing',
    owner: '靳松',
    leader: '闵开颜',
    nextDue,
  });

async function contactOf(name: string): Promise<string> {
  return (await county.store.prisma.contact.findFirstOrThrow({ where: { name } })).id;
}

/** The turn has read "我的待办" of that person. */
async function ask(name: string, at: string): Promise<string> {
  const messageId = newId();
  const contactId = await contactOf(name);
  await county.store.prisma.$transaction((tx) =>
    doNudges(tx, [{ deed: 'todo', contactId, messageId }], fromLocal(at)),
  );
  return messageId;
}
const answer = (at: string) => answerTodos(county.deps, fromLocal(at), {});

/** What somebody who asks is told. */
async function asking(name: string, at: string) {
  await ask(name, at);
  await answer(at);
  return county.told();
}

describe('asked for their to-dos, a person is told', () => {
  test('everything that is open for them, before any step, at night, most urgent first; nobody else is', async () => {
    await problem('2026-05-08');
    const told = await asking('靳松', '2026-05-10T23:10'); // a Sunday night
    expect(told.map(({ to }) => to)).toEqual(['靳松']);
    const lines = told[0]!.text.split('\n');
    expect(lines[0]).toMatch(/^您现在有\d件事没办完：$/);
    expect(lines[1]).toMatch(/^1\. 整改.*已过期.*饮水管网老化/);
    expect(lines.slice(2).join()).toMatch(/本月走访帮扶户（5月29日前）：还有1户：向守义/);
    expect(lines.join()).not.toContain('田春秀');
  });

  test('a problem of theirs whose deadline is weeks away and which nobody is reminded of yet', async () => {
    await problem('2026-06-30');
    const [told] = await asking('靳松', '2026-05-14T10:00');
    expect(told!.text).toContain('整改事项（6月30日前）：饮水管网老化');
    await county.tick('2026-05-14T10:05');
    expect((await county.told()).map(({ text }) => text).join()).not.toContain('整改事项');
  });

  test('of others’ only what has reached them, after their own', async () => {
    await problem('2026-05-15');
    expect((await asking('闵开颜', '2026-05-14T10:00'))[0]!.text).not.toContain('饮水管网老化');
    for (const at of ['2026-05-14T08:30', '2026-05-15T08:30', '2026-05-18T08:30', '2026-05-19T08:30'])
      await county.tick(at);
    await county.told();
    const [told] = await asking('闵开颜', '2026-05-20T20:00');
    expect(told!.text).toMatch(/另有1件报给您知道|您自己现在没有要办的事，有1件报给您知道/);
    expect(told!.text).toContain('饮水管网老化');
    expect(told!.text).toContain('责任人靳松');
    expect(told!.because.lines!.at(-1)).toMatchObject({ duty: 'rectification', as: 'leader' });
  });

  test('a leader what waits for the signature, among their own; the owner no more', async () => {
    await county.record('安小满', 'unit-report', '2026-05-14T17:00', { unit: '县水利局' });
    const [leader] = await asking('应如松', '2026-05-14T19:00');
    expect(leader!.text).toMatch(/^您现在有1件事没办完/);
    expect(leader!.text).toContain('已报待签');
    expect(leader!.text).toContain('同意签字');
    expect((await asking('安小满', '2026-05-14T19:05'))[0]!.text).not.toContain('指标进展上报');
  });

  test('that there is nothing', async () => {
    await county.record('安小满', 'unit-report', '2026-05-14T17:00', { unit: '县水利局' });
    expect((await asking('安小满', '2026-05-14T19:00')).map(({ text }) => text)).toEqual([
      '现在没有要办的事',
    ]);
  });

  test('that the roster does not know them', async () => {
    await problem('2026-05-15');
    const [told] = await asking('过路人', '2026-05-14T10:00');
    expect(told!.text).toContain('没有对上干部花名册');
    expect(told!.text).not.toContain('饮水');
  });

  test('what they do for somebody on leave', async () => {
    await problem('2026-05-15');
    await county.store.prisma.absence.create({
      data: {
        id: newId(),
        personId: county.id('靳松'),
        standInId: county.id('雷一鸣'),
        from: new Date('2026-05-11'),
        messageId: newId(),
      },
    });
    expect((await asking('雷一鸣', '2026-05-14T10:00'))[0]!.text).toMatch(/代靳松.*饮水管网老化/);
  });
});

describe('the list is no reminder', () => {
  test('it counts neither as asked nor against the cap; that day it is not said again, the next it is', async () => {
    await problem('2026-05-15');
    for (let hour = 0; hour < 6; hour++) await asking('靳松', `2026-05-15T0${hour}:00`);
    const prisma = county.store.prisma;
    expect(await prisma.nudge.count()).toBe(0);
    expect(await askedPeople(prisma, fromLocal('2026-05-11'), fromLocal('2026-05-18'), String)).toEqual([]);
    const summary = await new NudgeRows(prisma).asked(await contactOf('靳松'), fromLocal('2026-05-11'));
    expect(summary).toEqual({ todos: 0, duties: [], questions: 0 });
    await county.tick('2026-05-15T08:30');
    expect((await county.told()).filter(({ text }) => text.includes('饮水管网老化'))).toEqual([]);
    await county.tick('2026-05-18T08:30');
    const monday = (await county.told()).filter(({ text }) => text.includes('饮水管网老化'));
    expect(monday.map(({ to }) => to)).toEqual(['靳松']);
  });

  test('a step that comes up for something else, or for what is late by then, is said the same day', async () => {
    await asking('安小满', '2026-05-15T08:00');
    await county.tick('2026-05-15T09:00');
    expect((await county.told()).map(({ to }) => to)).not.toContain('安小满');
    await problem('2026-05-15');
    await asking('安小满', '2026-05-15T09:05');
    await county.tick('2026-05-15T09:10');
    expect((await county.told()).map(({ to }) => to)).not.toContain('安小满');
    await county.tick('2026-05-18T09:00');
    expect((await county.told()).filter(({ to }) => to === '安小满')).toHaveLength(1);
  });

  test('asking every morning keeps nothing from the leader', async () => {
    await problem('2026-05-15');
    const heard: string[] = [];
    for (const day of ['14', '15', '18', '19', '20']) {
      await asking('靳松', `2026-05-${day}T08:00`);
      await county.tick(`2026-05-${day}T08:30`);
      for (const { to, text } of await county.told())
        if (text.includes('饮水管网老化')) heard.push(`${day} ${to}`);
    }
    expect(heard).toEqual(['19 闵开颜']);
  });

  test('a to-do that waits is taken back when something of it is done; a list that waits is said', async () => {
    const item = await problem('2026-05-15');
    await county.tick('2026-05-14T08:30');
    await asking('靳松', '2026-05-14T08:40');
    await county.store.prisma.item.update({ where: { id: item }, data: { state: 'review' } });
    await county.tick('2026-05-14T09:00');
    const rows = await county.store.prisma.outgoing.findMany({
      where: { purpose: { startsWith: 'todo' } },
      orderBy: { seq: 'asc' },
    });
    expect(
      rows.filter(({ text }) => text.includes('饮水')).map(({ purpose, state }) => [purpose, state]),
    ).toEqual([
      ['todo', 'withdrawn'],
      ['todo-list', 'queued'],
    ]);
  });

  test('answers go by its numbers', async () => {
    await problem('2026-05-15');
    await county.tick('2026-05-14T08:30');
    await asking('靳松', '2026-05-14T16:40');
    const list = await new NudgeRows(county.store.prisma).lastTodo(await contactOf('靳松'), new Date(0));
    const row = await county.store.prisma.outgoing.findFirstOrThrow({ where: { purpose: 'todo-list' } });
    expect(list!.id).toBe(row.id);
    const numbered = row.text.split('\n').filter((line) => /^\d+\. /.test(line));
    expect(list!.points).toHaveLength(numbered.length);
    expect(list!.points.findIndex(({ duty }) => duty === 'rectification')).toBe(
      numbered.findIndex((line) => line.includes('饮水管网老化')),
    );
  });
});

describe('each request is answered once', () => {
  test('asked twice, at two times: twice; twice before the answer: one answer for both', async () => {
    expect(await asking('靳松', '2026-05-14T10:00')).toHaveLength(1);
    expect(await asking('靳松', '2026-05-14T10:01')).toHaveLength(1);
    await ask('靳松', '2026-05-14T10:02');
    expect(await asking('靳松', '2026-05-14T10:02')).toHaveLength(1);
    await answer('2026-05-14T10:03');
    expect(await county.told()).toEqual([]);
    expect(await county.store.prisma.todoRequest.count({ where: { answeredAt: null } })).toBe(0);
  });

  test('by however many processes look', async () => {
    await Promise.all(['靳松', '雷一鸣'].map((name) => ask(name, '2026-05-14T10:00')));
    await Promise.all([1, 2, 3].map(() => answer('2026-05-14T10:00')));
    expect((await county.told()).map(({ to }) => to).sort()).toEqual(['雷一鸣', '靳松'].sort());
  });

  test('while the morning is planned elsewhere: who answers for what is kept once', async () => {
    await Promise.all(['靳松', '雷一鸣'].map((name) => ask(name, '2026-05-14T08:30')));
    await Promise.all([
      answer('2026-05-14T08:30'),
      county.tick('2026-05-14T08:30'),
      answer('2026-05-14T08:30'),
    ]);
    const rows = await county.store.prisma.responsibility.findMany({
      select: { name: true, role: true, subjectKind: true, subjectId: true },
    });
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(rows.length);
  });

  test('not where the message was taken back before, nor after days', async () => {
    const contactId = await contactOf('靳松');
    const talk = await county.store.prisma.conversation.findFirstOrThrow({ where: { contactId } });
    const messageId = await ask('靳松', '2026-05-14T10:00');
    await county.store.prisma.message.create({
      data: {
        id: messageId,
        gateway: 'fake',
        externalId: messageId,
        conversationId: talk.id,
        contactId,
        type: 'text',
        text: '我的待办',
        digest: '',
        sentAt: fromLocal('2026-05-14T10:00'),
        recalledAt: fromLocal('2026-05-14T10:00'),
      },
    });
    await ask('雷一鸣', '2026-05-11T10:00');
    const at = fromLocal('2026-05-14T10:01');
    expect(await todosAsked(county.store.prisma, at)).toBe(false); // nothing that anybody need be woken for
    await ask('安小满', '2026-05-14T10:01');
    await answer('2026-05-14T10:01');
    expect((await county.told()).map(({ to }) => to)).toEqual(['安小满']);
  });

  test('where it fails half way it is as if nobody had tried', async () => {
    await ask('靳松', '2026-05-14T10:00');
    const broken = {
      ...county.deps,
      templates: () => {
        throw new Error('no templates');
      },
    };
    const memo = {};
    await expect(answerTodos(broken, fromLocal('2026-05-14T10:00'), memo)).rejects.toThrow('no templates');
    expect(await county.told()).toEqual([]);
    await answerTodos(county.deps, fromLocal('2026-05-14T10:05'), memo);
    const [told] = await county.told();
    expect(told!.to).toBe('靳松');
    expect(told!.text).toContain('还有1户：向守义'); // whose household it is was read anew
  });

  test('kept once, however often its message is worked off', async () => {
    const messageId = await ask('靳松', '2026-05-14T10:00');
    await answer('2026-05-14T10:00');
    await doNudges(
      county.store.prisma,
      [{ deed: 'todo', contactId: await contactOf('靳松'), messageId }],
      fromLocal('2026-05-14T10:01'),
    );
    await answer('2026-05-14T10:01');
    expect(await county.told()).toHaveLength(1);
  });
});
