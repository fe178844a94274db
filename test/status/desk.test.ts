import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Household } from '../../src/core/household.js';
import { newId } from '../../src/core/ids.js';
import type { StatusAnswer, StatusDesk } from '../../src/core/status.js';
import { loadDuties } from '../../src/duty/index.js';
import { packageRoot } from '../../src/files/package-root.js';
import { loadTemplates } from '../../src/reply/index.js';
import { createHouseholdIndex } from '../../src/roster/index.js';
import { createStatusDesk, loadStatus } from '../../src/status/index.js';
import { statusLedger } from '../../src/store/status.js';
import { openCounty, type Home, type Row, type StatusCounty } from './county.js';

const home = (village: string, i: number, more: Partial<Home> = {}): Home => ({
  town: '云溪镇', village, group: '一组', householder: `${village.slice(0, 1)}户${i}`, category: '脱贫户', helper: '沈青', population: 3, active: true, ...more,
}); // prettier-ignore
const homes = [home('石桥村', 0), home('石桥村', 1, { category: '监测户' }), home('柳湾村', 2, { helper: '田禾' }), home('梅坪村', 3, { town: '双丰镇' })]; // prettier-ignore
const visit = (household: number, day: string): Row => ({ kind: 'visit', state: 'active', day, village: homes[household]!.village, subject: null, household, data: {} }); // prettier-ignore
const project = (subject: string, day: string, data: Record<string, string | number>): Row => ({ kind: 'project', state: 'active', day, village: '石桥村', subject, household: null, data: { project: subject, ...data } }); // prettier-ignore
const rows = [
  visit(0, '2026-05-06'),
  visit(2, '2026-04-29'),
  project('石桥村产业路', '2026-05-01', { percent: 40, stage: '在建' }),
  project('石桥村产业路', '2026-05-07', { percent: 60, stage: '在建', fundsReceived: 300000 }),
  project('石桥村文化广场', '2026-05-02', { percent: 10 }),
];

let county: StatusCounty;
let desk: StatusDesk;
const templates = loadTemplates(path.join(packageRoot(), 'templates'));
beforeAll(async () => {
  county = await openCounty(homes, rows);
  const register = createHouseholdIndex(
    homes.map((h, i): Household => ({ ...h, code: `H${i}`, aliases: [], monitorKind: '' })),
    '1',
  );
  desk = createStatusDesk({
    stateOf: (_, state) => state,
    book: loadDuties(path.join(packageRoot(), 'intents')),
    definitions: loadStatus(path.join(packageRoot(), 'intents'))!,
    register,
    render: (name, data) => templates.render(name, data),
  });
});
afterAll(() => county.close());
beforeEach(() => be('leader', ['云溪镇'], '应岚'));

async function be(role: string, villages: string[], name: string): Promise<void> {
  const { prisma } = county.store;
  const id = newId();
  await prisma.person.create({ data: { id, name, unit: id, role, villages } });
  await prisma.contact.update({ where: { id: county.contactId }, data: { personId: id } });
}

const now = new Date('2026-05-08T01:30:00Z');
let said = 0;
async function ask(
  text: string,
  where: { room?: boolean; direct?: boolean } = {},
): Promise<StatusAnswer | undefined> {
  const { prisma } = county.store;
  const room = where.room ?? false;
  const answer = await desk.answer(
    { text, conversationId: county.conversationId, conversationKind: room ? 'room' : 'private', contactId: county.contactId, direct: where.direct ?? !room, now },
    statusLedger(prisma),
  ); // prettier-ignore
  if (answer)
    await prisma.outgoing.create({
      data: { id: newId(), conversationId: county.conversationId, key: `k${said++}`, purpose: 'status', text: answer.text, because: answer.because, createdAt: now },
    }); // prettier-ignore
  return answer;
}

test('number, base and cut-off; the list behind it on demand; the same a week earlier', async () => {
  expect((await ask('石桥村本周走访几户？还有几户没走'))!.text).toBe(
    '石桥村本周（5月4日至5月10日）：走访1户（名册2户，50%），还没走访1户\n截至5月8日09:30；要名单回“明细”',
  );
  expect((await ask('明细'))!.text).toMatch(/石户0（石桥村一组）5月6日/);
  expect((await ask('比上周呢'))!.text).toMatch(/走访1户（名册2户，50%），上周0户，多1户/);
  expect((await ask('那柳湾村呢'))!.text).toMatch(/^柳湾村本周.*走访0户（名册1户/);
});

test('a project by its name: the last word on it, and who said so; several of a name are asked about', async () => {
  expect((await ask('石桥村产业路到多少了，钱到没'))!.text).toBe(
    '石桥村产业路：阶段在建，完成60%，到位资金30万元；没报过总投资、已支付、存在问题（应岚5月7日报）',
  );
  expect((await ask('石桥村冷库到多少了'))!.text).toContain('没有叫“石桥村冷库”的项目');
});

test.each([
  ['项目台账', '石桥村产业路'],
  ['项目清单发我看看', '石桥村产业路'],
  ['贷款台账', '在贷0笔'],
])('a ledger by its name is its list: %s', async (text, said) => {
  expect((await ask(text))!.text).toContain(said);
});

test('how often everybody was reminded is told to nobody here, and where it is told', async () => {
  expect((await ask('这周一共催了各镇多少遍'))!.text).toMatch(/^提醒按人记/);
  expect(await ask('提醒大家一遍，这周一共开几次会自己记好')).toBeUndefined();
  await be('cadre', ['石桥村'], '沈青');
  expect(await ask('这周提醒了大家多少次', { room: true })).toBeUndefined();
});

test('beyond the scope it declines, politely, and it is logged', async () => {
  const answer = (await ask('梅坪村本周走访几户'))!;
  expect(answer.text).toContain('不在您负责的范围');
  expect(answer.text).not.toMatch(/\d户/);
  expect(answer.declined).toEqual({ person: '应岚', place: '梅坪村' });
});

test('a cadre sees own villages and the households they help; a stranger nothing', async () => {
  await be('cadre', ['柳湾村'], '田禾');
  expect((await ask('柳湾村本周还有几户没走'))!.text).toContain('还没走访1户（名册1户');
  expect((await ask('我还有几户没走'))!.text).toContain('您帮扶的户');
  expect((await ask('石桥村本周走访几户'))!.declined).toBeDefined();
  await county.store.prisma.contact.update({ where: { id: county.contactId }, data: { personId: null } });
  expect((await ask('柳湾村本周走访几户'))!.text).toContain('对不上您是哪位干部');
});

test('names of people in hardship go to the asker alone', async () => {
  const answer = (await ask('石桥村本周还有哪些监测户没走', { room: true, direct: true }))!;
  expect(answer.text).toContain('还没走访1户');
  expect(answer.text).not.toContain('石户1');
  expect(answer.privately).toContain('石户1');
});

test('in a group nobody asked the bot: leaders are answered, cadres among themselves are left alone', async () => {
  expect(await ask('石桥村本周走访几户', { room: true })).toBeDefined();
  await be('cadre', ['石桥村'], '沈青');
  expect(await ask('石桥村本周走访几户', { room: true })).toBeUndefined();
});

test.each(['辛苦大家了', '监测户一般一个月走几次？', '脱贫户贷款能不能盖房', '好的', '5月8日走访了张三家'])(
  'is no question about where things stand: %s',
  async (text) => {
    expect(await ask(text)).toBeUndefined();
  },
);

test('who answers for an action is said as the confirmed plan has it', async () => {
  const { prisma } = county.store;
  const plan = newId();
  await prisma.planDocument.create({ data: { id: plan, file: 'p', sha256: 'p', title: '夏季行动方案', draft: {}, state: 'confirmed' } }); // prettier-ignore
  const action = (number: number, title: string, more: object) =>
    prisma.item.create({ data: { id: newId(), ledger: 'actions', key: `k${number}`, number, title, state: 'open', planId: plan, openedAt: now, ...more } }); // prettier-ignore
  await action(1, '产业帮扶行动', { leader: '应岚', leadUnit: '县农业农村局', units: ['县商务局', '各镇'], nextDue: new Date('2026-06-30') }); // prettier-ignore
  await action(2, '饮水安全行动', { leadUnit: '县水利局', owner: '沈青' });
  await action(3, '饮水安全巩固行动', {});
  await action(4, '某户帮扶行动', { leader: '应岚', discreet: true });
  const whole =
    '1号产业帮扶行动：责任领导应岚，牵头单位县农业农村局，配合单位县商务局；各镇；没写明责任人；最近期限2026年6月30日（《夏季行动方案》）';
  expect((await ask('产业帮扶行动谁负责'))!.text).toBe(whole);
  expect((await ask('1号行动责任领导是谁？'))!.text).toBe(whole);
  expect((await ask('饮水安全行动哪个单位牵头'))!.text).toMatch(
    /^2号饮水安全行动：牵头单位县水利局，责任人沈青；没写明责任领导、配合单位（/,
  );
  expect((await ask('饮水行动谁牵头'))!.text).toMatch(/饮水安全行动.*饮水安全巩固行动/s);
  expect((await ask('某户帮扶行动谁负责'))!.text).not.toContain('4号');
  expect((await ask('防汛抢险行动谁负责'))!.text).toContain('没有');
});
