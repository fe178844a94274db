import type { Certainty } from '../../core/records.js';

export type { Certainty };

/** What dates are read against: the message's own send time. */
export interface Reference {
  sentAt: string; // YYYY-MM-DDTHH:mm[:ss], Asia/Shanghai
}

/**
 * What a reader is not quite sure of:
 * - `approximate`: 约, 多, 余, 左右, 十几, 月初, half a month ago…
 * - `range-lost-hyphen`: "200万600万元", "20192023年": a range whose hyphen is gone; query it, do not use it.
 * - `placeholder`: XX, ____, blanks.
 * - `year-assumed`: the year was not written. `year-doubtful`: and the likeliest one goes against the lean
 *   (a deed that would lie ahead, a deadline that has passed).
 * - `month-assumed`: only the day was written ("18号").
 * - `weekday-mismatch`: "3月18日（周五）" where that day is no Friday.
 * - `separator-lost`: "202410月": year and month run together.
 */
export type Flag =
  | 'approximate'
  | 'range-lost-hyphen'
  | 'placeholder'
  | 'year-assumed'
  | 'year-doubtful'
  | 'month-assumed'
  | 'weekday-mismatch'
  | 'separator-lost';

/** A value with the words that gave it: `from`/`to` are UTF-16 offsets into the text handed in (`to` exclusive). */
export interface Found<T> {
  value: T;
  from: number;
  to: number;
  rule: string; // e.g. "date:month-day"
  certainty: Certainty;
  flags?: Flag[];
}

/** Which year (or week, or month) a date without one belongs to: deeds lean to the past, deadlines to the future. */
export type Lean = 'past' | 'future' | 'nearest';

export interface DateOptions {
  lean?: Lean;
}

export interface Period {
  from: string; // YYYY-MM-DD
  to: string; // YYYY-MM-DD, inclusive
}

export interface Deadline {
  due: string; // YYYY-MM-DD
  soft?: true; // 力争, 拟: hoped for, not promised
}

export interface Milestone extends Deadline {
  name: string;
}
