import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openHarness, type Harness } from './harness.js';

let h: Harness;
beforeAll(async () => {
  h = await openHarness();
});
afterAll(() => h.close());

const visits = async (householdId: string) =>
  (await h.records({ kind: 'visit' })).filter(
    (one) => (one.data as { householdId?: string }).householdId === householdId && one.state !== 'retracted',
  );
const data = async (code: string) => (await visits(code)).map((one) => one.data);

describe('the same household on the same day, reported again by the same sender', () => {
  test('with other figures is queried once, with both, and counted once', async () => {
    await h.say('今天走访田有根家，5口人，无困难');
    const heard = await h.say('今天走访枫树坪村田有根家，3口人，无困难');
    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatch(/田有根（枫树坪村二组）.*家庭人口是5，这次是3，只算一次/);
    expect(heard[0]).not.toContain('已记走访');
    expect(await data('QY01-0201')).toMatchObject([{ population: 5 }]);
    // Said a third time, it is not asked a third time.
    expect((await h.say('今天走访田有根，3口人')).join()).toBe('1条已记过，没有重复记');
    expect(await h.say('以后面的为准')).toEqual(['已更正：田有根 家庭人口 5→3']);
    expect(await data('QY01-0201')).toMatchObject([{ population: 3 }]);
  });

  test('with the word that it corrects, it corrects', async () => {
    await h.say('今天走访顾长明家，5口人，人均收入12000元');
    expect((await h.say('更正：今天走访顾长明家，4口人'))[0]).toBe('已更正：顾长明 家庭人口 5→4');
    expect(await data('QY01-0202')).toMatchObject([{ population: 4, incomePerCapita: 12000 }]);
    expect((await h.say('今天走访顾长明家，刚才写错了，6口人'))[0]).toBe('已更正：顾长明 家庭人口 4→6');
    expect(await visits('QY01-0202')).toHaveLength(1);
  });

  test('the value itself chooses, also as a correction; the earlier one may hold, too', async () => {
    await h.say('今天走访卞水生家，2口人，照片1张');
    await h.say('今天走访卞水生家，7口人，照片3张');
    expect(await data('QY02-0401')).toMatchObject([{ population: 2, photos: 3 }]);
    expect(await h.say('更正：人口是7')).toEqual(['已更正：卞水生 家庭人口 2→7']);
    await h.say('今天走访卞水生家，8口人');
    expect(await h.say('以前面的为准')).toEqual([]);
    expect(await data('QY02-0401')).toMatchObject([{ population: 7 }]);
  });

  test('what it says beside is added; another way of visiting is another visit', async () => {
    await h.say('今天走访余国栋家，3口人，存在问题：屋顶漏雨');
    expect(await h.say('今天走访余国栋家，存在问题：药费负担重')).toEqual(['已补全：余国栋（大樟村三组）']);
    const [only] = await data('QY02-0302');
    expect(await visits('QY02-0302')).toHaveLength(1);
    expect((only as { problems: string[] }).problems).toEqual(['屋顶漏雨', '药费负担重']);
    await h.say('昨天电话联系余国栋，都好');
    await h.say('昨天入户余国栋家，都好');
    expect(await visits('QY02-0302')).toHaveLength(3);
  });

  test('others and other days are not concerned', async () => {
    await h.say('昨天走访章立群家，4口人');
    await h.say('昨天走访章立群家，5口人', { sender: 'p2' });
    await h.say('前天走访章立群家，5口人');
    expect(await visits('QY02-0101')).toHaveLength(3);
  });
});

describe('a report said again is settled by its sender', () => {
  test('as the same: counted once, and what differs is still open', async () => {
    await h.say('11月2日走访章立群家，3口人');
    await h.say('11月2日走访章立群家，5口人');
    expect(await h.say('是同一次')).toEqual([
      '好的，章立群只算一次；家庭人口先按前一次，以后一次为准请回“以后面的为准”',
    ]);
    expect(await h.say('以后面的为准')).toEqual(['已更正：章立群 家庭人口 3→5']);
  });

  test.each([
    ['11月3日', '又去了一次'],
    ['11月4日', '下午又去了一趟'],
    ['11月5日', '是两次'],
    ['11月6日', '不是同一次'],
  ])('as another one: it counts by itself, once (%s, “%s”)', async (day, words) => {
    const on = async () =>
      (await visits('QY02-0101')).filter(
        (one) => one.occurredOn.toISOString().slice(0, 10) === `2026-11-0${day.slice(3, 4)}`,
      );
    await h.say(`${day}走访章立群家，3口人`);
    await h.say(`${day}走访章立群家，5口人，照片2张`);
    expect(await on()).toHaveLength(1);
    expect((await h.say(words)).join()).toMatch(/^已记走访：章立群/);
    expect((await on()).map((one) => one.data)).toMatchObject([
      { population: 3 },
      { population: 5, photos: 2 },
    ]);
    expect((await on())[0]!.data).not.toHaveProperty('photos');
    await h.say(words);
    expect(await on()).toHaveLength(2);
  });

  test('nothing is made of the words where nothing was said twice', async () => {
    await h.say('11月9日走访章立群家，3口人');
    expect(await h.say('又去了一次')).toEqual([]);
  });
});
