import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.js';
import { openAskedCounty, type AskedCounty } from './asked.js';
import type { Home, Row } from './county.js';

/** What is answered in words is what a plain SQL count over the records of a random county gives. Today is Friday, 8 May 2026. */

/** Numbers by dice, always the same ones. */
let state = 20260508;
const dice = (n: number): number => {
  state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
  return Math.floor((state / 2_147_483_648) * n);
};
const pick = <T>(from: readonly T[]): T => from[dice(from.length)]!;

const TOWNS: Record<string, string[]> = {
  云溪镇: ['石桥村', '柳湾村', '大樟村', '桂花沟村'],
  双丰镇: ['梅坪村', '青石沟村', '竹园村'],
};
const VILLAGES = Object.entries(TOWNS).flatMap(([town, villages]) => villages.map((village) => [town, village] as const)); // prettier-ignore
const NAMES = [...'田龚彭陆卞章余毛顾祝'].flatMap((family) => [...'有小水秋春立国秀'].map((given) => `${family}${given}生`)); // prettier-ignore
const HOMES: Home[] = NAMES.map((householder, i) => {
  const [town, village] = VILLAGES[i % VILLAGES.length]!;
  return {
    town, village, group: pick(['一组', '二组', '三组']), householder, category: pick(['脱贫户', '脱贫户', '监测户', '低保户', '一般户']),
    helper: pick(['沈青', '田禾', '莫愁']), population: dice(6) === 0 ? null : 1 + dice(6), active: dice(12) > 0,
    attributes: dice(4) === 0 ? {} : { 年人均纯收入: String(4000 + 500 * dice(30)), 饮水方式: pick(['自来水', '水窖', '集中供水']), 劳动力: String(dice(4)) },
  }; // prettier-ignore
});
const day = (): string => `2026-0${4 + dice(2)}-${String(1 + dice(8)).padStart(2, '0')}`;
const ROWS: Row[] = Array.from({ length: 420 }, () => {
  const state = dice(9) === 0 ? 'retracted' : 'active';
  if (dice(5) === 0) {
    const [, village] = pick(VILLAGES);
    const subject = pick(['产业路', '便民桥', '蓄水池', '危房改造']);
    const data = {
      ...(dice(4) > 0 ? { stage: pick(['未开工', '在建', '在建', '停工', '完工待验收', '已验收']) } : {}),
      ...(dice(3) > 0 ? { percent: 5 * dice(21) } : {}),
      ...(dice(2) === 0
        ? { investmentTotal: 10_000 * (10 + dice(50)), fundsReceived: 10_000 * dice(40) }
        : {}),
    };
    return { kind: 'project', state, day: day(), village, subject, household: null, data };
  }
  const household = dice(HOMES.length);
  const mode = pick(['home', 'home', undefined, 'phone', 'absent']);
  return { kind: 'visit', state, day: day(), village: HOMES[household]!.village, subject: null, household, data: mode ? { mode } : {} }; // prettier-ignore
});

let county: AskedCounty;
beforeAll(async () => {
  county = await openAskedCounty(HOMES, ROWS);
  const { prisma } = county.store;
  const items = Array.from({ length: 60 }, (_, i) => {
    const [town, village] = pick(VILLAGES);
    const [ledger, state] = pick([['problems', 'open'], ['problems', 'review'], ['problems', 'closed'], ['loans', 'open'], ['loans', 'overdue'], ['loans', 'repaid']] as const); // prettier-ignore
    return {
      ...{ id: newId(), ledger, key: `k${i}`, number: i + 1, title: `第${i}件`, state, town, village },
      ...{ openedAt: new Date(`${day()}T03:00:00Z`), closedAt: state === 'closed' ? new Date(`2026-05-0${1 + dice(8)}T03:00:00Z`) : null }, // prettier-ignore
      ...{ nextDue: new Date(`2026-0${4 + dice(3)}-15T00:00:00Z`), data: ledger === 'loans' ? { amount: 10_000 * (1 + dice(5)) } : {} }, // prettier-ignore
    };
  });
  await prisma.item.createMany({ data: items });
  await county.be('cadre', ['石桥村'], '沈青');
});
afterAll(() => county.close());

/** One number by plain SQL. */
async function sql(text: string): Promise<number> {
  const rows = await county.store.prisma.$queryRawUnsafe<{ n: number | null }[]>(
    `SELECT (${text})::float8 AS n`,
  );
  return rows[0]!.n ?? -1;
}

const WEEK = `BETWEEN '2026-05-04' AND '2026-05-10'`;
const LAST = `BETWEEN '2026-04-27' AND '2026-05-03'`;
const MONTH = `BETWEEN '2026-05-01' AND '2026-05-31'`;
const APRIL = `BETWEEN '2026-04-01' AND '2026-04-30'`;
const AT_HOME = `coalesce(r.data->>'mode', '') NOT IN ('phone', 'video', 'absent')`;
const VISITS = `FROM record r JOIN household h ON h.id = r.household_id WHERE r.kind = 'visit' AND r.state = 'active'`;
const visits = (when: string, more = 'true') => `SELECT count(DISTINCT h.id) ${VISITS} AND ${AT_HOME} AND r.occurred_on ${when} AND ${more}`; // prettier-ignore
const times = (when: string, more = 'true') =>
  `SELECT count(*) ${VISITS} AND ${AT_HOME} AND r.occurred_on ${when} AND ${more}`;
const homes = (more = 'true') => `SELECT count(*) FROM household h WHERE h.active AND ${more}`;
const left = (when: string, more = 'true') => homes(`${more} AND NOT EXISTS (SELECT 1 FROM record r WHERE r.household_id = h.id AND r.kind = 'visit' AND r.state = 'active' AND ${AT_HOME} AND r.occurred_on ${when})`); // prettier-ignore
/** Of each project what was last said of a figure. */
const said = (field: string) => `(SELECT r.data->>'${field}' FROM record r WHERE r.kind = 'project' AND r.state = 'active' AND r.subject = p.subject AND r.village = p.village AND r.data ? '${field}' ORDER BY r.occurred_on DESC, r.created_at DESC LIMIT 1)`; // prettier-ignore
const PROJECTS = `FROM (SELECT DISTINCT subject, village FROM record WHERE kind = 'project' AND state = 'active') p`;
const projects = (more = 'true') => `SELECT count(*) ${PROJECTS} WHERE ${more}`;
const items = (ledger: string, more = 'true') =>
  `SELECT count(*) FROM item i WHERE i.ledger = '${ledger}' AND ${more}`;
const IN = { 云溪: `h.town = '云溪镇'`, 石桥: `h.village = '石桥村'` };
/** How often a household was visited within days. */
const often = (when: string) => `(SELECT count(*) FROM record r WHERE r.household_id = h.id AND r.kind = 'visit' AND r.state = 'active' AND ${AT_HOME} AND r.occurred_on ${when})`; // prettier-ignore

/** A question, the number that answers it, and the words around that number ({n}). */
type Case = [question: string, sql: string, around: string, after?: string];
const CASES: Case[] = [
  ['全县这周走访了多少户', visits(WEEK), '走访{n}户'],
  ['云溪镇上周走了几户', visits(LAST, IN.云溪), '走访{n}户'],
  ['石桥这礼拜跑了几家', visits(WEEK, IN.石桥), '走访{n}户'],
  ['双丰镇4月份入户多少户', visits(APRIL, `h.town = '双丰镇'`), '走访{n}户'],
  ['本月全县走访多少户次', times(MONTH), '走访次数{n}户次'],
  ['石桥村二组本月走访几户', visits(MONTH, `${IN.石桥} AND h."group" = '二组'`), '走访{n}户'],
  ['全县本周监测户走访了几户', visits(WEEK, `h.category IN ('监测户','边缘易致贫户','脱贫不稳定户','突发严重困难户')`), '走访{n}户'],
  ['云溪镇脱贫户这个月走访几户', visits(MONTH, `${IN.云溪} AND h.category = '脱贫户'`), '走访{n}户'],
  ['除了石桥村，云溪镇本周走访几户', visits(WEEK, `${IN.云溪} AND h.village <> '石桥村'`), '走访{n}户'],
  ['全县本周还有多少户没走', left(WEEK), '还没走访{n}户'],
  ['云溪镇本月还有几户脱贫户没走访', left(MONTH, `${IN.云溪} AND h.category = '脱贫户'`), '还没走访{n}户'],
  ['石桥村本周还剩几户没走', left(WEEK, IN.石桥), '还没走访{n}户'],
  ['沈青帮扶的户本周走了几户', visits(WEEK, `h.helper = '沈青'`), '走访{n}户'],
  ['全县4月走访超过两次的有几户', homes(`${often(APRIL)} > 2`), '走访超过两次的{n}户'],
  ['石桥村本月走访两次以上的几户', homes(`${IN.石桥} AND ${often(MONTH)} >= 2`), '走访两次以上的{n}户'],
  ['云溪镇4月只走访了一次的有几户', homes(`${IN.云溪} AND ${often(APRIL)} = 1`), '走访一次的{n}户'],
  ['全县电话联系了多少户', `SELECT count(DISTINCT h.id) ${VISITS} AND r.data->>'mode' IN ('phone','video') AND r.occurred_on ${WEEK}`, '电话联系{n}户'],
  ['本月有几户没见到人', `SELECT count(DISTINCT h.id) ${VISITS} AND r.data->>'mode' = 'absent' AND r.occurred_on ${MONTH}`, '没见到人{n}户'],
  ['全县在册多少户', homes(), '{n}户'],
  ['云溪镇脱贫户有多少户', homes(`${IN.云溪} AND h.category = '脱贫户'`), '{n}户'],
  ['双丰镇低保户几户', homes(`h.town = '双丰镇' AND h.category = '低保户'`), '{n}户'],
  ['石桥村一共多少人口', `SELECT sum(population) FROM household h WHERE h.active AND ${IN.石桥}`, '{n}人'],
  ['全县5口人以上的户有多少', homes(`h.population >= 5`), '{n}户'],
  ['全县人均收入低于8000元的户有多少', homes(`(h.attributes->>'年人均纯收入')::numeric < 8000`), '{n}户'],
  ['云溪镇人均收入在10000元以上的几户', homes(`${IN.云溪} AND (h.attributes->>'年人均纯收入')::numeric >= 10000`), '{n}户'],
  ['全县通自来水的有多少户', homes(`h.attributes->>'饮水方式' IN ('自来水','集中供水')`), '{n}户'],
  ['全县劳动力一共多少人', `SELECT sum((h.attributes->>'劳动力')::int) FROM household h WHERE h.active`, '{n}人'],
  ['全县一共多少个项目', projects(), '项目{n}个'],
  ['云溪镇项目几个', projects(`p.village IN ('石桥村','柳湾村','大樟村','桂花沟村')`), '项目{n}个'],
  ['全县在建项目几个', projects(`${said('stage')} = '在建'`), '在建{n}个'],
  ['还有几个项目没开工', projects(`${said('stage')} IN ('未开工','前期准备')`), '没开工{n}个'],
  ['停工的项目有几个', projects(`${said('stage')} = '停工'`), '停工{n}个'],
  ['双丰镇还有几个项目没完工', projects(`p.village IN ('梅坪村','青石沟村','竹园村') AND coalesce(${said('stage')}, '') NOT IN ('完工待验收','已验收')`), '没完工{n}个'],
  ['全县进度80%以上的项目有几个', projects(`(${said('percent')})::numeric >= 80`), '{n}个'],
  ['进度不到一半的项目有几个', projects(`(${said('percent')})::numeric < 50`), '{n}个'],
  ['进度过半的项目几个', projects(`(${said('percent')})::numeric > 50`), '{n}个'],
  ['全县项目总投资多少', `SELECT sum((${said('investmentTotal')})::numeric) ${PROJECTS}`, '计划投资{n}元'],
  ['石桥村项目到位资金多少', `SELECT sum((${said('fundsReceived')})::numeric) ${PROJECTS} WHERE p.village = '石桥村'`, '到位资金{n}元'],
  ['哪些项目资金没到齐', projects(`(${said('fundsReceived')})::numeric < (${said('investmentTotal')})::numeric`), '资金没全到位{n}个'],
  ['危改还差多少', projects(`p.subject = '危房改造' AND coalesce(${said('stage')}, '') NOT IN ('完工待验收','已验收')`), '危房改造没完工{n}个'],
  ['全县整改问题一共多少个', items('problems'), '整改问题{n}个'],
  ['云溪镇还有几个问题没销号', items('problems', `i.town = '云溪镇' AND i.state <> 'closed'`), '没销号{n}个'],
  ['有多少问题待复核', items('problems', `i.state = 'review'`), '待复核{n}个'],
  ['这周销号了几个问题', items('problems', `i.state = 'closed' AND (i.closed_at AT TIME ZONE 'Asia/Shanghai')::date ${WEEK}`), '本期销号{n}个'],
  ['全县在贷多少笔', items('loans', `i.state <> 'repaid'`), '在贷{n}笔'],
  ['全县贷款余额多少钱', `SELECT sum((data->>'amount')::numeric) FROM item i WHERE ledger = 'loans' AND state <> 'repaid'`, '在贷金额{n}元'],
  ['双丰镇贷款逾期几笔', items('loans', `i.town = '双丰镇' AND i.state = 'overdue'`), '逾期{n}笔'],
  ['昨天和今天各走访了几户', visits(`= '2026-05-08'`), '今天（5月8日）：走访{n}户'],
  // Compared, taken up again, by place and by kind.
  ['全县本周走访比上周多几户', visits(LAST), '上周{n}户'],
  ['比上周呢', visits(LAST, IN.云溪), '上周{n}户', '云溪镇本周走访几户'],
  ['那双丰镇呢', visits(WEEK, `h.town = '双丰镇'`), '双丰镇.*走访{n}户', '云溪镇本周走访几户'],
  ['上个月呢', visits(APRIL, IN.石桥), '走访{n}户', '石桥村本月走访几户'],
  ['脱贫户呢', left(WEEK, `${IN.云溪} AND h.category = '脱贫户'`), '还没走访{n}户', '云溪镇本周还有几户没走'],
  ['全县各村本周走访几户', visits(WEEK, `h.village = '大樟村'`), '大樟村 {n}户'],
  ['各镇还有几户没走', left(WEEK, `h.town = '双丰镇'`), '双丰镇 {n}户'],
  ['各类户本月走访几户', visits(MONTH, `h.category = '一般户'`), '一般户 {n}户'],
  ['石桥村各组本周走访几户', visits(WEEK, `${IN.石桥} AND h."group" = '三组'`), '三组 {n}户'],
  ['石桥村和竹园村本周分别走访几户', visits(WEEK, `h.village = '竹园村'`), '竹园村 {n}户'],
  ['云溪镇在建项目各村几个', projects(`p.village = '柳湾村' AND ${said('stage')} = '在建'`), '柳湾村 {n}个|在建'],
  // Places by a bound on their figure.
  ['本周走访率低于40%的村有几个', `SELECT count(*) FROM (SELECT h.village, count(*) FILTER (WHERE h.active) AS n, count(*) FILTER (WHERE ${often(WEEK)} > 0) AS seen FROM household h GROUP BY 1) v WHERE seen * 1.0 / n < 0.4`, '走访率低于40%的村{n}个'],
  ['本月走访率不到一半的村有哪些', `SELECT count(*) FROM (SELECT h.village, count(*) FILTER (WHERE h.active) AS n, count(*) FILTER (WHERE ${often(MONTH)} > 0) AS seen FROM household h GROUP BY 1) v WHERE seen * 1.0 / n < 0.5`, '不到一半的村{n}个'],
  ['云溪镇本周走访超过2户的村有几个', `SELECT count(*) FROM (SELECT h.village, count(*) FILTER (WHERE ${often(WEEK)} > 0) AS seen FROM household h WHERE ${IN.云溪} GROUP BY 1) v WHERE seen > 2`, '走访超过2户的村{n}个'],
  ['本月走访率在50%以上的镇有哪些', `SELECT count(*) FROM (SELECT h.town, count(*) FILTER (WHERE h.active) AS n, count(*) FILTER (WHERE ${often(MONTH)} > 0) AS seen FROM household h GROUP BY 1) v WHERE seen * 1.0 / n >= 0.5`, '50%以上的镇{n}个'],
  ['本周走访率比上周高几个百分点', `SELECT abs(round((${visits(WEEK)}) * 1000.0 / (${homes()})) / 10 - round((${visits(LAST)}) * 1000.0 / (${homes()})) / 10)`, '[高低]{n}个百分点|持平'],
]; // prettier-ignore

test.each(CASES)('%s', async (question, query, around, after) => {
  await county.store.prisma.outgoing.deleteMany({});
  await county.be('leader', [], '应岚');
  if (after !== undefined) await county.ask(after);
  const answer = await county.ask(question);
  const n = await sql(query);
  expect(n, 'the county should have some').toBeGreaterThanOrEqual(0);
  expect(answer?.text ?? 'no answer').toMatch(
    new RegExp(`(?<!\\d)(?:${around.replaceAll('{n}', `${n}(?!\\d)`)})`, 's'),
  );
});

test('the list behind a number has as many names, and more than five numbers are drawn', async () => {
  await county.be('leader', [], '应岚');
  await county.ask('石桥村本周走访几户');
  const lines = (await county.ask('明细'))!.text.split('\n').slice(1);
  const names = new Set(lines.map((line) => line.split('（')[0]));
  expect(names.size).toBe(await sql(visits(WEEK, IN.石桥)));
  const drawn = await county.ask('全县各村本周走访几户');
  expect(drawn?.picture?.bytes.subarray(1, 4).toString()).toBe('PNG');
  expect((await county.ask('各镇本周走访几户'))?.picture).toBeUndefined();
});

test('places within a bound are said with their base, only of numbers that may be compared, and only to whom they belong', async () => {
  await county.be('leader', [], '应岚');
  const { text } = (await county.ask('本月走访率在50%以上的镇有哪些'))!;
  expect(text).toMatch(/镇 \d+户（\d+户的[\d.]+%）/);
  expect((await county.ask('明细'))?.text).toContain('50%以上的镇');
  expect((await county.ask('那云溪镇呢'))?.text).toContain('云溪镇本月');
  expect((await county.ask('项目完工率低于50%的镇有哪些'))?.text).toContain('不便比较');
  await county.be('leader', ['云溪镇'], '卜青云');
  expect((await county.ask('双丰镇本周走访率低于50%的村有哪些'))?.declined).toBeDefined();
});
