import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openAskedCounty, type AskedCounty } from './asked.js';
import type { Home, Row } from './county.js';

const home = (town: string, village: string, householder: string, more: Partial<Home> = {}): Home => ({
  town, village, group: '一组', householder, category: '脱贫户', helper: '', population: 3, active: true, ...more,
}); // prettier-ignore
const homes = [
  home('云溪镇', '桂花沟村', '田有根', { helper: '沈青' }),
  home('云溪镇', '桂花沟村', '龚小满', { helper: '沈青', category: '监测户' }),
  home('云溪镇', '大樟村', '彭水长', { helper: '田禾' }),
  home('双丰镇', '梅坪村', '陆秋生', { helper: '莫愁' }),
];
const visit = (household: number, day: string, data: Row['data'] = {}): Row => ({ kind: 'visit', state: 'active', day, village: homes[household]!.village, subject: null, household, data }); // prettier-ignore
const project = (subject: string, data: Row['data']): Row => ({ kind: 'project', state: 'active', day: '2026-05-02', village: '桂花沟村', subject, household: null, data: { project: subject, ...data } }); // prettier-ignore
const rows = [
  visit(0, '2026-05-06', { visitors: ['沈青', '田禾'] }),
  visit(1, '2026-05-05'),
  visit(1, '2026-05-07', { mode: 'phone' }),
  project('桂花沟村产业路', { stage: '在建', investmentTotal: 500000, fundsReceived: 300000 }),
  project('桂花沟村水池', { stage: '在建', investmentTotal: 80000, fundsReceived: 80000 }),
  project('桂花沟村冷库', { stage: '未开工' }),
];

let county: AskedCounty;
beforeAll(async () => {
  county = await openAskedCounty(homes, rows);
});
afterAll(() => county.close());
beforeEach(() => county.be('leader', ['云溪镇'], '应岚'));

interface Where {
  room?: boolean;
  direct?: boolean;
}
const ask = (text: string, where: Where = {}) => county.ask(text, where);
const textOf = async (text: string, where: Where = {}) => (await ask(text, where))?.text ?? '';

test('a village by its short name, without a question mark', async () => {
  expect(await textOf('桂花沟这个月走了几户了')).toContain(
    '桂花沟村这个月（5月1日至5月31日）：走访2户（名册2户',
  );
  expect(await textOf('大樟还剩几户没走')).toContain('大樟村本周（5月4日至5月10日）：还没走访1户');
  expect(await textOf('咱镇报了几个村了')).toContain('报过走访的村1个\n桂花沟村 1个');
  expect(await textOf('云溪镇今年报了几个村')).toContain('报过走访的村1个');
});

test.each(['谁走访最多', '给干部排个名', '哪个干部最差', '把队员排个队'])(
  'people are not ranked, in private or in a group: %s',
  async (text) => {
    for (const room of [false, true]) expect(await textOf(text, { room })).toMatch(/不比较人/);
  },
);

test('places are compared where the number allows it: figures side by side, nobody named first', async () => {
  const figures = await textOf('哪个村走访最多');
  expect(figures).toMatch(/桂花沟村 2户/);
  expect(figures).not.toMatch(/最多|第一/);
  expect(await textOf('哪个村搞得最好')).toMatch(/不便比较/);
  expect(await textOf('哪个村问题最多')).toMatch(/不便比较/);
});

test('an overview leaves out what nobody has recorded, and says so where that is all', async () => {
  expect(await textOf('大樟村怎么样')).toMatch(/走访0户（名册1户，0%），还没走访1户\n/);
  expect(await textOf('大樟村项目情况')).toBe('大樟村的项目情况还没有人报过');
  expect(await textOf('项目情况')).toMatch(/项目3个，在建2个（项目3个，66.7%），没完工3个/);
});

test('phoned households are no visits, and are said beside them; asked for themselves, once', async () => {
  expect(await textOf('桂花沟村本周走访几户')).toMatch(/走访\d户（[^）]*）；另有电话联系1户，不在内\n/);
  expect(await textOf('桂花沟村本周电话联系了多少户')).not.toContain('另有');
  expect(await textOf('桂花沟村本周还有几户没走')).not.toContain('电话联系');
});

test('what somebody is complained of is told to leaders and clerks only', async () => {
  const question = '桂花沟村作风问题还有几件没办结';
  expect(await textOf(question)).toMatch(/没办结的作风问题0件/);
  await county.be('cadre', ['桂花沟村'], '沈青');
  expect(await textOf(question)).toContain('不在您负责的范围');
  await county.be('leader', ['云溪镇'], '应岚');
});

test('funds that have not come in: less than planned, and what nobody has said', async () => {
  const said = await textOf('哪些项目资金没到位');
  expect(said).toMatch(/资金没全到位1个（项目3个，33.3%），没报过到位资金1个/);
  expect(said).toMatch(/桂花沟村产业路[^\n]*\n[\s\S]*桂花沟村冷库/);
  expect(said).not.toContain('水池');
});

const group = { room: true, direct: true };

test('one household: its last visit and by whom; hardship in private; beyond the scope declined and logged', async () => {
  const said = '田有根（桂花沟村一组）：最近一次走访是5月6日，沈青、田禾';
  expect(await textOf('田有根家走了没')).toBe(said);
  expect(await textOf('田有根家走了没', { room: true })).toBe(said);
  expect(await ask('龚小满家走了没', group)).toMatchObject({
    text: '已私发给您',
    privately: expect.stringContaining('最近一次电话联系是5月7日') as string,
  });
  expect(await textOf('彭水长家走了没')).toContain('还没有走访记录');
  expect(await textOf('武大春家走了没')).toContain('没有找到“武大春”');
  const far = (await ask('陆秋生家走了没'))!;
  expect(far.text).toContain('不在您负责的范围');
  expect(far.declined).toEqual({ person: '应岚', place: '陆秋生家' });
  await county.be('cadre', ['大樟村'], '田禾');
  expect((await ask('田有根家走了没'))!.declined).toBeDefined();
  expect(await ask('彭水长家走了没', { room: true })).toMatchObject({ text: '已私发给您' });
});

test('one official: only the own leader or clerk, in private; others are declined, and it is logged', async () => {
  await county.be('cadre', ['桂花沟村'], '沈青');
  await county.be('cadre', ['梅坪村'], '莫愁');
  expect((await ask('沈青这周走了几户'))!.declined).toMatchObject({ person: '莫愁' });
  await county.be('leader', ['云溪镇'], '应岚');
  expect(await textOf('沈青这周走了几户')).toMatch(
    /^沈青帮扶的户这周（.*走访2户|^沈青帮扶的户这周（.*走访\d户（名册2户/,
  );
  const inGroup = (await ask('沈青这周走了几户', { room: true }))!;
  expect(inGroup.text).toBe('已私发给您');
  expect(inGroup.privately).toContain('沈青帮扶的户');
  expect((await ask('莫愁这周走了几户'))!.declined).toBeDefined();
});

test('what cadres ask of their own households in a group is answered to them alone', async () => {
  await county.be('cadre', ['桂花沟村'], '沈青');
  for (const direct of [true, false]) {
    const answer = (await ask('我还有哪几户没走', { room: true, direct }))!;
    expect(answer.text).toBe('已私发给您');
    expect(answer.privately).toMatch(/您帮扶的户本周.*还没走访\d户（名册2户/);
  }
  expect(await ask('桂花沟村本周走访几户', { room: true })).toBeUndefined();
});

test('我 is about the households that somebody helps, or about their places where they help none', async () => {
  await county.be('cadre', ['桂花沟村'], '沈青');
  expect(await textOf('本周我还差几户')).toMatch(/^您帮扶的户本周.*还没走访\d户（名册2户/);
  expect(await textOf('本周我走访了几户')).toMatch(/^您帮扶的户本周.*走访\d户（名册2户/);
  await county.be('cadre', ['桂花沟村'], '古月明');
  expect(await textOf('本周我还差几户')).toMatch(/^桂花沟村本周.*还没走访\d+户/);
  expect(await textOf('我帮扶的户本周走访几户')).toMatch(/^您帮扶的户/);
});

test.each([
  ['马大哈本周走访了几户', '马大哈'],
  ['请问石头村本周走访了几户', '石头村'],
  ['沈青和马大哈本周走访了几户', '马大哈'],
  ['云坡镇监测户有几户', '云坡镇'],
])('a name that the register does not know is said to be unknown: %s', async (text, name) => {
  const said = await textOf(text);
  expect(said).toContain(`名册里没有“${name}”`);
  expect(said).not.toMatch(/\d户/);
});

test('two officials in one question are not answered as one, nor beside each other', async () => {
  expect(await textOf('沈青和莫愁本周走访了几户')).toBe('一次只答一位干部的数，请分开问沈青、莫愁');
});

test.each([
  '全镇本周走访了几户',
  '脱贫户本周走访了几户',
  '各村本周走访了几户',
  '本周走访了几户',
  '大家本周走访了几户',
  '桂花沟村有几户监测户',
])('what is no name is not taken for one: %s', async (text) => {
  expect(await textOf(text)).not.toContain('名册里没有');
});
