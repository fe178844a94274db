import { mondayOf } from './calendar.js';
import { DIGIT, is } from './chars.js';
import { type DateReader, type Hit, stated, taken } from './date-reader.js';
import { weekdayCounts, weekdayNumber, weekdayStands } from './date-words.js';

const WEEK = /(?:(上上|下下|上|下|本|这)(?:一?个)?)?(周|星期|礼拜)([一二三四五六日天1-7])/y;
/** How many weeks (or months) 上 and 下 lie from this one. */
export const STEPS: Record<string, number> = { 上上: -2, 上: -1, 本: 0, 这: 0, 下: 1, 下下: 2 };

/** 周五, 上周五, 本周三, 下周一, 星期日, 礼拜天. Bare: this week's, unless the lean wants it on the other side of today. */
export const weekday: DateReader = {
  starts: '上下本这周星礼每逢单双',
  read(text, at, context) {
    if ('每逢单双'.includes(text[at]!)) return recurring(text, at);
    if (!'上下周星礼个一二三四五六日天1234567期拜'.includes(text[at + 1] ?? ' ')) return undefined;
    WEEK.lastIndex = at;
    const match = WEEK.exec(text);
    if (match === null) return undefined;
    const to = WEEK.lastIndex;
    const [, prefix, noun, char] = match as unknown as [string, string | undefined, string, string];
    if (is(char, 0, DIGIT) && (is(text, to, DIGIT) || text[to] === '.')) return undefined;
    const day = mondayOf(context.today) + weekdayNumber(char) - 1;
    if (prefix !== undefined) {
      if (weekdayCounts(text, at, to)) return undefined;
      return stated(to, day + STEPS[prefix]! * 7, 'date:weekday');
    }
    if (noun === '周' ? !weekdayStands(text, at, to) : weekdayCounts(text, at, to)) return undefined;
    if (context.joined !== undefined) {
      const joined = mondayOf(context.joined) + weekdayNumber(char) - 1;
      return stated(to, joined < context.joined ? joined + 7 : joined, 'date:weekday');
    }
    let by = 0;
    if (context.lean === 'past' && day > context.today) by = -7;
    if (context.lean === 'future' && day < context.today) by = 7;
    return { to, day: day + by, rule: by < 0 ? 'date:weekday-before' : 'date:weekday', yearWritten: true };
  },
};

const RECURRING =
  /(?:每|逢|每逢|单|双)(?:个)?(?:(?:周|星期|礼拜)[一二三四五六日天](?:[、和及][一二三四五六日天]){0,4}|(?:年|月|季度?)(?:的)?(?:\d{1,2}[日号]|底|末|初|[上中下]旬)|[天日])/y;

/** 每周三, 每月5日, 每月底: not one day. */
function recurring(text: string, at: number): Hit | undefined {
  RECURRING.lastIndex = at;
  return RECURRING.test(text) ? taken(RECURRING.lastIndex) : undefined;
}
