import type { Counted } from '../core/status.js';
import type { Metric } from './schema.js';

/** One number as the answer says it. */
export interface NumberLine {
  title: string;
  value: number | null; // null: nobody said the figure
  unit: string;
  unknown: number; // counted, but without the figure
  base: number | null;
  baseTitle: string;
  rate: string; // percent of the base, one digit; '' without one
  before: number | null; // the same number in the period it is compared with
  difference: number | null;
  /** Of each place, with its base and share where only places within a bound are said. */
  parts: { name: string; value: number; base: number | null; rate: string }[];
  /** Their unit, which is another than that of how many places there are. */
  partsUnit: string;
  /** The share in the period that is compared with, and the difference in percentage points. */
  rateBefore: string;
  points: number | null;
  /** Things that nobody has said the place of: not in `value` where a place was asked for. */
  unplaced: number;
  /** Rows that leave blank what the number asks of them, and what that is: not in `value` nor in `base`. */
  unfilled: number;
  unsaid: string;
  /** Whether `base` is without such rows. */
  less: boolean;
  /** Of the register, whose columns are filled in; else of what was reported. */
  register: boolean;
  /** What is counted by itself, where there is any: phoned households beside visited ones. */
  apart: { title: string; value: number; unit: string }[];
  /** Parts of `value` that are said with it: of the reports those that came late. */
  within: { title: string; value: number; unit: string }[];
}

/** What is not in a number and is said beside it. */
export type Beside = Pick<NumberLine, 'unplaced' | 'apart' | 'within'> & {
  unfilled?: number;
  less?: boolean;
};

/** Figures as they are said: rates with one digit, never of a base of nothing. */
export function sayNumbers(
  metric: Metric,
  counted: Counted,
  base: Counted | undefined,
  before: Counted | undefined,
  beside: Beside = { unplaced: 0, apart: [], within: [] },
  baseBefore?: Counted,
): NumberLine {
  const value = counted.value ?? null;
  const whole = base?.value ?? null;
  const share = shareOf(value, whole);
  const shareBefore = shareOf(before?.value ?? null, baseBefore?.value ?? null);
  return {
    title: metric.title,
    value,
    unit: metric.unit,
    unknown: counted.unknown,
    base: whole,
    baseTitle: metric.baseTitle ?? '',
    rate: percent(share),
    before: before?.value ?? null,
    difference: value !== null && before?.value !== undefined ? value - before.value : null,
    parts: counted.parts.map((part) => ({ ...part, base: null, rate: '' })),
    partsUnit: metric.unit,
    rateBefore: percent(shareBefore),
    points: share === null || shareBefore === null ? null : Math.round((share - shareBefore) * 10) / 10,
    unfilled: 0,
    less: false,
    ...beside,
    unsaid: metric.unsaid,
    register: 'households' in metric.of,
  };
}

/** In percent, with one digit; none of a base of nothing. */
export const shareOf = (value: number | null, base: number | null): number | null =>
  value === null || base === null || base <= 0 ? null : Math.round((value / base) * 1000) / 10;

export const percent = (share: number | null): string => (share === null ? '' : `${share}%`);

/** Whether there is anything to say: neither nothing of nothing, nor a figure that nobody gave. */
export function isRecorded({ value, base, before, unplaced, unfilled, register }: NumberLine): boolean {
  if ((before ?? 0) > 0 || unplaced > 0 || (unfilled > 0 && !register)) return true;
  return value !== null && (value > 0 || (base ?? 0) > 0);
}
