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

/** Sends it and gives its id on the far side. */
async function said(text: string, options: { room?: string | undefined } = {}): Promise<string> {
  const id = newId();
  await h.say(text, { id, ...options });
  return id;
}
async function recall(id: string): Promise<string> {
  const { seq } = (await h.store.prisma.message.findFirst({ orderBy: { seq: 'desc' } }))!;
  h.far.recall(id);
  await vi.waitFor(
    async () => {
      expect(await h.store.prisma.message.count({ where: { seq: { gt: seq } } })).toBe(1);
    },
    { timeout: 15_000 },
  );
  await h.settled();
  return h
    .heard()
    .map((one) => one.text)
    .join();
}
const standing = async (kind = 'visit') =>
  (await h.records({ kind })).filter((one) => one.state === 'active').map((one) => one.data);

describe('of two reports that say the same, the first is taken back', () => {
  test('the visit stands, and goes with the other', async () => {
    const one = await said('今天走访顾长明家，3口人');
    const other = await said('今天走访顾长明家，3口人');
    expect(await recall(one)).toBe('');
    expect(await standing()).toMatchObject([{ householder: '顾长明', population: 3 }]);
    expect(await recall(other)).toBe('已按撤回取消1条记录：顾长明');
    expect(await standing()).toEqual([]);
  });

  test('also where the other was said in private, and three times', async () => {
    const one = await said('今天走访余国栋家，3口人');
    const two = await said('今天走访余国栋家，3口人', { room: undefined });
    const three = await said('今天走访余国栋家，3口人');
    await recall(one);
    await recall(two);
    expect(await standing()).toHaveLength(1);
    await recall(three);
    expect(await standing()).toEqual([]);
  });

  test('in other words: what only the first one told goes with it, what was corrected since stays', async () => {
    const one = await said('今天走访毛秀英家，3口人，屋顶漏雨');
    await said('今天走访枫树坪村毛秀英家，3口人，照片2张');
    await said('更正：毛秀英家4口人');
    expect(await recall(one)).toBe('已按撤回取消1条记录：毛秀英（风险线索）');
    const [visit, ...more] = await standing();
    expect(more).toEqual([]);
    expect(visit).toMatchObject({ householdId: 'QY01-0301', population: 4, photos: 2 });
    expect(visit).not.toHaveProperty('problems');
    expect(await standing('lead')).toEqual([]);
  });

  test('what had been asked about it can still be answered', async () => {
    const one = await said('今天走访李小芳家，3口人');
    await said('今天走访李小芳家，3口人');
    await recall(one);
    expect((await h.say('大樟村的')).join()).toBe('已补全：李小芳（大樟村三组）');
    expect(await standing()).toMatchObject([{ householdId: 'QY02-0301' }]);
  });

  test('an item that it opened stays open', async () => {
    const text = '5号问题：公示栏没贴，责任单位：大樟村，6月底前整改';
    const one = await said(text);
    await said(text);
    await recall(one);
    expect(await h.store.prisma.item.findMany()).toMatchObject([{ number: 5, state: 'open' }]);
  });

  test('by a quote or as the last one in words: the other stands, and that is said', async () => {
    await said('今天走访卞水生家，3口人');
    await said('今天走访卞水生家，3口人');
    expect((await h.say('上一条作废')).join()).toBe(
      '重复的那条已作废，卞水生照记一次。整个不算的，请回“撤销卞水生的走访”',
    );
    expect(await standing()).toHaveLength(1);
    expect((await h.say('撤销卞水生的走访')).join()).toContain('已作废1条记录：卞水生');
    expect(await standing()).toEqual([]);
  });

  test('as reported by mistake: the visit goes', async () => {
    await said('今天走访卞水生家，3口人');
    await said('今天走访卞水生家，3口人');
    expect((await h.say('刚才报错了，作废')).join()).toContain('已作废1条记录：卞水生');
    expect(await standing()).toEqual([]);
  });
});

describe('of two corrections, one is taken back', () => {
  test.each([
    ['更正：余国栋家4口人', '更正：余国栋家4口人'],
    ['更正：余国栋家4口人', '余国栋家人口应该是4人'],
  ])('what the other still says holds: “%s”, “%s”', async (first, second) => {
    await said('今天走访余国栋家，3口人');
    const one = await said(first);
    const other = await said(second);
    expect(await recall(one)).toBe('');
    expect(await standing()).toMatchObject([{ population: 4 }]);
    expect(await recall(other)).toBe('已按撤回恢复原样：余国栋');
    expect(await standing()).toMatchObject([{ population: 3 }]);
  });

  test('without both it is as reported, whichever goes first', async () => {
    await said('今天走访余国栋家，3口人');
    const one = await said('更正：余国栋家4口人');
    const other = await said('更正：余国栋家5口人');
    await recall(one);
    expect(await standing()).toMatchObject([{ population: 5 }]);
    await recall(other);
    expect(await standing()).toMatchObject([{ population: 3 }]);
  });

  test.each(['上一条作废', '刚才的更正不算'])(
    '“%s” takes the correction back, not the report',
    async (text) => {
      await said('今天走访余国栋家，3口人');
      await said('更正：余国栋家4口人');
      expect((await h.say(text)).join()).toBe('已按作废恢复原样：余国栋');
      expect(await standing()).toMatchObject([{ population: 3 }]);
    },
  );
});

test('words that were taken back and said again are one report with what was said in between', async () => {
  const one = await said('今天走访章立群家，3口人');
  await recall(one);
  await said('今天走访章立群家，3口人，照片2张');
  await said('今天走访章立群家，3口人');
  expect(await standing()).toHaveLength(1);
});

describe('a correction without a name', () => {
  test('is of what was spoken of last, and not of what was stored last', async () => {
    await said('今天走访章立群家，3口人');
    await said('昨天走访余国栋家，4口人');
    await said('更正：章立群家7口人');
    expect(await h.say('更正：是前天走访的')).toEqual(['已更正：章立群 走访时间 11月18日→11月16日']);
  });

  test('also where it was spoken of in an answer, and not of what was recalled', async () => {
    await said('今天走访李小芳家，5口人');
    await said('今天走访章立群家，3口人');
    await said('大樟村的');
    const last = await said('今天走访余国栋家，3口人');
    await recall(last);
    expect(await h.say('更正：是昨天走访的')).toEqual(['已更正：李小芳 走访时间 11月18日→11月17日']);
  });
});
