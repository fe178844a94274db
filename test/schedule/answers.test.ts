import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InboxMessage } from '../../src/core/effects.js';
import type { LastTodo } from '../../src/core/nudges.js';
import { nudged } from '../../src/act/nudged.js';
import type { Turn } from '../../src/act/ports.js';
import { createNudgeDesk, loadDuties } from '../../src/duty/index.js';
import { loadTemplates } from '../../src/reply/index.js';
import { fromLocal } from '../../src/core/time.js';
import { NudgeRows, doNudges } from '../../src/store/turn-nudges.js';
import { testCounty, type TestCounty } from './county.js';

const desk = createNudgeDesk(loadDuties('intents'));
const templates = loadTemplates('templates');

const due = (title: string) => ({ subject: title, title, period: 'p', due: '2026-05-15T12:00' });
const report = { duty: 'weekly-report', as: 'owner', dues: [due('县水利局')] };
const problem = { duty: 'rectification', as: 'owner', dues: [due('饮水管网老化')] };
const loan = { duty: 'loan-60', as: 'owner', dues: [due('向**贷款')] };
const unsigned = { duty: 'weekly-report', as: 'leader', dues: [{ ...due('县水利局'), unsigned: ['r1'] }] };

async function answer(
  text: string,
  points: LastTodo['points'] | undefined,
  kind: 'private' | 'room' = 'private',
) {
  const message = {
    id: 'm',
    contactId: 'c',
    conversationId: 'v',
    conversationKind: kind,
    type: 'text',
    text,
    sentAt: fromLocal('2026-05-14T16:30'),
    senderName: '安小满',
  } as InboxMessage;
  const turn = {
    message,
    templates,
    nudges: desk,
    mask: (words: string) => words,
    receiptTtlMs: 3600_000,
    reader: {
      nudges: {
        lastTodo: () => Promise.resolve(points && { id: 'o', saidAt: new Date(), points }),
        asked: () =>
          Promise.resolve({ todos: 2, duties: [{ duty: 'weekly-report', times: 2 }], questions: 0 }),
      },
    },
  } as unknown as Turn;
  const decision = await nudged(turn);
  return {
    decision,
    deeds: (decision?.effects ?? []).flatMap((e) => (e.type === 'nudge' ? [e.deed] : [])),
    said: (decision?.effects ?? []).flatMap((e) => (e.type === 'say' ? [e.say.text] : [])).join('\n'),
  };
}

describe('answers to a to-do', () => {
  test('tomorrow again: until the next working morning, for all points or the one named', async () => {
    const all = await answer('明天再提醒', [report, problem]);
    expect(all.deeds).toMatchObject([
      { duty: 'weekly-report', kind: 'later', until: fromLocal('2026-05-15T08:30') },
      { duty: 'rectification' },
    ]);
    expect((await answer('第二项明天再提醒', [report, problem])).deeds).toMatchObject([
      { duty: 'rectification', subject: '饮水管网老化' },
    ]);
    expect(all.said).toBe('好的，5月15日早上再说');
  });

  test('not mine: asked back where several points are open', async () => {
    const which = await answer('不是我负责', [report, problem]);
    expect(which.deeds).toEqual([]);
    expect(which.said).toContain('1 每周指标上报（县水利局）；2 整改到期（饮水管网老化）');
    expect((await answer('2不是我负责', [report, problem])).deeds).toMatchObject([
      { duty: 'rectification', kind: 'not-mine' },
    ]);
    expect((await answer('不是我负责', [report])).deeds).toMatchObject([
      { duty: 'weekly-report', kind: 'not-mine' },
    ]);
  });

  test('reminded: only where that settles the duty', async () => {
    expect((await answer('已提醒', [report, loan])).deeds).toMatchObject([
      { duty: 'loan-60', kind: 'reminded' },
    ]);
    expect((await answer('已提醒', [report])).decision).toBeUndefined();
    expect((await answer('1已提醒', [report, loan])).deeds).toEqual([]);
  });

  test('signing: only the leader who was asked to', async () => {
    expect((await answer('同意签字', [unsigned])).deeds).toMatchObject([{ deed: 'sign', records: ['r1'] }]);
    expect((await answer('同意', [report])).decision).toBeUndefined();
  });

  test('away and back need no to-do; a group, a long text and other words are none of it', async () => {
    expect((await answer('已请假', undefined)).deeds).toMatchObject([{ deed: 'away', day: '2026-05-14' }]);
    expect((await answer('我回来了', undefined)).deeds).toMatchObject([{ deed: 'back' }]);
    expect((await answer('已请假', [report], 'room')).decision).toBeUndefined();
    expect(
      (await answer('今天走访了向守义家，明天再去田春秀家，后天再提醒他们交材料', [report])).decision,
    ).toBeUndefined();
    expect((await answer('明天再提醒', undefined)).decision).toBeUndefined();
  });

  test('knows: kept, without another word', async () => {
    const noted = await answer('好的知道了', [report]);
    expect(noted.deeds).toMatchObject([{ kind: 'noted' }]);
    expect(noted.said).toBe('');
  });

  test('how often was I asked this week', async () => {
    expect((await answer('本周问了我几次？', undefined)).said).toBe('本周给您发过2条待办（每周指标上报2次）');
  });
});

describe('what an answer leads to', () => {
  let county: TestCounty;
  beforeAll(async () => {
    county = await testCounty();
    await county.people([
      { name: '安小满', unit: '县水利局', role: 'clerk' },
      { name: '应如松', unit: '县水利局', role: 'leader' },
    ]);
  });
  afterAll(() => county.close());

  const contactOf = async (name: string) =>
    (await county.store.prisma.contact.findFirstOrThrow({ where: { name } })).id;
  const messageAt = async (name: string, at: string) => {
    const record = await county.record(name, 'chatter', at, {});
    return (await county.store.prisma.record.findUniqueOrThrow({ where: { id: record } })).messageId;
  };
  const names = (told: { to: string }[]) => told.map((one) => one.to);

  test('later is said again the next morning, once; the step of that morning is not said beside it', async () => {
    await county.tick('2026-05-14T16:00');
    expect(names(await county.told())).toEqual(['安小满']);
    const contactId = await contactOf('安小满');
    const todo = await new NudgeRows(county.store.prisma).lastTodo(contactId, new Date(0));
    expect(todo!.points).toMatchObject([
      { duty: 'weekly-report', dues: [{ title: '县水利局', period: '2026-W20' }] },
    ]);
    const { subject, period } = todo!.points[0]!.dues[0]!;
    const messageId = await messageAt('安小满', '2026-05-14T16:20');
    await doNudges(
      county.store.prisma,
      [
        {
          deed: 'reply',
          contactId,
          messageId,
          duty: 'weekly-report',
          subject,
          period,
          kind: 'later',
          until: fromLocal('2026-05-15T08:30'),
        },
      ],
      fromLocal('2026-05-14T16:20'),
    );
    await county.tick('2026-05-14T17:30');
    expect(await county.told()).toEqual([]);
    await county.tick('2026-05-15T08:30');
    await county.tick('2026-05-15T09:00');
    expect(names(await county.told())).toEqual(['安小满']);
  });

  test('a signature makes the report count; a correction afterwards asks for a new one', async () => {
    const record = await county.record('安小满', 'unit-report', '2026-05-20T10:00', { unit: '县水利局' });
    await county.tick('2026-05-21T16:00');
    expect(names(await county.told())).toEqual(['应如松']);
    const contactId = await contactOf('应如松');
    const todo = await new NudgeRows(county.store.prisma).lastTodo(contactId, new Date(0));
    await county.store.prisma.outgoing.updateMany({ data: { state: 'sent' } });
    const records = todo!.points[0]!.dues[0]!.unsigned!;
    expect(records).toEqual([record]);
    const sign = async (at: string) =>
      doNudges(
        county.store.prisma,
        [{ deed: 'sign', contactId, messageId: await messageAt('应如松', at), records }],
        fromLocal(at),
      );
    await sign('2026-05-21T16:30');
    await sign('2026-05-21T16:31');
    expect(await county.store.prisma.signature.count()).toBe(1);
    await county.tick('2026-05-22T09:00');
    expect(await county.told()).toEqual([]);
    await county.store.prisma.record.update({
      where: { id: record },
      data: { updatedAt: fromLocal('2026-05-22T10:00') },
    });
    await county.tick('2026-05-22T16:00');
    expect(names(await county.told())).toEqual(['应如松']);
    await county.tick('2026-05-22T17:30');
    expect(await county.told()).toEqual([]);
  });
});
