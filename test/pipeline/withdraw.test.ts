import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { newId } from '../../src/core/ids.js';
import { openHarness, type Harness } from './harness.js';

let h: Harness;
beforeAll(async () => {
  h = await openHarness();
});
afterAll(() => h.close());
afterEach(async () => {
  await h.store.prisma.ask.deleteMany();
  await h.store.prisma.record.updateMany({ data: { state: 'retracted' } });
});

const counting = async () =>
  (await h.records({ kind: 'visit' })).filter((one) => one.state !== 'retracted').map((one) => one.subject);
const inPrivate = (text: string) => h.say(text, { room: undefined });

describe('a report is withdrawn in everyday words', () => {
  test('the one that is named, with what it had raised, and not the last one', async () => {
    await h.say('今天走访毛秀英家，屋顶漏雨');
    await h.say('今天走访顾长明家，3口人');
    expect((await h.say('撤销今天毛秀英家的走访')).join()).toMatch(
      /^已作废1条记录：毛秀英（走访，\d+月\d+日）$/,
    );
    expect(await counting()).toEqual(['顾长明']);
    const leads = await h.records({ kind: 'lead' });
    expect(leads.map((one) => one.state)).toEqual(['retracted']);
  });

  test.each([
    '把顾家那条删掉',
    '刚才报错了，作废',
    '那条不算',
    '顾长明家的走访删掉吧',
    '我刚才发的那条走访不算',
  ])('“%s”', async (text) => {
    await h.say('前天走访顾长明家，3口人');
    expect((await h.say(text)).join()).toContain('已作废1条记录：顾长明');
    expect(await counting()).toEqual([]);
  });

  test('of several in one message only the one that is named goes; without a name all of them', async () => {
    await h.say('今天走访余国栋家；走访卞水生家；走访章立群家');
    await h.say('刚才那条余国栋的删掉');
    expect(await counting()).toEqual(['卞水生', '章立群']);
    expect((await h.say('上一条作废')).join()).toContain('已作废2条记录：卞水生');
    expect(await counting()).toEqual([]);
  });

  test('where two fit it is asked, and the number that is answered goes', async () => {
    await h.say('昨天走访章立群家');
    await h.say('前天走访章立群家');
    expect((await h.say('撤销章立群家的走访')).join()).toMatch(/要作废哪一条.*1\. 章立群.*2\. 章立群/s);
    expect(await counting()).toHaveLength(2);
    expect((await h.say('2', { sender: 'p2' })).join()).toBe('');
    expect((await h.say('第2条')).join()).toContain('已作废1条记录：章立群');
    const left = (await h.records({ kind: 'visit' })).filter((one) => one.state !== 'retracted');
    expect(left).toHaveLength(1);
    const days = (await h.records({ kind: 'visit' })).filter((one) => one.subject === '章立群');
    expect(left[0]!.occurredOn).toEqual(days.map((one) => one.occurredOn).sort((a, b) => +a - +b)[0]);
  });

  test('in private, what was reported in the group', async () => {
    await h.say('昨天走访田有根家，6口人');
    expect((await inPrivate('把田有根家那条删掉')).join()).toContain('已作废1条记录：田有根');
    expect(await counting()).toEqual([]);
  });

  test('nobody withdraws what another has reported, nor what they did not mean', async () => {
    await h.say('今天走访卞水生家，7口人', { sender: 'p2' });
    await h.say('今天走访毛秀英家，6口人');
    expect((await h.say('撤销卞水生家的走访')).join()).toContain('没有作废任何记录');
    await h.say('把台账里的重复户删掉');
    await h.say('走访毛秀英家，撤销了她家的公益岗');
    expect((await counting()).sort()).toContain('卞水生');
    expect(await counting()).toContain('毛秀英');
  });
});

describe('what says that a report was a mistake', () => {
  test.each([
    '报错了',
    '上一条报错了',
    '刚才那个报错了',
    '顾长明家的走访报错了',
    '顾长明那户没去成，报错了',
    '取消顾长明的走访',
    '取消今天顾长明的走访记录',
    '撤回顾长明家的',
    '老顾家的走访报错了',
    '别管了，撤销顾长明家的走访',
  ])('“%s” withdraws it', async (text) => {
    await h.say('今天走访顾长明家，3口人');
    expect((await h.say(text)).join()).toContain('已作废1条记录：顾长明（走访');
    expect(await counting()).toEqual([]);
  });

  test.each([
    '涂满银家的走访报错了',
    '取消涂满银的走访',
    '撤回涂满银家的',
    '茶园村产业路报错了',
    '撤销茶园村产业路的进度',
  ])('“%s”, which was not reported, takes nothing else with it', async (text) => {
    await h.say('今天走访顾长明家，3口人');
    expect((await h.say(text)).join()).toContain('没有作废任何记录');
    expect(await counting()).toEqual(['顾长明']);
    const left = (await h.records()).filter((one) => one.state !== 'retracted');
    expect(left.map((one) => one.kind)).toEqual(['visit']);
  });

  test.each([
    '撤销枫树坪村饮水工程的进度',
    '撤销饮水工程的进度',
    '枫树坪村饮水工程报错了，撤销',
    '枫树坪村饮水工程报错了',
  ])('“%s” withdraws what was said of a project, and is none itself', async (text) => {
    await h.say('枫树坪村饮水工程，总投资120万元，进度60%');
    expect((await h.say(text)).join()).toContain('已作废1条记录：枫树坪村饮水工程（项目进度');
    const projects = await h.records({ kind: 'project' });
    expect(projects.filter((one) => one.state !== 'retracted')).toEqual([]);
    expect(projects.map((one) => one.subject).filter((name) => name!.startsWith('撤销'))).toEqual([]);
  });

  test.each([
    '顾长明家的走访不用撤销',
    '顾长明家的走访别撤销',
    '请不要撤销顾长明家的走访',
    '上一条先别作废',
    '危房补助报错了，村里说重报',
    '顾长明家的低保报错了，要重新申请',
    '取消顾长明家的低保',
    '取消明天顾长明的走访',
    '今天取消走访',
    '领导说这事不作数，撤销毛秀英家的走访',
  ])('“%s” withdraws nothing and reports nothing', async (text) => {
    await h.say('前天走访顾长明家，3口人');
    expect((await h.say(text)).join()).toBe('');
    const left = (await h.records()).filter((one) => one.state !== 'retracted');
    expect(left.map((one) => `${one.kind}:${one.subject ?? ''}`)).toEqual(['visit:顾长明']);
  });

  test('a request for closing is withdrawn, not made again: the problem stands as before', async () => {
    const state = async () => (await h.store.prisma.item.findFirst({ where: { number: 5 } }))!.state;
    await h.say('5号问题：公示栏没贴，责任单位：大樟村，6月底前整改');
    const before = await state();
    for (const text of ['5号问题销号撤回', '撤回5号的销号申请', '5号的销号申请报错了']) {
      await h.say('5号问题已整改到位，申请销号，佐证2份');
      expect(await state()).not.toBe(before);
      expect((await h.say(text)).join()).toContain('已作废1条记录：5（问题整改');
      expect(await state()).toBe(before);
    }
    expect((await h.say('撤回5号的销号申请')).join()).toContain('没有作废任何记录');
    expect(await state()).toBe(before);
  });
});

describe('what a message reports behind a withdrawal is kept', () => {
  test.each([
    '撤销顾长明家的走访，我今天走访的是余国栋家，5口人',
    '撤销顾长明家的走访。今天走访余国栋家，5口人',
  ])('“%s”', async (text) => {
    await h.say('今天走访顾长明家，3口人');
    const answer = (await h.say(text)).join('|');
    expect(answer).toMatch(/^已作废1条记录：顾长明（走访，[^）]*）\n已记走访：余国栋/);
    expect(await counting()).toEqual(['余国栋']);
    expect((await h.records({ kind: 'visit' })).at(-1)!.data).toMatchObject({ population: 5 });
    await h.say(text); // the same words again change nothing
    expect(await counting()).toEqual(['余国栋']);
  });

  test('and nothing where only talk follows', async () => {
    await h.say('今天走访顾长明家，3口人');
    expect((await h.say('撤销顾长明家的走访，我明天再去一趟')).join()).toMatch(
      /^已作废1条记录：顾长明（[^）]*）$/,
    );
    expect(await counting()).toEqual([]);
  });
});

describe('a message that had withdrawn something is recalled', () => {
  /** Sends it and gives its id on the far side. */
  async function said(text: string): Promise<string> {
    const id = newId();
    await h.say(text, { id });
    return id;
  }
  async function recall(id: string): Promise<string[]> {
    const { seq } = (await h.store.prisma.message.findFirst({ orderBy: { seq: 'desc' } }))!;
    h.far.recall(id);
    await vi.waitFor(
      async () => {
        expect(await h.store.prisma.message.count({ where: { seq: { gt: seq } } })).toBe(1);
      },
      { timeout: 15_000 },
    );
    await h.settled();
    return h.heard().map((one) => one.text);
  }

  test('what it had withdrawn counts again, and the receipt says so', async () => {
    await h.say('今天走访顾长明家，屋顶漏雨');
    const mistake = await said('撤销顾长明家的走访');
    expect(await counting()).toEqual([]);
    expect((await recall(mistake)).join()).toBe('已按撤回恢复原样：顾长明');
    expect(await counting()).toEqual(['顾长明']);
    expect((await h.records({ kind: 'lead' })).at(-1)!.state).not.toBe('retracted');
  });

  test('not what was reported anew since, nor what was recalled itself', async () => {
    await h.say('今天走访顾长明家，3口人');
    const mistake = await said('撤销顾长明家的走访');
    await h.say('今天走访顾长明家，4口人');
    expect((await recall(mistake)).join()).toBe('');
    expect(await counting()).toEqual(['顾长明']);

    const report = await said('今天走访毛秀英家，6口人');
    const other = await said('撤销毛秀英家的走访');
    await recall(report);
    expect((await recall(other)).join()).toBe('');
    expect(await counting()).toEqual(['顾长明']);
  });
});
