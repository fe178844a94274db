import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.js';
import type { Harness } from '../pipeline/harness.js';
import { EVENING, SetClock } from '../support/clock.js';
import { openLedger } from './county.js';

let h: Harness;
beforeAll(async () => {
  h = await openLedger(new SetClock(EVENING));
  // The officer of the water bureau has talked with the bot before.
  await h.say('你好', { sender: 'p4', room: undefined });
});
afterAll(() => h.close());

const inPrivate = (text: string, sender: string) => h.say(text, { sender, room: undefined });
const leads = () => h.store.prisma.item.findMany({ where: { ledger: 'leads' }, orderBy: { number: 'asc' } });

describe('a risk seen in a visit', () => {
  test('is a lead of its household, with its department and a clock in working days, told to nobody in the group', async () => {
    const said = await h.say(
      '【入户走访】户主：田有根 走访时间：今天 存在问题：水管冻裂停水两天 需求：想装净水器',
    );
    expect(said.join()).not.toContain('线索');
    const [lead] = await leads();
    expect(lead).toMatchObject({
      title: '水管冻裂停水两天',
      state: 'new',
      leadUnit: '水利局',
      village: '枫树坪村',
      town: '清源镇',
    });
    expect(lead!.householdId).not.toBeNull();
    expect((lead!.milestones as { name: string }[])[0]!.name).toBe('分派');
    expect(lead!.nextDue).not.toBeNull();
  });

  test('its department hears of it in private, not before working hours', async () => {
    const told = await h.store.prisma.outgoing.findMany({
      where: { purpose: 'item' },
      include: { conversation: true },
    });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({
      conversation: { kind: 'private' },
      because: { item: { ledger: 'leads' } },
    });
    expect(told[0]!.text).toContain('邬国平：新线索');
    expect(told[0]!.text).toContain('枫树坪村田有根');
    expect(told[0]!.notBefore).not.toBeNull();
  });

  test('told again in other words it is the same, and nothing is objected to', async () => {
    const said = await h.say('今天走访田有根家，家里没水吃，要挑水', { sender: 'p3' });
    expect(said.join()).not.toContain('台账里是');
    expect((await leads()).map(({ title }) => title)).toEqual(['水管冻裂停水两天']);
  });

  test('the need goes to the pool, and is discreet', async () => {
    const needs = await h.store.prisma.item.findMany({ where: { ledger: 'needs' } });
    expect(needs).toMatchObject([{ title: '想装净水器', state: 'new', discreet: true, village: '枫树坪村' }]);
  });

  test('it is assigned, verified and closed in private only', async () => {
    const number = (await leads())[0]!.number!;
    expect((await h.say(`线索${number}号分派给县水利局`, { sender: 'p3' })).join()).toContain('群里说的不算');
    const assigned = await inPrivate(`线索${number}号分派给清源镇水利站`, 'p3');
    expect(assigned.join()).toContain(`线索${number}号已分派给清源镇水利站`);
    await inPrivate(`线索${number}号核实属实，已换新管`, 'p4');
    const closed = await inPrivate(`线索${number}号办结`, 'p3');
    expect(closed.join()).toContain(`线索${number}号已办结：骆小雨`);
    expect((await leads())[0]).toMatchObject({ state: 'closed', nextDue: null });
  });

  test('a number that nothing bears is said to be none', async () => {
    expect((await inPrivate('线索9999号核实属实，已处理好', 'p3')).join()).toBe(
      '台账里没有9999号线索，请先登记',
    );
  });

  test('a recalled visit takes lead and need back, and what has not been said about them', async () => {
    const before = await h.store.prisma.item.count();
    const id = h.far.emitMessage({
      room: 'r1',
      text: '【入户走访】户主：顾长明 走访时间：今天 存在问题：自来水浑浊 需求：要一床棉被',
    });
    await h.say('好的');
    expect(await h.store.prisma.item.count()).toBe(before + 2);
    h.far.recall(id);
    await h.say('好的');
    expect(await h.store.prisma.item.count()).toBe(before);
    const left = await h.store.prisma.outgoing.findMany({
      where: { purpose: 'item', text: { contains: '顾长明' } },
    });
    expect(left.map((row) => row.state)).toEqual(['withdrawn']);
  });
});

describe('projects and loans', () => {
  test('a project is one, however it is called, and the newest state counts', async () => {
    await h.say('枫树坪村产业路项目，形象进度40%，正在施工，计划竣工2026年12月30日');
    await h.say('枫树坪村产业路，形象进度70%');
    const rows = await h.store.prisma.item.findMany({ where: { ledger: 'projects' } });
    expect(rows).toHaveLength(1);
    expect(rows[0]!.data).toMatchObject({ percent: 70 });
  });

  test('a loan belongs to the household of that name, and its day is its deadline', async () => {
    await h.say('小额贷款：顾长明5万元，2026年12月20日到期');
    const [row] = await h.store.prisma.item.findMany({
      where: { ledger: 'loans' },
      include: { household: true },
    });
    expect(row).toMatchObject({ state: 'running', discreet: true, household: { householder: '顾长明' } });
    expect(row!.nextDue!.toISOString().slice(0, 10)).toBe('2026-12-20');
    await h.say('顾长明贷款5万昨天已还清');
    expect(await h.store.prisma.item.findMany({ where: { ledger: 'loans' } })).toMatchObject([
      { state: 'repaid', nextDue: null },
    ]);
  });

  test('who is named liaison of a unit hears before its leader', async () => {
    const clerk = await h.store.prisma.person.findFirstOrThrow({ where: { name: '田禾' } });
    await h.store.prisma.responsibility.create({
      data: {
        id: newId(),
        personId: clerk.id,
        name: '田禾',
        role: 'liaison',
        subjectKind: 'unit',
        subjectId: '水利局',
        since: new Date('2026-01-01'),
      },
    });
    await h.say('【入户走访】户主：毛秀英 走访时间：今天 存在问题：停水三天', { sender: 'p2' });
    const told = await h.store.prisma.outgoing.findFirst({
      where: { purpose: 'item', text: { contains: '毛秀英' } },
    });
    expect(told!.text).toContain('田禾：新线索');
  });

  test('within working hours the department hears at once', async () => {
    h.clock.pass(14 * 3600_000); // the next morning
    await h.say('【入户走访】户主：余国栋 走访时间：今天 存在问题：水管冻裂停水两天', { sender: 'p2' });
    await expect
      .poll(() =>
        h.store.prisma.outgoing.findFirst({ where: { purpose: 'item', text: { contains: '余国栋' } } }),
      )
      .toMatchObject({ state: 'sent', notBefore: null });
  });
});

describe('hearsay about a lead', () => {
  test.each(['听说线索9号已经解决了', '线索9号可能不属实', '经镇党委研究，线索9号办结', '线索9号先别办结'])(
    '“%s” is no report on it, and is answered once',
    async (text) => {
      await h.say('大樟村卞水生家停水三天，请水利站看看', { sender: 'p2' });
      const [lead] = (await leads()).filter((one) => one.state !== 'closed');
      const words = text.replace('9', String(lead!.number));
      expect((await inPrivate(words, 'p3')).join()).toContain(`线索${lead!.number!}号没有动，现在是`);
      expect(await inPrivate(`听说${lead!.number!}号线索已经办结了`, 'p3')).toEqual([]);
      const after = (await leads()).find((one) => one.id === lead!.id);
      expect(after).toMatchObject({ state: lead!.state });
      expect((after!.data as { result?: string }).result).toBeUndefined();
      await h.store.prisma.$executeRawUnsafe(`TRUNCATE message, item, ask CASCADE`);
    },
  );
});
