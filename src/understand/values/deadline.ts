import { type Anchor, anchorOf } from './anchor.js';
import { civil, type Day, daysInMonth, dayOf, iso, parseDay } from './calendar.js';
import { fold } from './chars.js';
import { scanDays } from './dates.js';
import { contextOf } from './date-reader.js';
import { type Due, wordDues } from './deadline-words.js';
import { stageName } from './stage-name.js';
import type { Deadline, Found, Milestone, Reference } from './types.js';

const BEFORE =
  /\s?(?:\d{1,2}(?::\d{2}|[时点]半?)|(?:上午|中午|下午|晚上)\s?(?:\d{1,2}(?::\d{2}|[时点]半?))?|24时)?\s?(?:之前|以前|前后|左右|前(?![来往去后])|止|截止|期间|之内|以内|内)?/y;
const SOFT = /力争|争取|拟|预计|预期|有望|力求|尽量|原则上|暂定|初步(?:定|计划)|尽可能/;

/** All deadlines in order; where two readings overlap the longer one counts. */
function duesIn(text: string, anchor: Anchor): Due[] {
  const dues: Due[] = [];
  for (const { from, to, hit } of scanDays(text, contextOf(anchor))) {
    if (hit.rule === 'date:part-of-day') continue;
    BEFORE.lastIndex = to;
    BEFORE.test(text);
    const end = Math.max(to, BEFORE.lastIndex);
    // 国庆前 is over when the holiday begins; 6月20日前 counts the day itself.
    const eve = hit.rule === 'date:named' && /^(?:之|以)?前(?!后)/.test(text.slice(to, to + 3));
    const flags = hit.flags ?? [];
    dues.push({
      day: eve ? hit.day - 1 : hit.day,
      from,
      to: end,
      rule: hit.rule,
      flags,
      yearWritten: !flags.includes('year-assumed'),
    });
  }
  return merge([...dues, ...wordDues(text, anchor)]);
}

function merge(dues: Due[]): Due[] {
  dues.sort((a, b) => a.from - b.from || b.to - a.to);
  const kept: Due[] = [];
  for (const due of dues) {
    const last = kept.at(-1);
    if (last === undefined || due.from >= last.to) kept.push(due);
  }
  return kept;
}

function soft(text: string, due: Due): boolean {
  const start = Math.max(0, due.from - 8);
  const before = text.slice(start, due.from);
  const clause = before.slice(
    Math.max(...[',', '。', ';', '\n', ':'].map((mark) => before.lastIndexOf(mark))) + 1,
  );
  return SOFT.test(clause) || SOFT.test(text.slice(due.to, due.to + 4));
}

function anchored(ref: Reference): Anchor {
  return anchorOf(ref, { lean: 'future' });
}

/** A stage without a year takes the first that is not before the stage ahead of it: 2026年11月底…，2月底 is in 2027. */
function onward(due: Due, previous: Day): Day {
  if (due.yearWritten) return due.day;
  const { month, day, year } = civil(due.day);
  const last = day === daysInMonth(year, month); // month ends stay month ends in leap years
  const base = civil(previous).year;
  for (const y of [base, base + 1]) {
    const length = daysInMonth(y, month);
    const moved = dayOf(y, month, last ? length : Math.min(day, length));
    if (moved >= previous) return moved;
  }
  return due.day;
}

function deadlineOf(text: string, due: Due, day: Day): Deadline {
  return soft(text, due) ? { due: iso(day), soft: true } : { due: iso(day) };
}

/**
 * The first deadline of a span: 3月底前, 6月20日前, 9月中旬, 年底前, 本周内, 10天内. A day counts itself; a holiday (国庆前) ends the day before.
 * `after`: an earlier stage's date (YYYY-MM-DD), from which the year goes on.
 */
export function readDeadline(
  text: string,
  ref: Reference,
  options: { after?: string } = {},
): Found<Deadline> | undefined {
  const folded = fold(text);
  const after = options.after === undefined ? undefined : parseDay(options.after);
  const due = duesIn(folded, anchored(ref))[0];
  if (due === undefined) return undefined;
  return found(
    deadlineOf(folded, due, after === undefined ? due.day : onward(due, after)),
    due,
    after !== undefined,
  );
}

/** Stages with their deadlines, in order: "2026年3月底取得阶段性成效，6月底完成整改". A later stage inherits the year. */
export function readDeadlines(text: string, ref: Reference): Found<Milestone>[] {
  const folded = fold(text);
  const dues = duesIn(folded, anchored(ref));
  const result: Found<Milestone>[] = [];
  let previous: Day | undefined;
  dues.forEach((due, i) => {
    const day = previous === undefined ? due.day : onward(due, previous);
    const inherited = previous !== undefined;
    previous = day;
    const name = stageName(text, folded, due, dues[i - 1]?.to ?? 0, dues[i + 1]?.from ?? text.length);
    result.push(found({ name, ...deadlineOf(folded, due, day) }, due, inherited));
  });
  return result;
}

function found<T>(value: T, due: Due, inherited: boolean): Found<T> {
  const result: Found<T> = { value, from: due.from, to: due.to, rule: due.rule, certainty: 'stated' };
  const flags = inherited ? due.flags.filter((flag) => flag !== 'year-doubtful') : due.flags;
  if (flags.length > 0) result.flags = flags;
  return result;
}
