import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { newId } from '../../src/core/ids.js';
import type { Household } from '../../src/core/household.js';
import { openAsks } from '../../src/store/clerk/waiting.js';
import { COUNTY } from './county.js';
import { openHarness, type Harness } from './harness.js';

const OTHER: Household = {
  ...COUNTY.find((one) => one.householder === '余国栋')!,
  code: 'QY03-0201',
  village: '青杠村',
  group: '二组',
};
const THIRD: Household[] = ['QY01-0901', 'QY02-0901'].map((code, i) => ({
  ...COUNTY[0]!,
  code,
  householder: '唐春生',
  village: ['枫树坪村', '大樟村'][i]!,
}));
const PATIENT = { timeout: 20_000, interval: 50 };

let h: Harness;
beforeAll(async () => {
  h = await openHarness({ households: [...COUNTY, OTHER, ...THIRD] });
});
afterAll(() => h.close());
afterEach(async () => {
  await h.store.prisma.$executeRawUnsafe('TRUNCATE message, item, ask CASCADE');
});

const homes = async () =>
  Object.fromEntries(
    (await h.records({ kind: 'visit' })).map(({ data }) => {
      const { householder, householdId } = data as { householder: string; householdId?: string };
      return [householder, householdId];
    }),
  );
const asks = () => h.store.prisma.ask.findMany({ where: { state: 'open' } });

async function twoQuestions(): Promise<string[]> {
  await h.say('今天走访李小芳家，3口人');
  await h.say('今天走访余国栋家，3口人');
  return h.say('大樟村');
}

describe('an answer that fits two open questions', () => {
  test('is asked about, once, and settles neither until it is said', async () => {
    expect((await twoQuestions()).join()).toContain(
      '请回复：“大樟村”答的是哪一件：1.余国栋（走访，村）、2.李小芳（走访，村）？回“第几个”，或带上名称再说一次',
    );
    expect(await homes()).toEqual({ 李小芳: undefined, 余国栋: undefined });
    const all = { all: true, place: { towns: [], villages: [], title: '' }, person: '', contactId: newId() };
    // Each report waits for one answer, whatever is asked about it besides.
    expect(await openAsks(h.store.prisma, all, h.clock.now())).toHaveLength(2);
    expect(await h.say('大樟村')).toEqual([]);
    // It may mean that something was read.
    expect(await h.say('1')).toEqual([]);
    expect(await h.say('第2个')).toEqual(['已补全：李小芳（大樟村三组）']);
    expect(await homes()).toEqual({ 李小芳: 'QY02-0301', 余国栋: undefined });
    await h.say('青杠村');
    expect(await homes()).toEqual({ 李小芳: 'QY02-0301', 余国栋: 'QY03-0201' });
    expect(await asks()).toEqual([]);
  });

  test('a number belongs to what was offered last', async () => {
    await twoQuestions();
    expect((await h.say('今天走访唐春生家，3口人')).join()).toContain('唐春生');
    await h.say('第2个');
    expect(await homes()).toMatchObject({ 李小芳: undefined, 余国栋: undefined });
  });

  test('the name alone says which', async () => {
    await twoQuestions();
    expect(await h.say('余国栋')).toEqual(['已补全：余国栋（大樟村三组）']);
    expect(await homes()).toEqual({ 李小芳: undefined, 余国栋: 'QY02-0302' });
  });

  test.each([
    ['李小芳是大樟村的', '李小芳', 'QY02-0301'],
    ['青杠村', '余国栋', 'QY03-0201'],
  ])('“%s” is decided by its words', async (text, name, code) => {
    await h.say('今天走访李小芳家，3口人');
    await h.say('今天走访余国栋家，3口人');
    await h.say(text);
    expect((await homes())[name]).toBe(code);
  });

  test('of two problems without an owner it is asked whose it is', async () => {
    await h.say('5号问题：公示栏没贴，措施：补贴');
    await h.say('6号问题：台账缺页，措施：补录');
    expect((await h.say('田禾')).join()).toContain('“田禾”答的是哪一件：1.6号（问题整改，责任人）、2.5号');
    const owner = async (number: number) =>
      (await h.store.prisma.item.findFirst({ where: { ledger: 'problems', number } }))!.owner;
    expect([await owner(5), await owner(6)]).toEqual([null, null]);
    await h.say('第2个');
    expect([await owner(5), await owner(6)]).toEqual(['田禾', null]);
  });
});

describe('the next free number of a list', () => {
  const problems = async () =>
    (await h.store.prisma.item.findMany({ where: { ledger: 'problems' }, orderBy: { number: 'asc' } })).map(
      ({ number, title }) => [number, title],
    );

  test('is agreed to twice: the second problem takes the one behind it', async () => {
    await h.say('登记问题：公示栏没贴，责任人田禾，6月底前整改');
    await h.say('登记问题：台账缺页，责任人田禾，6月底前整改', { sender: 'p2' });
    expect((await h.say('新问题')).join()).toContain('1号问题已进台账');
    expect((await h.say('新问题', { sender: 'p2' })).join()).toContain('2号问题已进台账');
    expect(await problems()).toEqual([
      [1, '公示栏没贴'],
      [2, '台账缺页'],
    ]);
  });

  test('which of two problems it is for is said with the name', async () => {
    await h.say('登记问题：公示栏没贴，责任人田禾，6月底前整改');
    await h.say('登记问题：台账缺页，责任人田禾，6月底前整改');
    expect((await h.say('新问题')).join()).toContain('答的是哪一件');
    expect((await h.say('台账缺页是新问题')).join()).toContain('1号问题已进台账');
    expect((await h.say('新问题')).join()).toContain('2号问题已进台账');
    expect(await problems()).toEqual([
      [1, '台账缺页'],
      [2, '公示栏没贴'],
    ]);
  });
});

describe('recalled, in combination', () => {
  test('the answer, and what corrected beside it: one question is open again, not two', async () => {
    await h.say('今天走访李小芳家，3口人');
    const [answered, corrected] = [newId(), newId()];
    await h.say('大樟村', { id: answered });
    await h.say('更正：李小芳家4口人', { id: corrected });
    h.far.recall(answered);
    h.far.recall(corrected);
    await vi.waitFor(async () => {
      const [visit] = await h.records({ kind: 'visit' });
      expect(visit).toMatchObject({ state: 'incomplete', data: { population: 3 } });
    }, PATIENT);
    expect(await asks()).toHaveLength(1);
    await h.say('枫树坪村');
    expect(await homes()).toEqual({ 李小芳: 'QY01-0101' });
  });

  test('the report whose household was corrected takes its lead with it; the correction is then about nothing', async () => {
    const [report, correction] = [newId(), newId()];
    await h.say('今天走访田有根家，3口人，屋顶漏雨', { id: report });
    await h.say('更正：是顾长明家，不是田有根家', { id: correction });
    h.far.recall(report);
    await vi.waitFor(async () => {
      expect((await h.records()).map((one) => one.state)).toEqual(['retracted', 'retracted']);
    }, PATIENT);
    h.far.recall(correction);
    await h.say('好的');
    expect(await h.store.prisma.item.count()).toBe(0);
  });

  test('an old batch that comes again changes nothing that was corrected since', async () => {
    const id = newId();
    await h.say('今天走访田有根家，3口人', { id });
    await h.say('更正：田有根家是5口人');
    await h.say('今天走访田有根家，3口人', { id });
    expect((await h.records({ kind: 'visit' })).map(({ data }) => data)).toMatchObject([{ population: 5 }]);
  });
});

describe('of a problem', () => {
  test('its number and the word 更正: whoever registered it changes it, another one does not', async () => {
    const unit = async () =>
      (await h.store.prisma.item.findFirst({ where: { ledger: 'problems', number: 5 } }))!.leadUnit;
    await h.say('5号问题：公示栏没贴，责任单位：大樟村，责任人：田禾，6月底前整改');
    expect(await h.say('更正：5号问题责任单位是水利局')).toEqual(['已更正：5 责任单位 大樟村→水利局']);
    expect(await unit()).toBe('水利局');
    expect((await h.say('更正：5号问题责任单位是农业农村局', { sender: 'p2' })).join()).toContain('先不改');
    expect(await unit()).toBe('水利局');
  });

  test('what the own report of it does not say is the item’s: a correction of it is judged as what is said of the item', async () => {
    const item = async () =>
      (await h.store.prisma.item.findFirst({ where: { ledger: 'problems', number: 5 } }))!;
    await h.say('5号问题：公示栏没贴，责任单位：大樟村，责任人：田禾，6月底前整改');
    const before = await item();
    await h.say('5号问题已整改到位，附照片2张', { sender: 'p2' });
    expect((await h.say('更正：5号问题期限改为8月31日', { sender: 'p2' })).join()).toContain('先不改');
    expect((await item()).nextDue).toEqual(before.nextDue);
  });
});
