import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.js';
import { openAskedCounty, type AskedCounty } from './asked.js';
import type { Home, Row } from './county.js';

const home = (town: string, village: string): Home => ({ town, village, group: '一组', householder: `${village}甲`, category: '脱贫户', helper: '', population: 3, active: true }); // prettier-ignore
const homes = [home('云溪镇', '桂花沟村'), home('双丰镇', '梅坪村')];
const OWING = ['县水利局', '县教育局', '县住建局', '县医保局', '云溪镇政府', '双丰镇政府'];
const FREE = ['桂花沟村委会', '县乡村振兴局'];

/** Reports of units; asked at Friday 2026-05-08 09:30. The week before was due on Thursday 2026-04-30: May 1 is a holiday. */
const reports: { unit: string; day: string; signed: boolean }[] = [
  { unit: '县水利局', day: '2026-05-06', signed: true },
  { unit: '云溪镇', day: '2026-05-07', signed: true },
  { unit: '县住建局', day: '2026-05-06', signed: false },
  { unit: '水利局', day: '2026-04-29', signed: true },
  { unit: '县教育局', day: '2026-05-02', signed: true }, // late
];
const rows = reports.map(({ unit, day }): Row => ({ kind: 'unit-report', state: 'active', day, village: null, subject: null, household: null, data: { unit } })); // prettier-ignore

let county: AskedCounty;
beforeAll(async () => {
  county = await openAskedCounty(homes, rows);
  const { prisma } = county.store;
  const people = [...OWING, ...FREE].map((unit, i) => ({ id: newId(), name: `员${i}`, unit, role: 'clerk', villages: [] })); // prettier-ignore
  await prisma.person.createMany({ data: people });
  const records = await prisma.record.findMany({ orderBy: { createdAt: 'asc' } });
  const signed = records.filter((_, i) => reports[i]!.signed);
  const made = new Date('2026-05-07T02:00:00Z');
  await prisma.record.updateMany({ data: { updatedAt: new Date('2026-04-01T00:00:00Z') } });
  await prisma.signature.createMany({
    data: signed.map(({ id, messageId }) => ({ id: newId(), recordId: id, digest: '', personId: people[0]!.id, messageId, at: made })), // prettier-ignore
  });
});
afterAll(() => county.close());
beforeEach(() => county.be('clerk', [], '应岚'));

const textOf = async (text: string, where: { room?: boolean; direct?: boolean } = {}) =>
  (await county.ask(text, where))?.text ?? '';

test('reports in this week, with their base and cut-off; what is not signed stands beside them', async () => {
  expect(await textOf('周报报了几家')).toBe(
    '全县本周（5月4日至5月10日）：周报已报2家（应报6家，33.3%）；另有周报待签1家，不在内\n截至5月8日09:30；要名单回“明细”',
  );
  expect(await textOf('明细')).toBe('全县本周周报已报明细：\n县水利局5月6日\n云溪镇政府5月7日');
});

test('reports of last week as they stand now: the late one is in, and said', async () => {
  expect(await textOf('上周周报报了几家')).toContain(
    '全县上周（4月27日至5月3日）：周报已报2家（应报6家，33.3%），其中周报迟报1家\n',
  );
  expect(await textOf('上周周报迟报的有哪些单位')).toMatch(/周报迟报1家（应报6家[^]*\n县教育局/);
});

test.each(['谁还没报周报', '哪些单位没报周报', '本周周报还差哪几家', '今天还有谁没交周报'])(
  'units whose report is missing are named, nobody else: %s',
  async (text) => {
    for (const where of [{}, { room: true, direct: true }]) {
      const said = await textOf(text, where);
      expect(said).toContain('全县本周（5月4日至5月10日）：周报未报3家（应报6家，50%）');
      expect(said).toMatch(/明细：\n双丰镇政府\n县教育局\n县医保局$/);
      expect(said).not.toMatch(/员\d/);
    }
  },
);

test('in and missing in one question', async () => {
  expect(await textOf('本周周报交了几家，还差哪几家')).toMatch(
    /周报已报2家（应报6家，33.3%），周报未报3家[^]*双丰镇政府\n县教育局\n县医保局/,
  );
});

test('by town only units of towns count; villages owe none', async () => {
  expect(await textOf('哪几个镇没报')).toContain('周报未报1家（应报2家，50%）');
  expect(await textOf('哪几个镇没报')).toContain('\n双丰镇 1家\n');
  expect(await textOf('哪几个村没报')).toMatch(/^全县本周没有应报周报的村/);
});

test('leaders hear of their places, cadres nothing; a month has no such number', async () => {
  await county.be('leader', ['云溪镇'], '江临');
  expect(await textOf('周报报了几家')).toContain(
    '云溪镇本周（5月4日至5月10日）：周报已报1家（应报1家，100%）',
  );
  expect(await textOf('双丰镇周报报了没')).toContain('不在您负责的范围');
  await county.be('cadre', ['桂花沟村'], '沈青');
  expect(await textOf('谁还没报周报')).toContain('不在您负责的范围');
  await county.be('clerk', [], '应岚');
  expect(await textOf('上个月周报报了几家')).not.toMatch(/\d家/);
});

test('what is asked of visits stays what it was', async () => {
  expect(await textOf('云溪镇报了几个村了')).toContain('报过走访的村');
  expect(await textOf('走访了几家，还差哪几家')).not.toContain('周报');
});
