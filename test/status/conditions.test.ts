import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openAskedCounty, type AskedCounty } from './asked.js';
import { HOMES, ROWS, seedItems } from './held-out-county.js';

/** Every condition a question states is applied, or the words are said not to be understood: no number for another question. */

let county: AskedCounty;
beforeAll(async () => {
  county = await openAskedCounty(HOMES, ROWS);
  await seedItems(county);
});
afterAll(() => county.close());
beforeEach(() => county.be('leader', [], '应岚'));
const textOf = async (text: string) => (await county.ask(text))?.text ?? '';

test.each([
  ['全县本周走访几户，不包括石桥村', '全县（不含石桥村）本周（5月4日至5月10日）：走访2户（名册6户，33.3%）'],
  [
    '本周除石桥村、柳湾村以外走访了多少户',
    '全县（不含石桥村、柳湾村）本周（5月4日至5月10日）：走访1户（名册3户',
  ],
  ['石桥村以外的走访了几户', '全县（不含石桥村）本周（5月4日至5月10日）：走访2户（名册6户'],
  ['云溪镇走访几户，石桥村不算', '云溪镇（不含石桥村）本周（5月4日至5月10日）：走访1户（名册3户'],
  ['云溪镇非脱贫户有几户', '云溪镇非脱贫户：在册户4户'],
  ['不是脱贫户的有几户', '全县非脱贫户：在册户5户'],
  ['除了脱贫户和监测户以外的户有几户', '全县非脱贫户、非监测户：在册户3户'],
  ['未脱贫户有几户', '全县未脱贫户：在册户1户'],
])('what is left out is left out: %s', async (text, said) => {
  expect(await textOf(text)).toContain(said);
});

test.each([
  ['走访超过两次的户有几户', '走访超过两次的1户（名册10户'],
  ['本周走访2次以上的有几户', '走访2次以上的2户（名册10户'],
  ['本周走访不到两次的户有几户', '走访不到两次的8户（名册10户'],
  ['本周只走访过一次的户有几户', '的2户（名册10户'],
  ['进度80%以上的项目有几个', '全县进度80%以上：项目2个（1条没写这个数）'],
  ['进度低于50%的项目有哪些', '蓄水池'],
  ['人均收入低于8000元的有几户', '全县年人均纯收入低于8000元：在册户2户（2条没写这个数）'],
  ['人均收入不超过8000元的有几户', '在册户3户（2条没写这个数）'],
  ['5口人以上的户有多少户', '在册户2户（1条没写这个数）'],
  ['贷款金额4万以上的有几笔', '在贷1笔'],
])('bounds count, and what does not say the figure is counted apart: %s', async (text, said) => {
  expect(await textOf(text)).toContain(said);
});

test('several periods are answered side by side, an earlier one is compared with', async () => {
  expect(await textOf('昨天和今天走访几户')).toMatch(
    /^全县昨天（5月7日）：走访2户（名册10户，20%）\n全县今天（5月8日）：走访2户/,
  );
  expect(await textOf('4月和5月各走访多少户')).toMatch(/4月（.*走访5户.*\n.*5月（.*走访4户/);
  expect(await textOf('本月走访比上月多了几户')).toMatch(/走访4户（名册10户，40%），上月5户，少1户/);
  expect(await textOf('4月走访比3月多几户')).toMatch(/4月（.*走访5户.*3月0户，多5户/);
  expect(await textOf('本月走访和去年同期比怎么样')).toMatch(/走访4户（.*），去年同期1户，多3户/);
  expect(await textOf('走访比昨天多了几户')).toMatch(/今天（5月8日）：走访2户（.*），昨天2户，持平/);
  expect(await textOf('本周走访环比')).toMatch(/走访4户（.*），上期3户，多1户/);
});

test('a register has no past: the number of an earlier day is not given as today’s', async () => {
  for (const text of ['上个月有多少监测户', '监测户比上月多了几户', '4月没销号的问题有几个'])
    expect(await textOf(text)).toMatch(/^“(?:上个月|上月|4月)”我没看懂，或者没有记/);
  expect(await textOf('目前有多少监测户')).toMatch(/^全县监测户：在册户2户\n/);
});

test.each([
  ['本周走访几户，只算上门半小时以上的', '上门'],
  ['养牛的有几户', '养牛'],
  ['低收入户有几户种了烟叶', '种了烟叶'],
  ['石桥村通水泥路了多少户', '通水泥路'],
  ['本周走访了多少人', '多少人'],
  ['石桥村女户主走访几户', '女户主'],
  ['咱镇本周走访几户', '咱镇'],
])('words that nobody understands are said, and no number: %s', async (text, word) => {
  const answer = (await county.ask(text))!;
  expect(answer.unsure).toBe(true);
  expect(answer.text).toContain(word);
  expect(answer.text).not.toMatch(/\d+[户人个]/);
  expect(await county.ask(text, { room: true })).toBeUndefined();
});

test('a list after an answer is of what was asked before, its place and days included', async () => {
  await county.ask('柳湾村昨天走访几户');
  expect(await textOf('走访明细')).toMatch(/^柳湾村昨天走访明细/);
  await county.ask('石桥村本周走访几户');
  expect(await textOf('走访明细')).toMatch(/^石桥村本周走访明细（2户4次）：\n田有根/);
  expect(await textOf('没走访的名单')).toMatch(/^石桥村本周还没走访明细：\n彭水长/);
  // The number says households, the lines say times.
  expect(await textOf('全县走访明细')).toMatch(/^全县本周走访明细（4户7次）：/m);
});

test('a question that goes on is understood as a whole, or not as going on', async () => {
  await county.ask('石桥村本周走访几户');
  expect(await textOf('那云溪镇非脱贫户呢')).toMatch(/^云溪镇非脱贫户本周.*走访1户（名册4户/);
  expect(await textOf('不算柳湾村呢')).toMatch(/^云溪镇（不含柳湾村）非脱贫户本周/);
  expect(await textOf('全县呢')).toMatch(/^全县非脱贫户本周/);
  expect(await county.ask('那种烟叶的呢')).toBeUndefined();
});
