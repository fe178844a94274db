import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  calendarSchema,
  createCalendar,
  daysBetween,
  loadCalendar,
  PERIODS,
  periodByKey,
  periodOf,
  shiftPeriod,
  weekdayOf,
} from '../../src/calendar/index.js';
import { fromLocal, toLocal } from '../../src/core/time.js';

const calendar = loadCalendar(path.resolve('intents'));
const moment = (text: string) => fromLocal(text);
const day2026 = fc.integer({ min: 0, max: 364 }).map((n) => addDays('2026-01-01', n));

describe('working days', () => {
  test('a worked Saturday counts, a day off on a weekday does not', () => {
    expect(calendar.isWorkday('2026-02-14')).toBe(true);
    expect(calendar.isWorkday('2026-02-16')).toBe(false);
    expect(calendar.isWorkday('2026-05-09')).toBe(true);
    expect(calendar.isWorkday('2026-05-10')).toBe(false);
  });

  test('counting steps over days off and onto worked weekends', () => {
    expect(calendar.addWorkdays('2026-05-06', -1)).toBe('2026-04-30');
    expect(calendar.addWorkdays('2026-05-08', 1)).toBe('2026-05-09');
    expect(calendar.addWorkdays('2026-05-03', 0)).toBe('2026-04-30');
    expect(calendar.workdayFrom('2026-05-03')).toBe('2026-05-06');
    expect(calendar.addWorkdays('2025-12-31', 1)).toBe('2026-01-04'); // a Sunday that is worked
  });

  test('there and back again: as many working days lie between as were added', () => {
    fc.assert(
      fc.property(day2026, fc.integer({ min: 1, max: 20 }), (day, count) => {
        if (addDays(day, 60) > '2026-12-31') return;
        const to = calendar.addWorkdays(day, count);
        expect(calendar.isWorkday(to)).toBe(true);
        expect(calendar.workdaysBetween(day, to)).toBe(count);
        if (calendar.isWorkday(day)) expect(calendar.addWorkdays(to, -count)).toBe(day);
      }),
    );
  });

  test('a year without a table is refused, and the table is named', () => {
    expect(calendar.knows(2027)).toBe(false);
    expect(() => calendar.isWorkday('2027-01-04')).toThrow(/2027.*intents\/calendar\.yaml/);
    expect(() => calendar.addWorkdays('2026-12-31', 1)).toThrow(/2027/);
    expect(() => calendar.isWorkday('1998-01-04')).toThrow(/1998/);
  });

  test('a county fills in what the library does not know', () => {
    const own = createCalendar(
      calendarSchema.parse({
        kind: 'calendar',
        source: { document: 'd', issuer: 'i' },
        hours: { from: '09:00', to: '17:30' },
        years: {
          2027: { source: 'n', holidays: { 元旦: '2027-01-01/2027-01-03' }, workdays: ['2027-01-09'] },
        },
      }),
    );
    expect(own.isWorkday('2027-01-01')).toBe(false);
    expect(own.isWorkday('2027-01-09')).toBe(true);
    expect(own.addWorkdays('2026-12-31', 1)).toBe('2027-01-04');
    expect(own.holidays(2027)).toEqual([{ name: '元旦', from: '2027-01-01' }]);
  });
});

describe('hours', () => {
  test.each([
    ['2026-05-08T08:29', '2026-05-08T08:30:00'],
    ['2026-05-08T08:30', '2026-05-08T08:30:00'],
    ['2026-05-08T17:59', '2026-05-08T17:59:00'],
    ['2026-05-08T18:00', '2026-05-09T08:30:00'], // the Saturday is worked
    ['2026-05-09T19:00', '2026-05-11T08:30:00'],
    ['2026-04-30T22:00', '2026-05-06T08:30:00'],
  ])('what comes up at %s may be said at %s', (from, to) => {
    expect(toLocal(calendar.nextOpening(moment(from)))).toBe(to);
    expect(calendar.inHours(calendar.nextOpening(moment(from)))).toBe(true);
  });
});

describe('periods', () => {
  test.each([
    ['week', '2026-05-08', { key: '2026-W19', from: '2026-05-04', to: '2026-05-10' }],
    ['week', '2026-01-01', { key: '2026-W01', from: '2025-12-29', to: '2026-01-04' }],
    ['week', '2027-01-02', { key: '2026-W53', from: '2026-12-28', to: '2027-01-03' }],
    ['month', '2026-02-11', { key: '2026-02', from: '2026-02-01', to: '2026-02-28' }],
    ['quarter', '2026-05-08', { key: '2026-Q2', from: '2026-04-01', to: '2026-06-30' }],
    ['half', '2026-07-01', { key: '2026-H2', from: '2026-07-01', to: '2026-12-31' }],
    ['year', '2026-07-01', { key: '2026', from: '2026-01-01', to: '2026-12-31' }],
  ] as const)('%s of %s', (kind, day, period) => {
    expect(periodOf(kind, day)).toEqual(period);
  });

  test('periods tile the calendar, and their keys lead back to them', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PERIODS), fc.integer({ min: 0, max: 9000 }), (kind, n) => {
        const day = addDays('2015-01-01', n);
        const period = periodOf(kind, day);
        expect(period.from <= day && day <= period.to).toBe(true);
        expect(daysBetween(period.to, shiftPeriod(kind, period, 1).from)).toBe(1);
        expect(shiftPeriod(kind, shiftPeriod(kind, period, 2), -2)).toEqual(period);
        if (kind === 'week') expect(weekdayOf(period.from)).toBe(1);
        if (kind !== 'day') expect(periodByKey(period.key)).toEqual(period);
      }),
    );
  });

  test('what names no period is none', () => {
    for (const key of ['2026-W54', '2026-W00', '2026-Q5', '2026-H3', '2026-13', 'W18', ''])
      expect(periodByKey(key)).toBeUndefined();
  });
});
