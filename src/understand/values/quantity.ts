import { DIGIT, HAN_DIGIT, HAN_UNIT, is, LETTER, OPENER, runEnd, skipSpaces, SURNAME } from './chars.js';
import { type Numeral, numeralAt, startsNumeral } from './numerals.js';

/** The first numeral of a folded text from `at` on. Digit runs too long for a figure (identity numbers, accounts) are passed over. */
export function nextNumeral(text: string, at: number): Numeral | undefined {
  while (at < text.length) {
    if (!startsNumeral(text, at)) {
      at++;
      continue;
    }
    const numeral = numeralAt(text, at);
    if (numeral === undefined) {
      at = Math.max(at + 1, runEnd(text, at, is(text, at, DIGIT) ? DIGIT : HAN_DIGIT | HAN_UNIT));
      continue;
    }
    return numeral;
  }
  return undefined;
}

/** All numerals of a folded text, in order. */
export function* numerals(text: string): Generator<Numeral> {
  for (let n = nextNumeral(text, 0); n !== undefined; n = nextNumeral(text, n.to)) yield n;
}

const ROUGH_BEFORE = /(?:约|近|大概|大约|将近|差不多|超|逾|不足|不到|至少|上)\s?$/;
const ROUGH_AFTER = /\s?(?:左右|上下|以上|以内|以下|出头|不到)/y;

/** Whether the words around a figure make it approximate: 约65%, 12户左右. */
export function roughly(text: string, from: number, to: number): boolean {
  if (
    near(text, from - 2, from, '约近概多超逾足到少上') &&
    ROUGH_BEFORE.test(text.slice(Math.max(0, from - 4), from))
  )
    return true;
  if (!near(text, to, to + 2, '左上以出不')) return false;
  ROUGH_AFTER.lastIndex = to;
  return ROUGH_AFTER.test(text);
}

/** Cheap first: whether any of the characters stands in a stretch. */
function near(text: string, from: number, to: number, chars: string): boolean {
  const end = Math.min(to, text.length);
  for (let at = Math.max(0, from); at < end; at++) if (chars.includes(text[at]!)) return true;
  return false;
}

const RANGE_MARKS = '-~至到';
/** What may stand between a figure and the range mark after it. */
const RANGE_BEFORE = /(?:[\d一二三四五六七八九十百千万亿]|[元块亩户人个名次天%成])\s?[-~至到]\s?$/;
const RANGE_AFTER =
  /\s?(?:万|亿)?(?:元|亩|户|人|个|名|次|天|%|成)?\s?[-~至到]\s?(?:[\d一二三四五六七八九十]|百分之)/y;

/** Whether a figure is an end of a range (2-3万元, 200万—600万元): such a figure is no value of its own. */
export function inRange(text: string, from: number, to: number): boolean {
  if (near(text, from - 2, from, RANGE_MARKS) && RANGE_BEFORE.test(text.slice(Math.max(0, from - 5), from)))
    return true;
  if (!near(text, to, to + 6, RANGE_MARKS)) return false;
  RANGE_AFTER.lastIndex = to;
  return RANGE_AFTER.test(text);
}

const NAMED_BEFORE = /(?:第|尾号|后四位|编号|序号|文号|证号|卡号|账号|电话|手机|手机号|联系方式)[:是为]?\s?$/;

/** 第3户, 3号, 尾号6713, 电话…, B12: a figure that names and does not count. */
export function names(text: string, from: number, to: number): boolean {
  if (
    near(text, from - 3, from, '第号位话机式') &&
    NAMED_BEFORE.test(text.slice(Math.max(0, from - 4), from))
  )
    return true;
  if (is(text, from - 1, LETTER)) return true;
  const next = text[to];
  return next === '号' || next === '#' || next === '组' || next === '栋' || next === '楼';
}

/** Telephone and account numbers as digit runs without a unit. */
export function phoneLike(numeral: Numeral): boolean {
  return numeral.ordinalDigits >= 7 && Number.isInteger(numeral.value) && !numeral.han;
}

const WORDS =
  /[一二三四五六七八九十百千万两]{0,4}(?:[一二三四五六七八九十]?起|一[共直般定样些旦边致律切同带并方面何心家人口子]|三保障|两不愁|万一|千万|百姓|四支|三农|十分|千方百计|四议|两公开|三资|百年)/y;
/** Whether a Chinese numeral is a word of its own kind (一起, 三保障) or part of a name (张三) and counts nothing. */
export function isWord(text: string, numeral: Numeral): boolean {
  if (!numeral.han || is(text, numeral.from, DIGIT)) return false;
  WORDS.lastIndex = numeral.from;
  if (WORDS.test(text)) return true;
  return nameBefore(text, numeral.from) && numeral.to - numeral.from <= 2;
}

/** Whether a surname stands right before `at` as the start of a word: 张|三户 is a person, 本周|三户 a count. */
export function nameBefore(text: string, at: number): boolean {
  if (!is(text, at - 1, SURNAME) || is(text, at - 1, OPENER)) return false;
  const before = at - 2;
  if (before < 0) return true;
  if (text[at - 1] === '周') return !'本上下这一两每'.includes(text[before]!);
  return !is(text, before, DIGIT) && '\n ,.;:、，。；：（(和及与访看去到家户老小'.includes(text[before]!);
}

export function unitAt(
  text: string,
  at: number,
  units: readonly string[],
): { unit: string; to: number } | undefined {
  const from = skipSpaces(text, at);
  let best: string | undefined;
  for (const unit of units) {
    if (unit !== '' && text.startsWith(unit, from) && (best === undefined || unit.length > best.length))
      best = unit;
  }
  return best === undefined ? undefined : { unit: best, to: from + best.length };
}
