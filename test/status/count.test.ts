import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Dimension, Place, StatusPeriod } from '../../src/core/status.js';
import { countOf, loadStatus, type Metric } from '../../src/status/index.js';
import { countStatus, listStatus } from '../../src/store/status.js';
import { packageRoot } from '../../src/files/package-root.js';
import { openCounty, type Home, type Row, type StatusCounty } from './county.js';

const VILLAGES = [
  ['云溪镇', '石桥村'],
  ['云溪镇', '柳湾村'],
  ['双丰镇', '石桥村'], // the same name in another town
  ['双丰镇', '梅坪村'],
] as const;
const CATEGORIES = ['脱贫户', '监测户', '一般户'];
const MODES = ['home', 'phone', 'absent', undefined];
const STAGES = ['未开工', '在建', '完工待验收', '已验收', undefined];

/** A county by dice, always the same one. */
const random = fc.sample(fc.infiniteStream(fc.integer({ min: 0, max: 1_000_000 })), {
  numRuns: 1,
  seed: 7,
})[0]!;
const dice = (n: number): number => (random.next().value as number) % n;
const pick = <T>(from: readonly T[]): T => from[dice(from.length)]!;
const day = (): string => `2026-0${4 + dice(2)}-${String(1 + dice(28)).padStart(2, '0')}`;

const homes: Home[] = Array.from({ length: 60 }, (_, i) => {
  const [town, village] = pick(VILLAGES);
  return {
    town, village, group: pick(['一组', '二组']), householder: `户${i}`, category: pick(CATEGORIES), helper: pick(['沈青', '田禾']),
    population: dice(5) === 0 ? null : 1 + dice(6), active: dice(10) > 0,
  }; // prettier-ignore
});
const rows: Row[] = Array.from({ length: 400 }, () => {
  const state = dice(6) === 0 ? 'retracted' : 'active';
  if (dice(4) === 0) {
    const village = pick(VILLAGES)[1];
    const money = dice(3) === 0 ? {} : { investmentTotal: dice(100), fundsReceived: dice(50) };
    const stage = pick(STAGES);
    return { kind: 'project', state, day: day(), village, subject: pick(['产业路', '便民桥', '危房改造一期']), household: null, data: { ...money, ...(stage ? { stage } : {}) } }; // prettier-ignore
  }
  const household = dice(9) === 0 ? null : dice(homes.length);
  const mode = pick(MODES);
  return { kind: 'visit', state, day: day(), village: household === null ? null : homes[household]!.village, subject: null, household, data: mode ? { mode } : {} }; // prettier-ignore
});

let county: StatusCounty;
const { metrics } = loadStatus(path.join(packageRoot(), 'intents'))!;
beforeAll(async () => {
  county = await openCounty(homes, rows);
});
afterAll(() => county.close());

/** The same count without SQL and without definitions: what each number means, said again. */
const visited = (modes: (string | undefined)[], period?: StatusPeriod) =>
  rows.filter(
    (row) =>
      row.kind === 'visit' && row.state === 'active' && modes.includes(row.data['mode'] as string | undefined) &&
      (!period || (row.day >= period.from && row.day <= period.to)),
  ); // prettier-ignore
const inPlace = (place: Place, town: string | undefined, village: string | null): boolean =>
  place.towns.length + place.villages.length === 0 ||
  place.towns.some((t) => (town === undefined ? VILLAGES.some(([a, b]) => a === t && b === village && homes.some((h) => h.active && h.town === a && h.village === b)) : t === town)) ||
  (village !== null && place.villages.includes(village) && (place.within === undefined || town === undefined || town === place.within)); // prettier-ignore
const homeOf = (row: Row): Home | undefined => (row.household === null ? undefined : homes[row.household]!);
/** Of each project its last report up to a day, with what was last said of each figure. */
const latest = (asOf = '9999-12-31'): Row[] => {
  const last = new Map<string, Row>();
  const inOrder = rows.filter((row) => row.kind === 'project' && row.state === 'active' && row.day <= asOf);
  for (const row of inOrder.toSorted((a, b) => a.day.localeCompare(b.day))) {
    const key = `${row.village ?? ''} ${row.subject ?? ''}`;
    last.set(key, { ...row, data: { ...last.get(key)?.data, ...row.data } });
  }
  return [...last.values()];
};

function plainly(
  id: string,
  place: Place,
  period: StatusPeriod | undefined,
  categories: string[],
): number | undefined {
  const suits = (home: Home | undefined) =>
    categories.length === 0 || (home !== undefined && categories.includes(home.category));
  const ofVisits = (modes: (string | undefined)[]) =>
    visited(modes, period).filter(
      (row) => inPlace(place, homeOf(row)?.town, row.village) && suits(homeOf(row)),
    );
  const atHome = ['home', undefined];
  const distinct = (found: Row[]) =>
    new Set(found.flatMap((row) => (row.household === null ? [] : [row.household]))).size;
  const projects = latest(period?.to).filter(
    (row) => inPlace(place, undefined, row.village) && categories.length === 0,
  );
  const registered = homes.filter(
    (home) => home.active && inPlace(place, home.town, home.village) && suits(home),
  );
  switch (id) {
    case 'visits':
      return distinct(ofVisits(atHome));
    case 'visit-times':
      return ofVisits(atHome).length;
    case 'phone-visits':
      return distinct(ofVisits(['phone']));
    case 'households':
      return registered.length;
    case 'visits-left': {
      const seen = new Set(visited(atHome, period).map((row) => row.household));
      return registered.filter((home) => !seen.has(homes.indexOf(home))).length;
    }
    case 'population': {
      const known = registered.flatMap((home) => (home.population === null ? [] : [home.population]));
      return known.length === 0 ? undefined : known.reduce((a, b) => a + b);
    }
    case 'projects-left':
      return projects.filter((row) => !['完工待验收', '已验收'].includes(String(row.data['stage']))).length;
    case 'funds-received': {
      const known = projects.flatMap((row) =>
        row.data['fundsReceived'] === undefined ? [] : [row.data['fundsReceived'] as number],
      );
      return known.length === 0 ? undefined : known.reduce((a, b) => a + b);
    }
    default:
      throw new Error(id);
  }
}

const IDS = [
  'visits',
  'visit-times',
  'phone-visits',
  'households',
  'visits-left',
  'population',
  'projects-left',
  'funds-received',
];
const places: Place[] = [
  { towns: [], villages: [], title: '全县' },
  { towns: ['云溪镇'], villages: [], title: '云溪镇' },
  { towns: [], villages: ['梅坪村'], title: '梅坪村' },
  { towns: [], villages: ['石桥村'], within: '双丰镇', title: '石桥村' },
  { towns: ['双丰镇'], villages: ['柳湾村'], title: '双丰镇、柳湾村' },
];
const periods: (StatusPeriod | undefined)[] = [
  undefined,
  { from: '2026-04-06', to: '2026-04-12', title: '上周' },
  { from: '2026-05-01', to: '2026-05-31', title: '本月' },
];

const queryOf = (metric: Metric, place: Place, period: StatusPeriod | undefined, categories: string[], by?: Dimension) => ({
  count: countOf(metric),
  place,
  period,
  filter: categories.length === 0 ? [] : [{ field: 'category', in: categories }],
  by,
}); // prettier-ignore

test.each(IDS)(
  '%s is what a plain count of the rows gives, for every place, period and kind of household',
  async (id) => {
    const metric = metrics.get(id)!;
    for (const place of places)
      for (const period of periods)
        for (const categories of [[], ['监测户']]) {
          const counted = await countStatus(county.store.prisma, queryOf(metric, place, period, categories));
          const label = `${place.title} ${period?.title ?? ''} ${categories.join()}`;
          expect([label, counted.value]).toEqual([label, plainly(id, place, period, categories)]);
        }
  },
);

test('what a number is made of by village adds up to it, and its list has as many rows', async () => {
  for (const id of ['visits', 'households', 'visits-left', 'visit-times']) {
    const query = queryOf(metrics.get(id)!, places[0]!, periods[2], [], 'village');
    const counted = await countStatus(county.store.prisma, query);
    // A household is in one village only, so the parts add up.
    expect(counted.parts.reduce((sum, part) => sum + part.value, 0)).toBe(counted.value);
    const listed = await listStatus(county.store.prisma, query);
    if (id !== 'visits') expect(listed).toHaveLength(counted.value!);
    else expect(new Set(listed.map((row) => row.householdCode).filter(Boolean)).size).toBe(counted.value);
  }
});

test('money that nobody stated is unknown, not zero', async () => {
  const nowhere: Place = { towns: [], villages: ['无此村'], title: '' };
  const counted = await countStatus(
    county.store.prisma,
    queryOf(metrics.get('funds-received')!, nowhere, undefined, []),
  );
  expect(counted.value).toBeUndefined();
});
