import { type Anchor, anchorOf } from './anchor.js';
import { addMonths, civil, type Day, daysInMonth, dayOf, iso, mondayOf, monthEnd, parseDay } from './calendar.js';
import { fold } from './chars.js';
import { scanDays } from './dates.js';
import { smallAt } from './date-small.js';
import { MONTH_SOURCE, writtenYear, yearOfMonth } from './month.js';
import type { Deadline, Flag, Found, Milestone, Reference } from './types.js';

interface Due {
  day: Day;
  from: number;
  to: number; // after 前, 之前, 内
  rule: string;
  flags: Flag[];
  yearWritten: boolean;
}

const BEFORE = /\s?(?:\d{1,2}(?::\d{2}|[时点]半?)|(?:上午|中午|下午|晚上)\s?(?:\d{1,2}(?::\d{2}|[时点]半?))?|24时)?\s?(?:之前|以前|前后|左右|前(?![来往去后])|止|截止|期间|之内|以内|内)?/y;
const SOFT = /力争|争取|拟|预计|预期|有望|力求|尽量|原则上|暂定|初步(?:定|计划)|尽可能/;

const NUMBER = '\\d{1,3}|[一二两三四五六七八九十]{1,3}|半';
const MONTH = new RegExp(`${MONTH_SOURCE}(?<before>之?前|以前)?(?!\\d|个|[上中下]旬|[底末初]|[一二三四五六七八九十廿]|的?\\d)`, 'g');
const WORDS = new RegExp(
  [
    `(?<within>(?:${NUMBER}))\\s?(?<whole>个)?(?<unit>工作日|天|日|周|星期|月)(?:之内|以内|内)`,
    '(?<span>年|本年|今年|本月|当月|这个月|本周|这周|下周|下月|下个月|月|周)(?:度)?(?:之内|以内|内)(?![部容外])',
    '(?<weekend>本|这|下)?周(?:末|日)(?=前|之前|$)',
    `(?:(?<year>\\d{4})\\s?年|(?<rel>今|本|明)年)?(?:第?(?<quarter>[一二三四1-4])季度|(?<quarterNow>本|这|下)个?季度|(?<half>[上下])半年|(?<yearly>年)度?(?=前|之前))(?<edge>末|底|内|前|之前)?`,
    '(?<quarterEnd>季度末|季末)',
    '(?<!\\d)(?<bareYear>20\\d{2})\\s?年(?:度|内)?(?=完成|前|内|建成|完工|竣工|实现)(?<yearEdge>之?前)?',
  ].join('|'),
  'g',
);

function wordDues(text: string, anchor: Anchor): Due[] {
  const dues: Due[] = [];
  for (const match of text.matchAll(WORDS)) {
    const day = wordDay(match.groups as Record<string, string | undefined>, anchor);
    if (day === undefined) continue;
    const to = match.index + match[0].length;
    const written = match.groups!.year !== undefined || match.groups!.bareYear !== undefined;
    dues.push({ day: day.day, from: match.index, to, rule: day.rule, flags: day.flags ?? [], yearWritten: written });
  }
  for (const match of text.matchAll(MONTH)) {
    const groups = match.groups as Record<string, string | undefined>;
    const month = smallAt(groups.month!, 0)!.value;
    const written = writtenYear(groups, anchor);
    const { year, flags } = written === undefined ? yearOfMonth(month, anchor) : { year: written, flags: [] };
    // "6月前" ends before June begins; "6月完成" by its end.
    const before = groups.before !== undefined;
    const day = before ? dayOf(year, month, 1) - 1 : monthEnd(year, month);
    dues.push({
      day,
      from: match.index,
      to: match.index + match[0].length,
      rule: before ? 'deadline:before-month' : 'deadline:month',
      flags: before ? [...flags, 'approximate'] : flags,
      yearWritten: written !== undefined,
    });
  }
  return dues;
}

function wordDay(g: Record<string, string | undefined>, anchor: Anchor): { day: Day; rule: string; flags?: Flag[] } | undefined {
  if (g.within !== undefined) return within(g.within, g.unit!, anchor);
  if (g.span !== undefined) return { day: spanEnd(g.span, anchor), rule: 'deadline:within' };
  if (g.quarterEnd !== undefined) {
    return { day: monthEnd(anchor.year, Math.ceil(anchor.month / 3) * 3), rule: 'deadline:quarter' };
  }
  if (g.bareYear !== undefined) {
    const year = g.yearEdge === undefined ? +g.bareYear : +g.bareYear - 1;
    return { day: dayOf(year, 12, 31), rule: 'deadline:year' };
  }
  const year = writtenYear(g, anchor) ?? anchor.year;
  if (g.quarter !== undefined) {
    const n = smallAt(g.quarter, 0)!.value;
    if (g.edge === '前' || g.edge === '之前') {
      return { day: dayOf(year, n * 3 - 2, 1) - 1, rule: 'deadline:before-quarter', flags: ['approximate'] };
    }
    return { day: monthEnd(year, n * 3), rule: 'deadline:quarter' };
  }
  if (g.quarterNow !== undefined) {
    const by = g.quarterNow === '下' ? 3 : 0;
    const end = addMonths(anchor.year, Math.ceil(anchor.month / 3) * 3, by);
    return { day: monthEnd(end.year, end.month), rule: 'deadline:quarter' };
  }
  if (g.half !== undefined) return { day: monthEnd(year, g.half === '上' ? 6 : 12), rule: 'deadline:half-year' };
  if (g.yearly !== undefined) return undefined;
  return { day: mondayOf(anchor.today) + (g.weekend === '下' ? 13 : 6), rule: 'deadline:weekend' };
}

function within(count: string, unit: string, anchor: Anchor): { day: Day; rule: string; flags?: Flag[] } | undefined {
  const n = count === '半' ? 0.5 : smallAt(count, 0)?.value;
  if (n === undefined || unit === '工作日') return undefined; // working days need the calendar of holidays
  const rule = 'deadline:within';
  if (unit === '月') {
    if (n === 0.5) return { day: anchor.today + 15, rule, flags: ['approximate'] };
    const { year, month } = addMonths(anchor.year, anchor.month, n);
    return { day: dayOf(year, month, Math.min(anchor.day, daysInMonth(year, month))), rule };
  }
  if (!Number.isInteger(n)) return undefined;
  return { day: anchor.today + (unit === '周' || unit === '星期' ? n * 7 : n), rule };
}

function spanEnd(span: string, anchor: Anchor): Day {
  if (span.includes('年')) return dayOf(anchor.year, 12, 31);
  if (span.includes('周')) return mondayOf(anchor.today) + (span.startsWith('下') ? 13 : 6);
  const { year, month } = addMonths(anchor.year, anchor.month, span.startsWith('下') ? 1 : 0);
  return monthEnd(year, month);
}

/** All deadlines in order; where two readings overlap the longer one counts. */
function duesIn(text: string, anchor: Anchor): Due[] {
  const dues: Due[] = [];
  for (const { from, to, hit } of scanDays(text, { ...anchor, loose: false })) {
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
  const clause = before.slice(Math.max(...[',', '。', ';', '\n', ':'].map((mark) => before.lastIndexOf(mark))) + 1);
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
export function readDeadline(text: string, ref: Reference, options: { after?: string } = {}): Found<Deadline> | undefined {
  const folded = fold(text);
  const after = options.after === undefined ? undefined : parseDay(options.after);
  const due = duesIn(folded, anchored(ref))[0];
  if (due === undefined) return undefined;
  return found(deadlineOf(folded, due, after === undefined ? due.day : onward(due, after)), due, after !== undefined);
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

const EDGE = /^[\s,，、:：;；。.()（）的并且和及]+|[\s,，、:：;；。.()（）]+$|(?:时限|时间|期限|日期)?[:：]\s*$/g;
const LEAD = /^(?:力争|争取|拟|预计|计划|确保|要|须|应)+(?=.{2})/;
const STOP = /[。;\n]/;

/** What is to be done by then: the words after the date up to the next one or the sentence's end, else those before it. */
function stageName(original: string, folded: string, due: Due, left: number, right: number): string {
  const after = folded.slice(due.to, right);
  const stop = after.search(STOP);
  let name = original.slice(due.to, due.to + (stop < 0 ? after.length : stop));
  if (right < folded.length && stop < 0) name = dropOpening(name);
  name = clean(name);
  if (name !== '') return name;
  const before = original.slice(left, due.from);
  const start = Math.max(...['。', ';', '；', '\n', '，', ','].map((mark) => before.trimEnd().replace(/[，,；;。]+$/, '').lastIndexOf(mark)));
  return clean(before.slice(start + 1));
}

/** The next stage's own opening ("…，拟于" before its date) is not part of this one's name. */
function dropOpening(name: string): string {
  return name.replace(/[，,、]\s*(?:力争|争取|拟|预计|计划|确保)?(?:于|在|到|至)?\s*$/, '');
}

function clean(name: string): string {
  return name.replace(EDGE, '').replace(LEAD, '').replace(/(?:于|在|至|到)$/, '').replace(EDGE, '').trim();
}

function found<T>(value: T, due: Due, inherited: boolean): Found<T> {
  const result: Found<T> = { value, from: due.from, to: due.to, rule: due.rule, certainty: 'stated' };
  const flags = inherited ? due.flags.filter((flag) => flag !== 'year-doubtful') : due.flags;
  if (flags.length > 0) result.flags = flags;
  return result;
}
