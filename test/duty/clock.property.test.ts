import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '../../src/calendar/index.js';
import { fromLocal, localDay } from '../../src/core/time.js';
import {
  composeTodos,
  computeDues,
  grouped,
  loadDuties,
  planNudges,
  wantedResponsibilities,
  type Duties,
  type Facts,
  type OpenItem,
  type Said,
} from '../../src/duty/index.js';

const shipped = loadDuties('intents');
const book: Duties = {
  ...shipped,
  duties: shipped.duties.filter((duty) => ['rectification', 'weekly-report', 'visit-week'].includes(duty.id)),
};

const official = (name: string, unit: string, role: string, villages: string[] = []) => ({
  id: name,
  name,
  unit,
  post: '',
  role,
  villages,
});
const people = [
  official('童瑶', '梨树坪村工作队', 'cadre', ['梨树坪村']),
  official('闵开颜', '青禾镇政府', 'leader', ['青禾镇']),
  official('安小满', '青禾镇乡村振兴办', 'clerk', ['青禾镇']),
  official('凌寒', '县水利局', 'clerk'),
  official('应如松', '县水利局', 'leader'),
];
const home = (code: string, category: string) => ({
  code,
  town: '青禾镇',
  village: '梨树坪村',
  householder: code,
  category,
  monitorKind: '',
  helper: '童瑶',
  guarantor: '',
  attributes: {},
});
const homes = [home('A1', '监测户'), home('A2', '脱贫户')];
const holds = grouped(wantedResponsibilities(people, homes));

/** The turn of a year, with days off at New Year and Spring Festival, and worked weekends (4 January, 14 and 28 February). */
const FIRST = '2025-12-22';
const DAYS = 75;
const TIMES = ['07:00', '08:30', '09:00', '12:30', '16:00', '17:55', '21:00'];

function item(i: number, due: number): OpenItem {
  return {
    id: `i${i}`,
    ledger: 'problems',
    key: `${i}`,
    number: i,
    title: `问题${i}`,
    state: 'doing',
    data: { measures: ['x'] },
    owner: '童瑶',
    leader: '闵开颜',
    leadUnit: null,
    units: [],
    household: null,
    town: '青禾镇',
    village: '梨树坪村',
    dueClass: 'dated',
    nextDue: addDays(FIRST, due),
    milestone: null,
    softMilestone: false,
    openedOn: '2025-11-01',
    updatedOn: '2025-11-01',
    closed: false,
    discreet: false,
  };
}

/** What a month or two of ticks says, where ticks are run twice, missed for days, crash before they commit, and the clock goes back. */
function live(items: OpenItem[], mishaps: ReadonlyMap<number, string>): Said[] {
  const said: Said[] = [];
  const tick = (moment: string, commits = true) => {
    const now = fromLocal(moment);
    if (!book.calendar.inHours(now)) return;
    const facts: Facts = {
      people,
      homes,
      holds,
      away: [],
      items,
      itemProofs: [],
      said: [...said],
      replied: [],
      proofs: () => [],
    };
    const nudges = planNudges(book, facts, computeDues(book, facts, now), now);
    const todos = composeTodos(book, facts, nudges, now);
    expect(new Set(todos.map((todo) => todo.personId)).size).toBe(todos.length);
    if (!commits) return;
    for (const { personId, lines } of todos)
      for (const line of lines)
        for (const { due, step } of line.nudges)
          said.push({
            personId,
            duty: due.duty,
            subject: due.subject.id,
            period: due.period.key,
            step,
            at: now,
          });
  };
  for (let i = 0; i < DAYS; i++) {
    const day = addDays(FIRST, i);
    const mishap = mishaps.get(i);
    if (mishap === 'missed') continue;
    for (const time of TIMES) {
      if (mishap === 'crash') tick(`${day}T${time}`, false);
      tick(`${day}T${time}`);
      if (mishap === 'twice') tick(`${day}T${time}`);
      if (mishap === 'back')
        tick(`${day}T${String(Math.max(0, Number(time.slice(0, 2)) - 1)).padStart(2, '0')}${time.slice(2)}`);
    }
  }
  return said;
}

const mishaps = fc
  .array(
    fc.tuple(fc.integer({ min: 0, max: DAYS - 1 }), fc.constantFrom('missed', 'crash', 'twice', 'back')),
    { maxLength: 25 },
  )
  .map((list) => new Map(list));
const dues = fc.array(fc.integer({ min: 0, max: DAYS - 25 }), { minLength: 1, maxLength: 6 });

test('whatever happens to the clock, nobody is nudged twice, nobody is skipped, and leaders hear after the owner', () => {
  fc.assert(
    fc.property(dues, mishaps, (days, bad) => {
      const items = days.map((due, i) => item(i + 1, due));
      const said = live(items, bad);
      const keys = said.map((s) => [s.duty, s.subject, s.period, s.step, s.personId].join('|'));
      expect(new Set(keys).size).toBe(keys.length);
      for (const { at } of said) expect(book.calendar.inHours(at)).toBe(true);
      for (const one of items) {
        const of = (personId: string) => said.filter((s) => s.subject === one.id && s.personId === personId);
        const [owner, leader, office] = [of('童瑶'), of('闵开颜'), of('安小满')];
        expect(owner.length).toBeGreaterThan(0);
        expect(owner.length).toBeLessThanOrEqual(4);
        // At most one word a day about one thing.
        expect(new Set(owner.map((s) => localDay(s.at))).size).toBe(owner.length);
        expect(leader).toHaveLength(1);
        expect(office).toHaveLength(1);
        expect(owner.some((s) => localDay(s.at) < localDay(leader[0]!.at))).toBe(true);
        expect(localDay(leader[0]!.at) < localDay(office[0]!.at)).toBe(true);
      }
    }),
    { numRuns: 25 },
  );
}, 60_000);

test('without mishaps every week with a working day asks once, and a week without one asks nobody', () => {
  const said = live([], new Map()).filter((s) => s.duty === 'weekly-report' && s.personId === '凌寒');
  // The week before is still late when the clock begins: it is asked for once.
  const weeks = [...new Set(said.map((s) => s.period))].filter((week) => week > '2025-W51');
  expect(weeks).toEqual(
    [
      '2025-W52',
      '2026-W01',
      '2026-W02',
      '2026-W03',
      '2026-W04',
      '2026-W05',
      '2026-W06',
      '2026-W07',
      '2026-W08',
      '2026-W09',
      '2026-W10',
    ].filter((week) => week !== '2026-W08'),
  ); // 16–22 February: Spring Festival, not one working day
  expect(said.filter((s) => s.period === '2026-W01').map((s) => `${localDay(s.at)} ${s.step}`)).toEqual([
    '2025-12-30 push',
    '2025-12-31 due',
  ]);
});
