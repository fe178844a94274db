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
    ])
      expect((await h.say(text)).join(), text).not.toContain('已更正');
    expect(await about('毛秀英')).toMatchObject([{ population: 5 }]);
  });
});

test('a day that no calendar has is asked about in a ticked form, too', async () => {
  const [heard] = await h.say('☑️户主：余国栋 ☑️人口：4人 ☑️走访时间：2月30日');
  expect(heard).toContain('没有这一天，余国栋是哪一天走访的？');
  expect(await about('余国栋')).toMatchObject([{ population: 4 }]);
  expect((await about('余国栋'))[0]).not.toHaveProperty('date');
});
