import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileIssue, loadBulletins } from '../../src/bulletin/index.js';
import { fromLocal } from '../../src/core/time.js';
import { loadExports } from '../../src/export/index.js';
import { linesOf } from '../../src/export/outline.js';
import { packageRoot } from '../../src/files/package-root.js';
import { loadTemplates } from '../../src/reply/index.js';
import { loadStatus } from '../../src/status/index.js';
import { countStatus } from '../../src/store/status.js';
import { exportStore } from '../../src/store/exports.js';
import { openCounty, type Home, type StatusCounty } from '../status/county.js';

/** In papers too a blank is not a zero: what nobody filled in or wrote is to be filled in. */

const intents = path.join(packageRoot(), 'intents');
const { metrics } = loadStatus(intents)!;
const home = (village: string, householder: string, attributes?: Record<string, string>): Home => ({
  town: '枫林镇', village, group: '一组', householder, category: '脱贫户', helper: '', population: 3, active: true, ...(attributes && { attributes }),
}); // prettier-ignore

let county: StatusCounty;
beforeAll(async () => {
  county = await openCounty(
    [home('梨坪村', '甲'), home('梨坪村', '乙'), home('槐树村', '丙', { 参保: '未参保' }), home('槐树村', '丁')],
    [{ kind: 'project', state: 'active', day: '2026-05-02', village: '梨坪村', subject: '梨坪村水池', household: null, data: { project: '梨坪村水池', percent: 60 } }],
  ); // prettier-ignore
});
afterAll(() => county.close());

async function health(village: string): Promise<string[]> {
  const report = loadExports(intents).outlines.find((one) => one.id === 'village-half-year')!;
  const section = report.sections.find((one) => one.title === '健康帮扶')!;
  const about = {
    place: { towns: [], villages: [village], title: village },
    period: { from: '2026-01-01', to: '2026-06-30', title: '上半年' },
  };
  return linesOf(section, about, metrics, exportStore(county.store.prisma), { today: '2026-07-01' });
}

test('the half-year report of a village', async () => {
  expect(await health('梨坪村')).toEqual([
    '医保参保【待填】户（另有2户没填，不在内），有签约医生【待填】户（另有2户没填，不在内）。',
  ]);
  expect((await health('槐树村'))[0]).toMatch(
    /^医保参保0户（名册已填1户；另有1户没填，不在内），有签约医生【待填】户/,
  );
});

test('an issue of a bulletin, in its words and in its table', async () => {
  const kind = loadBulletins(intents, { metrics: new Set(metrics.keys()) }).find(
    (one) => one.id === 'half-year',
  )!;
  const { sections } = await compileIssue(
    { ...kind, sections: [{ id: 'x', title: '健康', figures: ['insured', 'projects-finished'], chart: false, table: { by: 'village', figures: ['insured-left', 'households'], comparesUnits: true } }] },
    { from: '2026-01-01', to: '2026-06-30', cutOff: fromLocal('2026-07-01T09:00') },
    { metrics, count: (query) => countStatus(county.store.prisma, query), earlier: [], stated: [] },
  ); // prettier-ignore
  const [section] = sections;
  expect(section!.figures).toMatchObject([
    { value: 0, base: 1, unknown: 3 },
    { value: null, base: null, unknown: 1 },
  ]);
  const words = loadTemplates(path.join(packageRoot(), 'templates')).render('bulletin-section', {
    figures: section!.figures.map((figure) => ({ ...figure, rate: '', difference: null })),
  });
  expect(words).toContain('完工【待填】');
  expect(section!.table!.rows).toEqual([
    { name: '槐树村', values: [1, 2] },
    { name: '梨坪村', values: [null, 2] },
  ]);
});
