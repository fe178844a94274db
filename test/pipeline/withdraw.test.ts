import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
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
