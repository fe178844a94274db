import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openHarness, type Harness } from './harness.js';

let h: Harness;
beforeAll(async () => {
  h = await openHarness();
});
afterAll(() => h.close());

const about = async (subject: string) =>
  (await h.records())
    .filter((one) => one.subject === subject && one.state !== 'retracted')
    .map((r) => r.data);

describe('a correction that names a household or a project', () => {
  test('changes nothing where the sender has not reported on it', async () => {
    await h.say('今天走访章立群家，5口人，无困难');
    for (const text of [
      '李二柱家是四口人，我刚才打成五口了',
      '更正：李二柱家4口人',
      '田有根家是四口人，我刚才打成五口了',
      '老田家人口应该是4人',
      '大岭村便民桥进度应该是50%',
    ])
      expect((await h.say(text)).join(), text).toMatch(/^没有找到您报的“.{2,8}”的记录，没有更正任何记录/);
    expect(await about('章立群')).toMatchObject([{ population: 5 }]);
    // What is another's is not the sender's.
    const [heard] = await h.say('章立群家人口应该是3人', { sender: 'p2' });
    expect(heard).toMatch(/^没有找到/);
    expect(await about('章立群')).toMatchObject([{ population: 5 }]);
  });

  test('changes the report on it, though others came after it', async () => {
    await h.say('今天走访顾长明家，5口人，家庭年收入合计21000元');
    await h.say('桃坪村饮水工程进度80%');
    await h.say('今天走访卞水生家，6口人，家庭年收入合计18000元');
    expect(await h.say('顾长明家合计应该是23000元')).toEqual(['已更正：顾长明 家庭总收入 21000→23000']);
    expect(await h.say('更正：顾长明家4口人')).toEqual(['已更正：顾长明 家庭人口 5→4']);
    expect(await h.say('卞老汉家是3口人，我刚才打成6口了')).toEqual(['已更正：卞水生 家庭人口 6→3']);
    expect(await about('卞水生')).toMatchObject([{ population: 3, incomeTotal: 18000 }]);
  });

  test('with another figure is no repeat', async () => {
    await h.say('杉树村引水渠进度80%');
    expect(await h.say('杉树村引水渠进度不是80%，是75%')).toEqual(['已更正：杉树村引水渠 形象进度 80→75']);
    expect(await h.say('杉树村引水渠进度应该是76%')).toEqual(['已更正：杉树村引水渠 形象进度 75→76']);
    expect(await about('杉树村引水渠')).toMatchObject([{ percent: 76 }]);
  });

  test('of what the record does not have is never taken for the population', async () => {
    await h.say('今天走访毛秀英家，5口人');
    for (const text of [
      '毛秀英家劳动力应该是2人',
      '更正：毛秀英家劳力是2人',
      '毛秀英家学生2人，刚才打成5人了',
      '更正：残疾人是2人',
      '老人应该是2人',
      '媳妇应该是2人',
      '毛秀英家护林员应该是2人',
    ])
      expect((await h.say(text)).join(), text).not.toContain('已更正');
    expect(await about('毛秀英')).toMatchObject([{ population: 5 }]);
  });
});

test('a day that no calendar has is asked about in a ticked form, too', async () => {
  const [heard] = await h.say('☑️户主：余国栋 ☑️人口：4人 ☑️走访时间：2月30日');
  expect(heard).toContain('日期没有这一天或还没到，余国栋是哪一天走访的？');
  expect(await about('余国栋')).toMatchObject([{ population: 4 }]);
  expect((await about('余国栋'))[0]).not.toHaveProperty('date');
});

describe('a question of the bot', () => {
  test.each([
    ['11月10日', '23000对', 23000],
    ['11月11日', '以23000为准', 23000],
    ['11月12日', '后面那个对', 23000],
    ['11月13日', '以前面的为准', 25000],
  ])(
    'which of two sums holds is answered by words and by the sum itself (%s, "%s")',
    async (day, answer, total) => {
      const [heard] = await h.say(
        `${day}走访田有根家，3口人，务工收入15000元，种植收入8000元，全年合计25000元`,
      );
      expect(heard).toContain('合计写的是25000，分项加起来是23000，哪个对？');
      expect((await h.say(answer)).join()).toBe(
        total === 23000 ? '已更正：田有根 家庭总收入 25000→23000' : '',
      );
      expect((await about('田有根')).at(-1)).toMatchObject({ incomeTotal: total });
    },
  );

  test('which household it is may be answered with the one that it is not', async () => {
    const [heard] = await h.say('今天走访李小芳家，3口人');
    expect(heard).toContain('是哪一户？');
    expect((await h.say('不是枫树坪的，是大樟村的')).join()).toContain('李小芳（大樟村三组）');
    expect(await about('李小芳')).toMatchObject([{ householdId: 'QY02-0301' }]);
  });
});
