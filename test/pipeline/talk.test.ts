import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.js';
import { FAKE_BOT } from '../support/fake-puppet.js';
import { openHarness, type Harness } from './harness.js';

let h: Harness;
beforeAll(async () => {
  h = await openHarness();
  for (const [id, name] of [
    ['p1', '田禾'],
    ['p2', '沈青'],
  ] as const) {
    await h.say('好的', { sender: id });
    const person = { name, role: 'cadre', villages: ['枫树坪村', '大樟村'] };
    const { id: personId } = await h.store.prisma.person.create({ data: { id: newId(), ...person } });
    await h.store.prisma.contact.updateMany({
      where: { addresses: { some: { externalId: id } } },
      data: { personId },
    });
  }
});
afterAll(() => h.close());
afterEach(async () => {
  await h.store.prisma.ask.deleteMany();
  await h.store.prisma.record.updateMany({ data: { state: 'retracted' } });
});

const visits = async () => (await h.records({ kind: 'visit' })).filter((one) => one.state !== 'retracted');
const shown = async () =>
  (await visits()).map(({ subject, state, data }) => [
    subject,
    state,
    (data as { householdId?: string }).householdId,
  ]);

const codes = async () => (await shown()).map(([, , code]) => code);

describe('whoever calls the bot by name', () => {
  test('hears once a day that nothing was made of it, and how to say it; others and greetings to others hear nothing', async () => {
    const toBot = { mentions: [FAKE_BOT] };
    const said = await h.say('@小助手 帮我订个会议室', toBot);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('没看懂这句');
    expect(await h.say('@小助手 那订个车', toBot)).toEqual([]);
    expect(await h.say('帮我订个会议室', { sender: 'p2' })).toEqual([]);
    expect(await h.say('@小助手 收到', { ...toBot, sender: 'p2' })).toEqual([]);
    expect((await h.say('@小助手 再订个会议室', { ...toBot, sender: 'p2' })).join()).toContain('没看懂这句');
  });
});

describe('an open question', () => {
  test('is not answered by a report that bears a fitting word, nor by what others say', async () => {
    await h.say('今天走访李小芳家，5口人');
    await h.say('大樟村', { sender: 'p2' });
    await h.say('走访大樟村三组余国栋家');
    await h.say('大樟村三组停水两天了');
    expect((await shown())[0]).toEqual(['李小芳', 'incomplete', undefined]);
    expect((await h.say('大樟村的')).join()).toContain('已补全：李小芳（大樟村三组）');
  });

  test('about who answers for a problem is not answered by what happens at somebody’s home', async () => {
    await h.say('41号问题：公示栏破损\n整改措施：换新');
    await h.say('余国栋家今天去看了');
    await h.say('田有根家今天杀猪');
    await h.say('42号问题责任人换成余国栋');
    const open = await h.store.prisma.ask.findMany({ where: { state: 'open' } });
    expect(open).toHaveLength(1);
    expect((await h.say('田禾')).join()).toContain('已补全：41');
  });

  test('is put once a day about one name; an answer settles one report, and the other is asked about as another', async () => {
    expect((await h.say('今天走访李小芳家，5口人')).join()).toContain('是哪一户');
    const again = (await h.say('昨天走访李小芳家')).join();
    expect(again).toContain('待确认');
    expect(again).not.toContain('是哪一户');
    const next = (await h.say('大樟村三组')).join();
    expect(next).toMatch(/已补全：李小芳（大樟村三组）[\s\S]*的走访是哪一户/);
    expect(await codes()).toEqual(['QY02-0301', undefined]);
    expect((await h.say('大樟村三组')).join()).toContain('已补全');
    expect(await codes()).toEqual(['QY02-0301', 'QY02-0301']);
  });

  test('of two visits of one day to two households of a name: one each, in whatever words', async () => {
    await h.say('今天走访李小芳家，5口人');
    await h.say('又走访了另一个李小芳家，3口人');
    expect((await h.say('枫树坪村的')).join()).toContain('另一户李小芳是大樟村三组的吗？');
    expect(await codes()).toEqual(['QY01-0101', undefined]);
    await h.say('是的');
    expect(await codes()).toEqual(['QY01-0101', 'QY02-0301']);
  });

  test.each(['一户是大樟村三组的，另一户是枫树坪村的', '大樟村三组和枫树坪村一组'])(
    'two of a list are answered at once: “%s”',
    async (text) => {
      await h.say('今天走访：\n1.李小芳，收入稳定\n2.李小芳，5口人');
      await h.say(text);
      expect(await codes()).toEqual(['QY02-0301', 'QY01-0101']);
    },
  );

  test('“都是” answers for all of them', async () => {
    await h.say('今天走访李小芳家，5口人');
    await h.say('昨天走访李小芳家');
    await h.say('都是大樟村三组的');
    expect(await codes()).toEqual(['QY02-0301', 'QY02-0301']);
  });
});

describe('“明细” after an answer, without naming the bot', () => {
  test('works for whoever had asked, and for nobody else', async () => {
    await h.say('今天走访毛秀英家');
    await h.say('@小助手 枫树坪村本周走访几户', { mentions: [FAKE_BOT] });
    expect(await h.say('明细', { sender: 'p2' })).toEqual([]);
    expect((await h.say('明细')).join()).toMatch(/明细.*毛秀英/s);
  });
});

describe('names after a claim', () => {
  test('are visits of the day that was claimed', async () => {
    await h.say('昨天2户都走完了');
    expect(await h.say('余国栋、卞水生', { sender: 'p2' })).toEqual([]);
    expect((await h.say('毛秀英家、顾长明')).join()).toContain('已记走访2户：毛秀英、顾长明');
    expect(await shown()).toHaveLength(2);
    const [claim] = await h.records({ kind: 'visit-claim' });
    for (const one of await visits()) expect(one.occurredOn).toEqual(claim!.occurredOn);
    expect(await h.say('章立群、卞水生')).toEqual([]);
  });

  test('too few are said to be', async () => {
    await h.say('今天3户都走完了');
    expect((await h.say('分别是余国栋和卞水生')).join()).toMatch(/已记走访2户.*3户.*2户/s);
  });
});

describe('a day that no calendar has', () => {
  test('does not count before the right one is said', async () => {
    expect((await h.say('2月30日走访毛秀英家，4口人')).join()).toMatch(/暂不计数.*没有这一天/s);
    expect((await shown())[0]![1]).toBe('incomplete');
    expect((await h.say('是2月28日')).join()).toContain('已补全：毛秀英');
    expect((await visits())[0]!.occurredOn.toISOString().slice(5, 10)).toBe('02-28');
    expect((await shown())[0]![1]).toBe('active');
  });
});

describe('what was no visit, and what is no risk', () => {
  test.each([
    '没来得及去毛秀英家走访',
    '在镇上碰到毛秀英，聊了几句',
    '今天在集市上遇到田有根，说家里都好',
    '今天走访，路上碰到毛秀英，聊了几句',
    '毛秀英家屋顶漏雨解决了没？',
    '毛秀英家漏雨解决了',
    '顾长明家水管坏了，已修好',
  ])('“%s”', async (text) => {
    await h.say(text);
    expect((await h.records()).filter((one) => one.state !== 'retracted')).toEqual([]);
  });

  test('a risk that is still there is one, also beside a visit', async () => {
    await h.say('顾长明家停水三天了，还没解决');
    await h.say('今天走访毛秀英家，屋顶漏雨，已修好。存在问题：自来水浑浊');
    const leads = (await h.records({ kind: 'lead' })).filter((one) => one.state !== 'retracted');
    expect(leads.map(({ data }) => (data as { risk: string }).risk)).toEqual(['water', 'water']);
  });
});

describe('corrections in everyday words', () => {
  const data = async () => (await visits()).at(-1)!.data as Record<string, unknown>;

  test('change the last report, also where another correction stands in between', async () => {
    await h.say('今天走访毛秀英家，4口人，人均收入8000元');
    expect((await h.say('不对，写错了，是5口人')).join()).toContain('家庭人口 4→5');
    expect((await h.say('更正：人均收入12000')).join()).toContain('8000→12000');
    expect((await h.say('改成6')).join()).toContain('家庭人口 5→6');
    expect((await h.say('打错了，3口人')).join()).toContain('家庭人口 6→3');
    await h.say('刚才日期写错了，是1月16日');
    expect(await data()).toMatchObject({ population: 3, incomePerCapita: 12000 });
    expect((await data())['date']).toMatch(/-01-16$/);
  });

  test.each([
    '更正，今天走访的顾长明家，不是毛秀英家',
    '写错了，不是毛秀英家，是顾长明家',
    '不对，是顾长明家',
  ])('“%s”: another household, one visit', async (text) => {
    await h.say('今天走访毛秀英家，4口人');
    await h.say(text);
    expect(await shown()).toEqual([['顾长明', 'active', 'QY01-0202']]);
  });

  test('do not guess which value or which household is meant', async () => {
    await h.say('今天走访毛秀英家，4口人，照片3张');
    await h.say('改成6');
    expect(await data()).toMatchObject({ population: 4, photos: 3 });
    await h.say('今天走访余国栋家，4口人；走访卞水生家，3口人');
    expect((await h.say('不对，是5口人')).join()).toContain('要更正哪一条');
  });

  test('a householder who was not met: the visit is one without him', async () => {
    await h.say('今天走访章立群家，家里都好');
    await h.say('没见到章立群本人');
    expect(await visits()).toHaveLength(1);
    expect(await data()).toMatchObject({ householder: '章立群', mode: 'absent' });
  });
});
