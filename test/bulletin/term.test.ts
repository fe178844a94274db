import { expect, test } from 'vitest';
import { lastTerm, nextClosing, type BulletinDefinition } from '../../src/bulletin/index.js';
import { fromLocal, toLocal } from '../../src/core/time.js';

const closing = (closes: BulletinDefinition['closes']) => ({ closes }) as BulletinDefinition;
const told = (closes: BulletinDefinition['closes'], now: string) => {
  const { from, to, cutOff } = lastTerm(closing(closes), fromLocal(now));
  return [from, to, toLocal(cutOff).slice(0, 16)];
};

test('terms follow one another without a gap, over the end of a year too', () => {
  const friday = { weekday: 5, at: '12:00' };
  expect(told(friday, '2026-12-31T23:59')).toEqual(['2026-12-19', '2026-12-25', '2026-12-25T12:00']);
  expect(told(friday, '2027-01-01T12:00')).toEqual(['2026-12-26', '2027-01-01', '2027-01-01T12:00']);
  expect(told({ monthDay: 1, at: '09:00' }, '2026-03-01T09:00')).toEqual([
    '2026-02-01',
    '2026-02-28',
    '2026-03-01T09:00',
  ]);
  expect(told({ halfYear: true, at: '09:00' }, '2026-07-02T00:00')).toEqual([
    '2026-01-01',
    '2026-06-30',
    '2026-07-01T09:00',
  ]);
  expect(told({ after: 'quarter', at: '09:00' }, '2026-07-01T08:59')).toEqual(['2026-01-01', '2026-03-31', '2026-04-01T09:00']); // prettier-ignore
  expect(told({ after: 'quarter', at: '09:00' }, '2026-07-01T09:00')).toEqual(['2026-04-01', '2026-06-30', '2026-07-01T09:00']); // prettier-ignore
  expect(told({ after: 'year', at: '09:00' }, '2026-12-31T23:59')).toEqual(['2025-01-01', '2025-12-31', '2026-01-01T09:00']); // prettier-ignore
});

test('the next closing is after the moment, never at it', () => {
  const friday = closing({ weekday: 5, at: '12:00' });
  expect(toLocal(nextClosing(friday, fromLocal('2026-05-08T11:59')))).toBe('2026-05-08T12:00:00');
  expect(toLocal(nextClosing(friday, fromLocal('2026-05-08T12:00')))).toBe('2026-05-15T12:00:00');
});
