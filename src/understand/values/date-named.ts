import { type Day, validDay, weekdayOf } from './calendar.js';
import { lunarDay, termDay } from './date-lunar.js';
import { type DateReader, type Hit, stated, withoutYear } from './date-reader.js';
import { followsFirmly, holidayStands } from './date-words.js';

/** How much the word needs around it to be a day: a full name nothing, a short one clear neighbours, weather words 节气. */
type Strength = 'full' | 'short' | 'firm' | 'term';

interface Named {
  word: string;
  strength: Strength;
  inYear: (year: number) => Day | undefined;
}

function fixed(month: number, day: number): (year: number) => Day | undefined {
  return (year) => validDay(year, month, day);
}
function lunar(month: number, day: number): (year: number) => Day | undefined {
  return (year) => lunarDay(year, month, day);
}
/** The twelfth lunar month ends in the next solar year, the one people name it by. */
function yearEndLunar(month: number, day: number): (year: number) => Day | undefined {
  return (year) => lunarDay(year - 1, month, day);
}
function eve(year: number): Day | undefined {
  const spring = lunarDay(year, 1, 1);
  return spring === undefined ? undefined : spring - 1;
}
function nthSunday(month: number, n: number): (year: number) => Day | undefined {
  return (year) => {
    const first = validDay(year, month, 1)!;
    return first + (7 - weekdayOf(first)) + (n - 1) * 7;
  };
}

const named: Named[] = [];
function add(strength: Strength, inYear: Named['inYear'], ...words: string[]): void {
  for (const word of words) named.push({ word, strength, inYear });
}

add('full', fixed(1, 1), '元旦节');
add('full', fixed(3, 8), '三八妇女节', '妇女节', '三八节');
add('full', fixed(3, 12), '植树节');
add('full', fixed(5, 1), '五一劳动节', '劳动节', '五一节', '五一国际劳动节');
add('full', fixed(5, 4), '五四青年节', '青年节');
add('full', fixed(5, 12), '护士节');
add('full', fixed(6, 1), '六一儿童节', '儿童节', '六一节');
add('full', fixed(7, 1), '七一建党节', '建党节');
add('full', fixed(8, 1), '八一建军节', '建军节', '八一节');
add('full', fixed(9, 10), '教师节');
add('full', fixed(10, 1), '国庆节', '十一国庆节', '十一国庆');
add('full', fixed(10, 17), '国家扶贫日', '全国扶贫日', '扶贫日');
add('full', fixed(12, 4), '国家宪法日', '宪法日');
add('full', nthSunday(5, 2), '母亲节');
add('full', nthSunday(6, 3), '父亲节');
add('full', lunar(1, 15), '元宵节');
add('full', lunar(2, 2), '龙抬头');
add('full', lunar(5, 5), '端午节');
add('full', lunar(7, 7), '七夕节');
add('full', lunar(7, 15), '中元节');
add('full', lunar(8, 15), '中秋节');
add('full', lunar(9, 9), '重阳节', '老年节', '敬老节');
add('full', yearEndLunar(12, 8), '腊八节');
add('full', eve, '大年三十', '年三十', '除夕夜', '大年夜');
add('full', (year) => termDay(year, '清明'), '清明节');
add('full', (year) => termDay(year, '秋分'), '丰收节');
add('full', (year) => termDay(year, '冬至'), '冬至节');
'一二三四五六七八九十'.split('').forEach((n, i) => add('full', lunar(1, i + 1), `大年初${n}`));
add('short', fixed(1, 1), '元旦');
add('short', fixed(5, 1), '五一');
add('short', fixed(10, 1), '国庆');
add('short', lunar(1, 1), '春节');
add('short', lunar(5, 5), '端午');
add('short', lunar(8, 15), '中秋');
add('short', lunar(9, 9), '重阳');
add('short', yearEndLunar(12, 23), '小年');
add('short', eve, '除夕');
add('firm', fixed(3, 8), '三八');
add('firm', fixed(6, 1), '六一');
add('firm', fixed(7, 1), '七一');
add('firm', fixed(8, 1), '八一');
add('firm', fixed(10, 1), '十一');
add('firm', lunar(1, 15), '元宵');
add('firm', lunar(7, 7), '七夕');
add('firm', lunar(7, 15), '中元');
add('short', yearEndLunar(12, 8), '腊八');
for (const term of [
  '清明',
  '立春',
  '春分',
  '谷雨',
  '立夏',
  '芒种',
  '夏至',
  '立秋',
  '秋分',
  '立冬',
  '冬至',
  '惊蛰',
]) {
  add('short', (year) => termDay(year, term), term);
}
for (const term of [
  '雨水',
  '小满',
  '小暑',
  '大暑',
  '处暑',
  '白露',
  '寒露',
  '霜降',
  '小雪',
  '大雪',
  '小寒',
  '大寒',
]) {
  add('term', (year) => termDay(year, term), term);
}

/** By first character, the longest first. */
const byFirst = new Map<string, Named[]>();
for (const entry of named) {
  const list = byFirst.get(entry.word[0]!) ?? [];
  list.push(entry);
  byFirst.set(entry.word[0]!, list);
}
for (const list of byFirst.values()) list.sort((a, b) => b.word.length - a.word.length);

const TERM_FOLLOWS = /节气|当[天日]|时节|那天/y;

function stands(text: string, at: number, entry: Named): boolean {
  const to = at + entry.word.length;
  switch (entry.strength) {
    case 'full':
      return true;
    case 'short':
      return holidayStands(text, at, to);
    case 'firm':
      return holidayStands(text, at, to) && followsFirmly(text, to);
    case 'term':
      TERM_FOLLOWS.lastIndex = to;
      return TERM_FOLLOWS.test(text) || text.startsWith('节气', at - 2);
  }
}

function namedAt(text: string, at: number): Named | undefined {
  const list = byFirst.get(text[at] ?? '');
  return list?.find((entry) => text.startsWith(entry.word, at));
}

function rule(entry: Named): string {
  return entry.strength === 'term' ? 'date:solar-term' : 'date:named';
}

/** Includes a following 节, so that "春节" is taken whole. */
function end(text: string, to: number): number {
  return text[to] === '节' && text[to - 1] !== '节' && text[to + 1] !== '气' && text[to + 1] !== '后'
    ? to + 1
    : to;
}

/** A holiday after a written year: the year makes it sure ("2025年国庆"). */
export function holidayInYear(text: string, at: number, year: number): Hit | undefined {
  const entry = namedAt(text, at);
  if (entry === undefined || entry.strength === 'term') return undefined;
  return stated(end(text, at + entry.word.length), entry.inYear(year), rule(entry));
}

export const namedDate: DateReader = {
  starts: [...byFirst.keys()].join(''),
  read(text, at, context) {
    const entry = namedAt(text, at);
    if (entry === undefined || !stands(text, at, entry)) return undefined;
    return withoutYear(end(text, at + entry.word.length), entry.inYear, context, rule(entry));
  },
};
