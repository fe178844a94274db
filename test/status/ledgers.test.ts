import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.js';
import { packageRoot } from '../../src/files/package-root.js';
import { countOf, loadStatus } from '../../src/status/index.js';
import { countStatus } from '../../src/store/status.js';
import { openCounty, type Home, type Row, type StatusCounty } from './county.js';

const home = (village: string, householder: string, attributes: Record<string, string> = {}): Home => ({
  town: '云溪镇', village, group: '一组', householder, category: '脱贫户', helper: '沈青', population: 3, active: true, attributes,
}); // prettier-ignore
const COPIED = '发展种植产业，落实公益性岗位，帮助务工就业';
const homes = [
  home('石桥村', '甲', { 帮扶措施: COPIED }),
  home('石桥村', '乙', { 帮扶措施: `${COPIED}。` }),
  home('柳湾村', '丙', { 帮扶措施: '发展种植产业、落实公益性岗位、帮助务工就业' }),
  home('柳湾村', '丁', { 帮扶措施: COPIED }),
  home('梅坪村', '戊', { 帮扶措施: `1.${COPIED}` }),
  home('梅坪村', '己', { 帮扶措施: '公益岗' }),
];
const facts = (village: string, day: string, data: Row['data']): Row => ({
  kind: 'village-facts', state: 'active', day, village, subject: village, household: null, data,
}); // prettier-ignore
const of = (kind: string, data: Row['data'], household: number | null = null, day = '2026-05-02'): Row => ({
  kind, state: 'active', day, village: '石桥村', subject: '事', household, data,
}); // prettier-ignore
const rows = [
  facts('石桥村', '2026-03-02', { collectiveIncome: 0, exitMet: 5, powerRate: 90 }),
  facts('石桥村', '2026-05-02', { collectiveIncome: 42000, collectiveGain: 30000, exitMet: 7, powerRate: 100, threePhase: 'true', roadLeft: 3.5, roadDone: 1 }),
  facts('柳湾村', '2026-05-02', { collectiveIncome: 0, exitMet: 6, powerRate: 98.5, threePhase: 'false', waterReport: 'true' }),
  of('training', { count: 40 }),
  of('training', {}),
  of('spending', { amount: 100, planned: 300 }),
  of('spending', { amount: 200, approver: '应如松' }),
  of('dividend', { households: 70000 }),
  of('household-check', {}, 0),
  of('household-plan', {}, 0),
  of('visit', { measures: ['帮办了慢性病证'] }, 1),
  of('visit', { problems: ['贷款3万拿去盖房'] }, 2),
  of('visit', { problems: ['屋顶漏雨'] }, 3),
  { ...of('funding', { revenue: 500, amount: 9 }), subject: '专项' },
  { ...of('funding', { revenue: 500, amount: 10 }), subject: '衔接' },
  { ...of('funding', { amount: 3 }), subject: '整合' },
  { ...of('income-check', { wages: 100, business: 0, property: 0, transfer: 20 }, 0), subject: '甲' },
  { ...of('income-check', { wages: 100, business: 0 }, 1), subject: '乙' },
]; // prettier-ignore
const MEASURES = ['组织村干部开展政策学习，建立长效机制'];
const ITEMS: [ledger: string, state: string, title: string, data: object, village?: string][] = [
  ['clinics', 'passed', '石桥村卫生室', {}],
  ['clinics', 'checking', '柳湾村卫生室', {}],
  ['workshops', 'checking', '制衣车间', {}],
  ['environments', 'checking', '石桥村', {}],
  ['graduates', 'helping', '祁小川', {}],
  ['cases', 'open', '边界', { area: '信访' }],
  ['cases', 'closed', '旧事', { area: '信访' }],
  ['cases', 'handling', '垃圾', { area: '环境' }],
  ['postings', 'held', '祁二狗', { post: '护林员' }],
  ['postings', 'ended', '祁三', { post: '保洁员' }],
  ['postings', 'held', '田七', { post: '村医' }, '石桥村'],
  ['agreements', 'signed', '结对', {}],
  ['identifications', 'published', '第二批', {}],
  ['register-changes', 'discussed', '祁二狗', {}],
  ['household-plans', 'open', '甲', { measures: [COPIED] }],
  ['household-plans', 'open', '乙', { measures: [`${COPIED}！`] }],
  ['household-plans', 'open', '丙', { measures: [`2、${COPIED}`] }],
  ['household-plans', 'open', '丁', { measures: ['学砌墙'] }],
  ...[1, 2, 3].map((n): [string, string, string, object] => ['problems', 'open', `问题${n}`, { measures: MEASURES, progress: `已于${n}月召开会议研究部署并整改到位` }]),
  ['problems', 'open', '问题5', { measures: ['对标对表建立长效机制', '压实各级责任'] }],
  ['problems', 'open', '问题4', { measures: ['加强'], source: '中央考核资金管理方面' }],
  ['projects', 'building', '石桥村供水工程', { decision: true, quality: false, meetings: 3 }],
  ['projects', 'closed', '旧路', {}],
  ['projects', 'accepted', '柳湾村小学宿舍', { decision: true, quality: true, meetings: 5 }],
  ['difficulties', 'new', '水泥涨价', {}],
  ['difficulties', 'helping', '管材没到', { responseHours: 15.5 }],
  ['difficulties', 'closed', '缺电', { responseHours: 2 }],
  ['dangerous-houses', 'found', '甲', {}],
  ['dangerous-houses', 'built', '乙', {}],
  ['dangerous-houses', 'closed', '丙', {}],
  ['loans', 'running', '甲', { pooled: true, amount: 50000 }],
  ['loans', 'repaid', '乙', { pooled: true, amount: 30000 }],
  ['loans', 'overdue', '丙', { amount: 20000 }],
  ['targets', 'open', '脱贫人口', { goal: 120, current: 75 }],
  ['targets', 'open', '木耳', { goal: 8000, current: 8000 }],
  ['targets', 'open', '务工', { goal: 50 }],
  ['targets', 'open', '分贷统还清收', { goal: 900, current: 300 }],
]; // prettier-ignore

let county: StatusCounty;
const { metrics } = loadStatus(path.join(packageRoot(), 'intents'))!;
beforeAll(async () => {
  county = await openCounty(homes, rows);
  await county.store.prisma.item.createMany({
    data: ITEMS.map(([ledger, state, title, data, village], i) => ({
      id: newId(), ledger, key: String(i), title, state, data, village: village ?? null, openedAt: new Date('2026-03-01T02:00:00Z'),
    })), // prettier-ignore
  });
});
afterAll(() => county.close());
beforeAll(async () => {
  await county.store.prisma.planDocument.create({
    data: {
      id: newId(), file: '上级方案', sha256: 'x', title: '上级方案',
      draft: { problems: [{ problem: '责任不实', measures: ['对标对表，建立长效机制；', '压实各级责任。'] }, { problem: '短', measures: ['加强'] }] },
    }, // prettier-ignore
  });
});

test.each([
  ['villages', 3],
  ['difficulties-response', 8.8], // who still waits is not in it
  ['needs-response', undefined],
  ['difficulties-open', 2],
  ['difficulties-new', 1],
  ['funding-short', 1], // of what is stated: no share where the revenue is not
  ['funding', 22],
  ['income-kinds-left', 1],
  ['dangerous-open', 2],
  ['dangerous-unrated', 1],
  ['loans-pooled', 1],
  ['loans-pooled-amount', 50000],
  ['village-empty', 1], // the last word on a village counts
  ['village-income-low', 1],
  ['village-gain-low', 1],
  ['village-exit-left', 1],
  ['village-exit-met', 1],
  ['village-power', 1],
  ['village-power-left', 1],
  ['village-three-phase', 1],
  ['village-three-phase-left', 1],
  ['village-power-certified', 0],
  ['village-water-report', 1],
  ['village-facts-in', 2],
  ['road-left', 3.5],
  ['road-done', 1],
  ['clinics', 2],
  ['clinics-passed', 1],
  ['clinics-left', 1],
  ['workshops-left', 1],
  ['environments-left', 1],
  ['graduates-left', 1],
  ['cases-open', 2],
  ['petitions-open', 1],
  ['conduct-open', 0],
  ['rubbish-open', 1],
  ['job-posts', 1],
  ['doctor-villages', 1],
  ['agreements-plan-left', 1],
  ['identifications-open', 1],
  ['changes-open', 1],
  ['plans-household', 4],
  ['plans-alike', 3], // figures and punctuation make no other measure
  ['plans-blank', 5],
  ['measures-alike', 5], // a short text is alike by itself
  ['problems-alike', 3],
  ['measures-copied', 1], // word for word those of a paper from above
  ['progress-alike', 3],
  ['measures-short', 1],
  ['files-decision', 0],
  ['files-quality', 1],
  ['files-claimed', 2],
  ['files-meetings', 1],
  ['safeguard-projects', 2],
  ['safeguard-projects-left', 1],
  ['targets', 4],
  ['targets-met', 1],
  ['targets-left', 2],
  ['targets-silent', 1],
  ['pooled-recovered', 300],
  ['pooled-goal', 900],
  ['trainings', 2],
  ['trained', 40],
  ['spending', 300],
  ['spending-unapproved', 1],
  ['spending-short', 1],
  ['dividends', 70000],
  ['checked-households', 1],
  ['unchecked-households', 5],
  ['medical-unmentioned', 5],
  ['aspect-funds', 1],
  ['aspect-policy', 0],
  ['loan-use-doubt', 1],
])('%s', async (id, expected) => {
  const counted = await countStatus(county.store.prisma, {
    count: countOf(metrics.get(id)!),
    place: { towns: [], villages: [], title: '全县' },
    filter: [],
  });
  expect(counted.value).toBe(expected);
});
