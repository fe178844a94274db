import { validDay } from './calendar.js';
import { DIGIT, HAN_DIGIT, HAN_UNIT, is, isBoundary, LETTER, MEASURE, runEnd, skipSpaces } from './chars.js';
import { afterMonth, afterYear, monthDay } from './date-month.js';
import { type DateContext, type DateReader, type Hit, stated, taken, withoutMonth } from './date-reader.js';
import { daySign, type Small, smallAt, yearFrom } from './date-small.js';
import { follows, isDone, listMarkBefore, mayBegin, measured } from './date-words.js';

/** The families that begin with a number. */
export const numericDate: DateReader = {
  starts: '0123456789一二三四五六七八九十廿卅〇零元',
  read(text, at, context) {
    if (text[at] === '元')
      return text[at + 1] === '月' && isBoundaryOrYear(text, at - 1)
        ? afterMonth(text, at + 2, undefined, 1, context)
        : undefined;
    if (is(text, at - 1, LETTER)) return undefined;
    // Cheap first: most numbers are followed by none of these.
    const end = runEnd(text, at, DIGIT | HAN_DIGIT | HAN_UNIT, 9);
    if (end - at !== 8 && (end - at > 8 || !'年月日号 ./-'.includes(text[end] ?? '\n'))) return undefined;
    const first = smallAt(text, at);
    if (first === undefined) return undefined;
    const mark = skipSpaces(text, first.to);
    switch (text[mark]) {
      case '年': {
        const year = yearFrom(first);
        return year === undefined ? undefined : afterYear(text, skipSpaces(text, mark + 1), year, context);
      }
      case '月':
        return first.length > 2 && !first.han
          ? undefined
          : afterMonth(text, mark + 1, undefined, first.value, context);
      case '日':
      case '号':
        return mark === first.to ? dayAlone(text, at, first, mark, context) : undefined;
      default:
        break;
    }
    if (first.han) return undefined;
    if (first.length === 8) return compact(text, first);
    if (mark !== first.to) return undefined;
    const separator = text[mark];
    if (separator !== '.' && separator !== '/' && separator !== '-') return undefined;
    return separated(text, at, first, separator, context);
  },
};

/** "元月5日", but not the 元 of "300元月底付". */
function isBoundaryOrYear(text: string, at: number): boolean {
  return at < 0 || !is(text, at, DIGIT | HAN_DIGIT | HAN_UNIT);
}

function compact(text: string, run: Small): Hit | undefined {
  const year = Math.floor(run.value / 10000);
  if (year < 1990 || year > 2099 || is(text, run.to, LETTER)) return undefined;
  const day = validDay(year, Math.floor(run.value / 100) % 100, run.value % 100);
  return day === undefined ? undefined : stated(run.to, day, 'date:compact');
}

/** 2026.3.18, 2026-03-18, 26/3/18; 3.18, 3/18, 3-18. */
function separated(
  text: string,
  at: number,
  first: Small,
  separator: string,
  context: DateContext,
): Hit | undefined {
  const second = smallAt(text, gap(text, first.to + 1));
  if (second === undefined || second.han || second.length > 2) return undefined;
  const year = yearFrom(first);
  if (text[second.to] === separator) {
    const third = smallAt(text, gap(text, second.to + 1));
    if (
      third !== undefined &&
      !third.han &&
      third.length <= 2 &&
      year !== undefined &&
      (first.length === 4 || year >= 2020)
    ) {
      const day = validDay(year, second.value, third.value);
      if (text[third.to] === '.' && is(text, third.to + 1, DIGIT)) return undefined;
      if (first.length === 2 && day === undefined) return undefined;
      return stated(daySign(text, third.to), day, 'date:full');
    }
    if (third !== undefined && first.length <= 2 && !listMarkBefore(text, first.to)) return taken(third.to);
    if (first.length <= 2) return undefined;
  }
  if (first.length === 4) {
    if (year === undefined) return undefined;
    if (text[second.to] === '月') return afterMonth(text, second.to + 1, year, second.value, context);
    return is(text, second.to, DIGIT) ? undefined : taken(second.to);
  }
  return monthDayPair(text, at, first, second, separator, context);
}

function gap(text: string, at: number): number {
  return text[at] === ' ' ? at + 1 : at;
}

function monthDayPair(
  text: string,
  at: number,
  first: Small,
  second: Small,
  separator: string,
  context: DateContext,
): Hit | undefined {
  if (first.length > 2 || first.value < 1 || first.value > 12 || second.value < 1 || second.value > 31)
    return undefined;
  if (text[first.to + 1] === ' ') return undefined;
  const signed = text[second.to] === '日' || (separator === '.' && text[second.to] === '号');
  if (!signed && measured(text, second.to)) return undefined;
  if (text[at - 1] === '.' && second.length < 2 && isBoundary(text, second.to)) return undefined;
  // Even where a date is expected, "4/5" further on in the words is a ratio.
  if (context.loose && separator !== '.' && at > 0 && text[at - 1] !== ':') return undefined;
  if (!context.loose && context.joined === undefined && !signed) {
    if (!mayBegin(text, at, second.to)) return undefined;
    // Ratios and house numbers look the same: only clear days of the month, standing alone.
    if (separator !== '.' && !isDone(text, second.to)) {
      if (second.length < 2 || !(follows(text, second.to) || text[second.to] === '-')) return undefined;
      if (text[second.to] === '号' || text[second.to] === separator) return undefined;
      if (text[at - 1] === ' ' && !isBoundary(text, at - 2) && !'间期日于'.includes(text[at - 2]!))
        return undefined;
    }
  }
  const to = signed ? second.to + 1 : second.to;
  return monthDay(to, first.value, second.value, context);
}

const NO_DAY_BEFORE =
  '第每近共计达满续约前过余月年.-/编序文案证卡尾牌组村路街区楼幢栋院户房门信题销工单周两几逢隔';
/** "各村25号下班前报": a time makes it a day even after a place's name. */
const BY_THEN = /(?:下班|之|以)?前(?![来往去])|上午|下午|晚上/y;
const NUMBERED =
  /(?:[、,和及与至到-] ?\d{1,3}号?){0,10}(?:[两二三四五六七八九\d]?个?问题|整改|销|反馈|清单|台账|文|令|楼|栋|机|井|线|桥|门|标段|地块|大棚|棚|池|点位|车|公告|通知)/y;

/** "18号", "18日": the month is that of the list it stands in, or the likeliest. */
function dayAlone(text: string, at: number, day: Small, mark: number, context: DateContext): Hit | undefined {
  if (day.length > 3 || (!day.han && day.length > 2) || day.value < 1 || day.value > 31) return undefined;
  const to = mark + 1;
  if (context.joined === undefined) {
    const before = text[at - 1] ?? '\n';
    BY_THEN.lastIndex = to;
    const byThen = '村镇乡县'.includes(before) && BY_THEN.test(text);
    if (!byThen && NO_DAY_BEFORE.includes(before) && !(before === '.' && listMarkBefore(text, at - 1)))
      return undefined;
    if (is(text, at - 1, HAN_DIGIT | DIGIT)) return undefined;
    if (text[mark] === '日') {
      if ('内龄均常报子记志夜游光'.includes(text[to] ?? ' ')) return undefined;
      if (day.han && day.value < 10) return undefined;
      if (is(text, to, MEASURE | HAN_DIGIT)) return undefined;
    } else {
      if (!follows(text, to)) return undefined;
      NUMBERED.lastIndex = to;
      if (NUMBERED.test(text)) return undefined;
    }
  }
  return withoutMonth(to, day.value, context);
}
