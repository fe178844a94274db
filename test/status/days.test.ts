import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.js';
import { dayToDate } from '../../src/core/time.js';
import type { Dimension, Place, StatusPeriod } from '../../src/core/status.js';
import { packageRoot } from '../../src/files/package-root.js';
import { loadStatus } from '../../src/status/index.js';
import { countStatus } from '../../src/store/status.js';
import { openCounty, type Home, type Row, type StatusCounty } from './county.js';

/** The days that the database keeps beside the records say what the records say, whatever happens to those. */

const TOWNS = ['云溪镇', '双丰镇'];
const VILLAGES = ['石桥村', '柳湾村'];
const random = fc.sample(fc.infiniteStream(fc.integer({ min: 0, max: 1_000_000 })), {
  numRuns: 1,
  seed: 11,
})[0]!;
const dice = (n: number): number => (random.next().value as number) % n;
const pick = <T>(from: readonly T[]): T => from[dice(from.length)]!;
/** Around the turn of a year, so that periods cross it. */
const day = (): string =>
  pick([
    `2025-1${dice(3)}-${String(1 + dice(28)).padStart(2, '0')}`,
    `2026-0${1 + dice(3)}-${String(1 + dice(28)).padStart(2, '0')}`,
  ]);
const mode = () => pick([{ mode: 'home' }, { mode: 'phone' }, { mode: 'absent' }, {}]);

const homes: Home[] = Array.from({ length: 30 }, (_, i) => ({
  town: pick(TOWNS),
  village: pick(VILLAGES),
  group: '一组',
  householder: `户${i}`,
  category: pick(['脱贫户', '监测户']),
  helper: pick(['沈青', '田禾']),
  population: 2,
  active: dice(8) > 0,
}));
const rows: Row[] = Array.from({ length: 200 }, () => {
  const household = dice(8) === 0 ? null : dice(homes.length);
  return {
    kind: pick(['visit', 'visit', 'visit', 'lead']),
    state: pick(['active', 'active', 'active', 'retracted', 'incomplete']),
    day: day(),
    village: household === null ? pick([null, ...VILLAGES]) : homes[household]!.village,
    subject: null,
    household,
    data: mode(),
  };
});

let county: StatusCounty;
const { metrics } = loadStatus(path.join(packageRoot(), 'intents'))!;
beforeAll(async () => {
  county = await openCounty(homes, rows);
});
afterAll(() => county.close());

/** What is kept beside the records less what they say, and the other way round. */
async function differences(): Promise<unknown[]> {
  const said = `SELECT household_id, kind, extract(year FROM occurred_on)::smallint AS year, coalesce(data->>'mode', '') AS mode,
                       coalesce(village, '') AS village, array_agg(occurred_on ORDER BY occurred_on) AS days
                FROM record WHERE household_id IS NOT NULL AND state = 'active' GROUP BY 1, 2, 3, 4, 5`;
  return county.store.prisma.$queryRawUnsafe<unknown[]>(
    `(SELECT * FROM household_days EXCEPT ${said}) UNION ALL (${said} EXCEPT SELECT * FROM household_days)`,
  );
}

const PLACES: [Place, string][] = [
  [{ towns: [], villages: [], title: '全县' }, 'true'],
  [
    { towns: ['云溪镇'], villages: [], title: '云溪镇' },
    `(h.town = '云溪镇' OR (h.town IS NULL AND r.village IN (SELECT village FROM household WHERE active AND town = '云溪镇')))`,
  ],
  [{ towns: [], villages: [], helper: '沈青', title: '' }, `h.helper = '沈青'`],
];
const PERIODS: (StatusPeriod | undefined)[] = [
  undefined,
  { from: '2025-11-20', to: '2026-02-10', title: '' },
  { from: '2026-01-01', to: '2026-12-31', title: '' },
  { from: '2025-12-29', to: '2026-01-04', title: '' }, // short: counted from the records
];
const HOME = `r.kind = 'visit' AND r.state = 'active' AND coalesce(r.data->>'mode', '') NOT IN ('phone', 'video', 'absent')`;

/** The numbers in SQL as one would type it, straight from the records. */
function plain(id: string, place: string, period: StatusPeriod | undefined): string {
  const days = period ? `r.occurred_on BETWEEN '${period.from}' AND '${period.to}'` : 'true';
  const from = `FROM record r LEFT JOIN household h ON h.id = r.household_id WHERE ${HOME} AND ${days} AND ${place}`;
  if (id === 'visits') return `SELECT count(DISTINCT r.household_id)::int AS n ${from}`;
  if (id === 'visit-times') return `SELECT count(*)::int AS n ${from}`;
  return `SELECT count(*)::int AS n FROM household h WHERE h.active AND ${place.replaceAll('r.village', 'h.village')}
          AND h.id NOT IN (SELECT r.household_id FROM record r WHERE r.household_id IS NOT NULL AND ${HOME} AND ${days})`;
}

async function compare(): Promise<void> {
  expect(await differences()).toEqual([]);
  for (const id of ['visits', 'visit-times', 'visits-left'])
    for (const [place, where] of PLACES)
      for (const period of PERIODS) {
        const metric = metrics.get(id)!;
        const count = { source: metric.of, only: metric.only, without: metric.without, measure: metric.measure, day: metric.day }; // prettier-ignore
        const by: Dimension | undefined = pick([undefined, 'town', 'village', 'category']);
        const counted = await countStatus(county.store.prisma, { count, place, period, filter: [], by });
        const [typed] = await county.store.prisma.$queryRawUnsafe<{ n: number }[]>(plain(id, where, period));
        const label = `${id} ${place.title} ${place.helper ?? ''} ${period?.from ?? ''}`;
        expect([label, counted.value]).toEqual([label, typed!.n]);
        // Each household and each record is in one part only.
        if (by) expect([label, counted.parts.reduce((sum, part) => sum + part.value, 0)]).toEqual([label, typed!.n]); // prettier-ignore
      }
}

test('numbers over months are those of the records, at first and after corrections, recalls and removals', async () => {
  await compare();
  const { prisma } = county.store;
  const ids = (await prisma.record.findMany({ select: { id: true } })).map(({ id }) => id);
  const households = (await prisma.household.findMany({ select: { id: true, village: true } })).sort(
    (a, b) => (a.id < b.id ? -1 : 1),
  );
  for (let round = 0; round < 6; round++) {
    for (let change = 0; change < 12; change++) {
      const id = pick(ids);
      const home = pick(households);
      await pick([
        () => prisma.record.updateMany({ where: { id }, data: { state: pick(['active', 'retracted', 'superseded']) } }), // a recall, and back
        () => prisma.record.updateMany({ where: { id }, data: { occurredOn: dayToDate(day()) } }), // another day, another year
        () => prisma.record.updateMany({ where: { id }, data: { data: mode() } }), // 不是入户,是电话
        () => prisma.record.updateMany({ where: { id }, data: { householdId: home.id, village: home.village } }), // another household
        () => prisma.record.updateMany({ where: { id }, data: { householdId: null } }),
        () => prisma.record.updateMany({ where: { contactId: county.contactId, kind: 'lead' }, data: { kind: pick(['lead', 'visit']) } }),
        () => prisma.record.deleteMany({ where: { id } }),
      ])(); // prettier-ignore
    }
    await compare();
  }
});

test('records of one household that several write at once are all counted', async () => {
  const { prisma } = county.store;
  const [home] = await prisma.household.findMany({ take: 1 });
  const message = (await prisma.message.findFirstOrThrow()).id;
  const before = await prisma.record.count({ where: { householdId: home!.id, state: 'active' } });
  await Promise.all(
    Array.from({ length: 12 }, (_, i) =>
      prisma.$transaction(async (tx) => {
        const record = {
          id: newId(),
          messageId: message,
          index: 1000 + i,
          kind: 'visit',
          data: { mode: 'home' },
        };
        await tx.record.create({ data: { ...record, contactId: county.contactId, occurredOn: dayToDate('2026-02-02'), householdId: home!.id, village: home!.village } }); // prettier-ignore
        if (i % 3 === 0) await tx.record.update({ where: { id: record.id }, data: { state: 'retracted' } });
      }),
    ),
  );
  expect(await prisma.record.count({ where: { householdId: home!.id, state: 'active' } })).toBe(before + 8);
  expect(await differences()).toEqual([]);
});

test('an undone transaction leaves no trace', async () => {
  const { prisma } = county.store;
  await expect(
    prisma.$transaction(async (tx) => {
      await tx.record.updateMany({ data: { state: 'retracted' } });
      throw new Error('undone');
    }),
  ).rejects.toThrow('undone');
  await compare();
});
