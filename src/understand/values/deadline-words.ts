import { matches } from '../matches.js';
import { type Anchor } from './anchor.js';
import { addMonths, type Day, daysInMonth, dayOf, mondayOf, monthEnd } from './calendar.js';
import { smallAt } from './date-small.js';
import { MONTH_SOURCE, writtenYear, yearOfMonth } from './month.js';
import type { Flag } from './types.js';

export interface Due {
  day: Day;
  from: number;
  to: number; // after 前, 之前, 内
  rule: string;
  flags: Flag[];
  yearWritten: boolean;
}

const NUMBER = '\\d{1,3}|[一二两三四五六七八九十]{1,3}|半';
const MONTH = new RegExp(
  `${MONTH_SOURCE}(?<before>之?前|以前)?(?!\\d|个|[上中下]旬|[底末初]|[一二三四五六七八九十廿]|的?\\d)`,
  'g',
);
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

/** Deadlines in words that are no single day: 10天内, 年内, 二季度末, 6月. */
export function wordDues(text: string, anchor: Anchor): Due[] {
  const dues: Due[] = [];
  for (const match of matches(WORDS, text)) {
    const day = wordDay(match.groups as Record<string, string | undefined>, anchor);
    if (day === undefined) continue;
    const to = match.index + match[0].length;
    const written = match.groups!.year !== undefined || match.groups!.bareYear !== undefined;
    dues.push({
      day: day.day,
      from: match.index,
      to,
      rule: day.rule,
      flags: day.flags ?? [],
      yearWritten: written,
    });
  }
  for (const match of matches(MONTH, text)) {
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

function wordDay(
  g: Record<string, string | undefined>,
  anchor: Anchor,
): { day: Day; rule: string; flags?: Flag[] } | undefined {
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
  if (g.half !== undefined)
    return { day: monthEnd(year, g.half === '上' ? 6 : 12), rule: 'deadline:half-year' };
  if (g.yearly !== undefined) return undefined;
  return { day: mondayOf(anchor.today) + (g.weekend === '下' ? 13 : 6), rule: 'deadline:weekend' };
}

function within(
  count: string,
  unit: string,
  anchor: Anchor,
): { day: Day; rule: string; flags?: Flag[] } | undefined {
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
