import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.js';
import { LIGHTS, paceOf, type Light } from '../../src/core/pace.js';
import { dayToDate } from '../../src/core/time.js';
import { packageRoot } from '../../src/files/package-root.js';
import { readLedgerFigures } from '../../src/intents/index.js';
import { countOf, loadStatus } from '../../src/status/index.js';
import { countStatus } from '../../src/store/status.js';
import { openCounty, type StatusCounty } from './county.js';

/** How an item stands against its plan is the same in SQL, where it is counted, as where it is reminded of. */

const intents = path.join(packageRoot(), 'intents');
const { metrics } = loadStatus(intents)!;
const rule = readLedgerFigures(intents)!.get('projects')!.pace!;
const TODAY = '2026-05-08';
const DAYS = [
  '2026-03-01',
  '2026-04-20',
  '2026-05-01',
  '2026-05-08',
  '2026-05-09',
  '2026-06-30',
  '2026-12-31',
];
const day = fc.constantFrom(...DAYS);
const item = fc.record({
  startedOn: fc.option(day, { nil: undefined }),
  plannedFinish: fc.option(day, { nil: undefined }),
  percent: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
  opened: day,
  soft: fc.boolean(),
  closed: fc.boolean(),
});
const items = fc.sample(item, { numRuns: 300, seed: 7 });

let county: StatusCounty;
beforeAll(async () => {
  county = await openCounty([], []);
  await county.store.prisma.item.createMany({
    data: items.map(({ opened, soft, closed, ...data }, i) => ({
      id: newId(),
      ledger: 'projects',
      key: `p${i}`,
      title: `项目${i}`,
      state: 'building',
      data: JSON.parse(JSON.stringify(data)) as object,
      openedAt: new Date(`${opened}T02:00:00Z`),
      closedAt: closed ? new Date('2026-05-07T02:00:00Z') : null,
      nextDue: data.plannedFinish === undefined ? null : dayToDate(data.plannedFinish),
      milestones: data.plannedFinish === undefined ? [] : [{ name: '完工', due: data.plannedFinish, soft }],
    })),
  });
});
afterAll(() => county.close());

test.each(LIGHTS)('as many are %s by either way', async (light: Light) => {
  const expected = items.filter(({ opened, soft, closed, ...data }) => {
    const pace = paceOf(rule, { data, openedOn: opened, nextDue: data.plannedFinish, soft, closed }, TODAY);
    return pace?.light === light;
  }).length;
  expect(expected).toBeGreaterThan(0);
  const count = countOf(metrics.get(`projects-${light}`)!);
  const place = { towns: [], villages: [], title: '全县' };
  const counted = await countStatus(county.store.prisma, { count, place, filter: [], on: TODAY });
  expect(counted.value).toBe(expected);
});

test('a plan has a node each Friday and its last day, and knows how far it should be', () => {
  const data = { startedOn: '2026-05-01', plannedFinish: '2026-05-21', percent: 20 };
  expect(paceOf(rule, { data, openedOn: '2026-04-01' }, '2026-05-11')).toEqual({
    from: '2026-05-01',
    to: '2026-05-21',
    whole: 100,
    planned: 50,
    done: 20,
    behind: 30,
    light: 'red',
    nodes: [
      { due: '2026-05-08', value: 35 },
      { due: '2026-05-15', value: 70 },
      { due: '2026-05-21', value: 100 },
    ],
  });
  expect(paceOf(rule, { data, openedOn: '2026-04-01', soft: true }, '2026-05-22')!.light).toBe('yellow');
  expect(paceOf(rule, { data: { ...data, percent: undefined }, openedOn: '' }, '2026-05-11')!.light).toBe(
    'unsaid',
  );
});
