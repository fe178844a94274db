import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { newId } from '../../src/core/ids.js';
import { openHarness, type Harness } from './harness.js';

let h: Harness;
beforeAll(async () => {
  h = await openHarness();
});
afterAll(() => h.close());
afterEach(async () => {
  await h.store.prisma.$executeRawUnsafe('TRUNCATE message, item, ask CASCADE');
});

const visits = async () =>
  (await h.records({ kind: 'visit' }))
    .filter((one) => one.state !== 'retracted')
    .map(({ state, data }) => ({ state, ...(data as object) }));

describe('a visit was at another household', () => {
  test.each([
    '更正：今天走访的是卞水生家，不是田有根家',
    '更正：今天走访的是卞水生家',
    '更正，今天去的是卞水生',
    '不对，走访的是卞水生家',
    '不对不对，是卞水生家',
    '刚才打错名字了，应该是卞水生',
    '搞错了，是卞水生不是田有根',
    '走访的不是田有根，是卞水生',
    '不是田有根，是大樟村的卞水生',
    '更正：户主是卞水生',
    '更正：是大樟村四组的卞水生',
  ])('“%s” makes it that one', async (text) => {
    await h.say('今天走访枫树坪村田有根家，3口人');
    expect((await h.say(text)).join()).toMatch(/^已更正：.*户主 田有根→卞水生（大樟村四组）/);
    const [visit, ...more] = await visits();
    expect(more).toEqual([]);
    expect(visit).toMatchObject({ state: 'active', householdId: 'QY02-0401', population: 3 });
    expect([undefined, '大樟村']).toContain((visit as { village?: string }).village);
  });

  test('with more, what it says more is taken, too', async () => {
    await h.say('今天走访田有根家，3口人');
    await h.say('更正：今天走访的是卞水生家，5口人');
    expect(await visits()).toMatchObject([{ householdId: 'QY02-0401', population: 5 }]);
  });

  test('what was raised goes with it, and comes back when the correction is recalled', async () => {
    await h.say('今天走访田有根家，屋顶漏雨');
    const id = newId();
    await h.say('更正：今天走访的是余国栋家，不是田有根家', { id });
    const lead = async () => (await h.store.prisma.item.findFirst({ where: { state: 'new' } }))!.key;
    expect(await lead()).toContain('QY02-0302');
    h.far.recall(id);
    await vi.waitFor(
      async () => {
        expect(await lead()).toContain('QY01-0201');
      },
      { timeout: 15_000 },
    );
    expect(await visits()).toMatchObject([{ householdId: 'QY01-0201', householder: '田有根' }]);
  });

  test('of two that were reported the one that it was not; else it is asked', async () => {
    await h.say('今天走访田有根家；走访顾长明家');
    expect((await h.say('更正：今天走访的是余国栋家')).join()).toContain('要更正哪一条（田有根、顾长明）');
    await h.say('更正：是卞水生不是顾长明');
    const homes = (await visits()).map((one) => (one as { householder?: string }).householder);
    expect(homes).toEqual(['田有根', '卞水生']);
  });

  test('of the day that is said, and of no other', async () => {
    await h.say('今天走访田有根家，3口人');
    await h.say('昨天走访顾长明家');
    await h.say('更正：今天走访的是卞水生家');
    expect(await visits()).toMatchObject([{ householder: '卞水生' }, { householder: '顾长明' }]);
    expect((await h.say('更正：前天走访的是余国栋家')).join()).toContain('没找到要更正的记录');
    expect(await visits()).toHaveLength(2);
  });

  test('a report in full of another household that says it corrects is asked about, and not stored', async () => {
    await h.say('今天走访田有根家，3口人');
    expect((await h.say('更正：今天走访卞水生家，5口人')).join()).toContain(
      '还没有记：是把田有根改成卞水生吗？',
    );
    expect(await visits()).toMatchObject([{ householder: '田有根' }]);
    await h.say('更正：是卞水生，不是田有根');
    expect(await visits()).toMatchObject([{ householder: '卞水生' }]);
  });

  test('of the same household it takes the place of what was reported, its day too', async () => {
    await h.say('今天走访顾长明家，3口人');
    expect(await h.say('更正：昨天走访顾长明家')).toEqual(['已更正：顾长明 走访时间 11月18日→11月17日']);
    expect(await visits()).toMatchObject([{ date: '2026-11-17', population: 3 }]);
  });

  test.each(['不对，是王主任', '不对，是明天开会', '是周三不是周四', '不对，是儿子'])(
    '“%s” says nothing of it',
    async (text) => {
      await h.say('今天走访田有根家，3口人');
      await h.say(text);
      expect(await visits()).toMatchObject([{ householder: '田有根', date: '2026-11-18', population: 3 }]);
    },
  );
});

describe('it was in another village', () => {
  test.each([
    '不对，是大樟村的',
    '是大樟村不是枫树坪村',
    '是大樟不是枫树坪',
    '李小芳是大樟村的，不是枫树坪的',
    '村写错了，应该是大樟村',
    '更正：是大樟村的李小芳',
    '不是枫树坪村的，是大樟村的',
  ])('“%s”: the household of that name there', async (text) => {
    await h.say('今天走访枫树坪村一组李小芳家，3口人');
    await h.say(text);
    expect(await visits()).toMatchObject([
      { state: 'active', householder: '李小芳', village: '大樟村', householdId: 'QY02-0301' },
    ]);
  });

  test('where nobody of the name lives there it is asked, and the answer taken', async () => {
    await h.say('今天走访田有根家，3口人');
    expect((await h.say('不对，是大樟村的')).join()).toContain('大樟村花名册里没有“田有根”');
    expect(await visits()).toMatchObject([{ state: 'incomplete', householder: '田有根' }]);
    await h.say('章立群');
    expect(await visits()).toMatchObject([{ state: 'active', householdId: 'QY02-0101' }]);
  });

  test.each(['不对，是磨子沟的', '是青石沟不是磨子沟'])(
    '“%s”, which no register knows, is no name and is asked about',
    async (text) => {
      await h.say('今天走访田有根家，3口人');
      expect((await h.say(text)).join()).toContain('没有更正：没认出改哪一项（最近报的是田有根）');
      expect(await visits()).toMatchObject([{ householder: '田有根', householdId: 'QY01-0201' }]);
    },
  );
});

describe('several things are corrected at once', () => {
  test('of two households, each its own', async () => {
    await h.say('昨天走访田有根家，3口人，顾长明家，4口人');
    expect(await h.say('更正：田有根家4口人，顾长明家5口人')).toEqual([
      '已更正：田有根 家庭人口 3→4；顾长明 家庭人口 4→5',
    ]);
    expect(await visits()).toMatchObject([{ population: 4 }, { population: 5 }]);
  });

  test('what cannot be is said, and the other is done', async () => {
    await h.say('今天走访田有根家，3口人');
    const [heard] = await h.say('更正：田有根家4口人；顾长明家5口人');
    expect(heard).toContain('已更正：田有根 家庭人口 3→4');
    expect(heard).toContain('没有找到您报的“顾长明”的记录。');
    expect(await visits()).toMatchObject([{ householder: '田有根', population: 4 }]);
  });

  test('two figures of one household', async () => {
    await h.say('今天走访田有根家，3口人');
    await h.say('更正：田有根家人口4人，人均收入12000元');
    expect(await visits()).toMatchObject([{ population: 4, incomePerCapita: 12000 }]);
  });

  test.each(['更正：没有漏雨', '更正：屋顶没漏雨'])('“%s” is asked about, once', async (text) => {
    await h.say('今天走访田有根家，屋顶漏雨');
    expect(await h.say(text)).toEqual([
      expect.stringContaining('没有更正：没认出改哪一项（最近报的是田有根）'),
    ]);
    expect(await visits()).toMatchObject([{ problems: ['屋顶漏雨'] }]);
  });
});

describe('what is no visit is corrected, too', () => {
  test('the unit and the term of a problem, by its sender', async () => {
    const item = () => h.store.prisma.item.findFirst({ where: { number: 5 } });
    await h.say('5号问题：公示栏没贴，责任单位：大樟村，6月底前整改');
    expect(await h.say('更正：责任单位是水利局')).toEqual(['已更正：5 责任单位 大樟村→水利局']);
    expect(await item()).toMatchObject({ leadUnit: '水利局' });
    await h.say('责任单位写错了，应为住建局');
    expect(await item()).toMatchObject({ leadUnit: '住建局' });
    expect(await h.say('5号的牵头单位改为农业农村局')).toHaveLength(1);
    expect(await item()).toMatchObject({ leadUnit: '农业农村局' });
    expect(await h.say('更正：整改期限是7月底')).toEqual(['已更正：5 整改时限 6月30日→7月31日']);
  });

  test("one figure of a unit's report; the others stay, also when it is recalled", async () => {
    const metrics = async () => (await h.records({ kind: 'unit-report' }))[0]!.data;
    await h.say('清源镇本周工作：走访35户，发现问题3个，整改2个');
    const id = newId();
    await h.say('更正：走访是36户', { id });
    expect(await h.say('更正：发现问题4个，不是3个')).toEqual(['已更正：清源镇 发现问题 3→4']);
    expect(await metrics()).toMatchObject({ metrics: { 走访: 36, 发现问题: 4, 整改: 2 } });
    h.far.recall(id);
    await vi.waitFor(
      async () => {
        expect(await metrics()).toMatchObject({ metrics: { 走访: 35, 发现问题: 4, 整改: 2 } });
      },
      { timeout: 15_000 },
    );
  });
});

describe('a correction goes on to a report', () => {
  test.each(['不是6口人，是5口人，另外走访了田有根家', '更正：余国栋家5口人，另外今天还走访了田有根家'])(
    '“%s”: both',
    async (text) => {
      await h.say('今天走访余国栋家，6口人');
      const id = newId();
      const [heard] = await h.say(text, { id });
      expect(heard).toMatch(/^已更正：余国栋 家庭人口 6→5\n已记走访：田有根/);
      expect(await visits()).toMatchObject([
        { householder: '余国栋', population: 5 },
        { householder: '田有根', date: '2026-11-18' },
      ]);
      h.far.recall(id);
      await vi.waitFor(
        async () => {
          expect(await visits()).toMatchObject([{ householder: '余国栋', population: 6 }]);
        },
        { timeout: 15_000 },
      );
    },
  );
});
