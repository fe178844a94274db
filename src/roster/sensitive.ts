import type { SensitiveSpan } from '../core/sensitive.js';
import { digitRuns, digitAt, type DigitGroup } from './digits.js';

/** What precedes a number names it; no label reaches further back than this. */
const LABEL_REACH = 16;
/** Nothing private is shorter than a local telephone number. */
const SHORTEST = 7;
/** Eleven numbers of one digit each are hardly eleven numbers. */
const SINGLES = '1,1,1,1,1,1,1,1,1,1,1';
const ID_LABEL =
  /(?:身份证|身份号|证件|证号|残疾证|身份|\bid|\bsfz)(?:号码|号|号为|号是|是|为|no\.?)*[\s:：(（=]*$/i;
const OTHER_LABEL =
  /(?:订单|单号|流水|编号|编码|合同|文号|项目代码|信用代码|机构代码|卡号|账号|帐号|账户|运单|快递|发票|条码|批次|序列号)[^，。,;；、\s]{0,4}[\s:：=]*$/;
const PHONE_LABEL =
  /(?:电话|手机|座机|固话|联系方式|\btel|\bphone|\bmobile)(?:号码|号|是|为)*[\s:：.(（=]*$/i;
const GLUED_LABEL = /(?:tel|phone|mobile|mob|id|sfz|dh|sj|wx|vx|wechat)$/i;
const MOBILE = /^1[3-9]\d{9}$/;
const MOBILE_GROUPS = new Set(['3,4,4', '3,8', '7,4', '3,3,5', '4,4,3', '5,6', '6,5', SINGLES]);
// Beijing and the big cities have two digits after the 0, the rest three; a local number never starts with 0, 1 or 9.
const AREA = /^0(?:10|2\d|[3-9]\d\d)$/;
const LOCAL = /^[2-8]\d{6,7}$/;
const LANDLINE = /^(?:010|02\d)[2-8]\d{7}$|^0[3-9]\d\d[2-8]\d{6,7}$/;

/**
 * Identity and telephone numbers in a text, left to right, not overlapping. Offsets are UTF-16.
 * Nothing is checked against a checksum: people mistype numbers that are no less private for it. Numbers of 18 digits
 * count as identity numbers unless they are labelled as something else and hold no date of birth. Linear in the length.
 */
export function findSensitive(text: string): SensitiveSpan[] {
  if (text.length < SHORTEST) return [];
  const found: SensitiveSpan[] = [];
  for (const run of digitRuns(text)) {
    // Dates, counts and amounts.
    if (run.reduce((sum, group) => sum + group.digits.length, 0) < SHORTEST) continue;
    for (let i = 0; i < run.length;) {
      const hit = idNumber(text, run, i) ?? mobile(text, run, i) ?? landline(text, run, i);
      if (hit) found.push({ what: hit.what, from: hit.from, to: hit.to });
      i += hit?.groups ?? 1;
    }
  }
  return found;
}

interface Hit extends SensitiveSpan {
  groups: number;
}

function idNumber(text: string, run: DigitGroup[], at: number): Hit | undefined {
  const { from, to, digits } = run[at]!;
  if (partOfWord(text, from) || touchesStar(text, from, to)) return undefined;
  const before = text.slice(Math.max(0, from - LABEL_REACH), from);
  const labelled = ID_LABEL.test(before);
  const check = checkLetter(text, to);
  const hit = (end: number, groups: number): Hit => ({ what: 'id-number', from, to: end, groups });
  if (digits.length === 18 && (bornIn(digits.slice(6, 14)) || labelled || !OTHER_LABEL.test(before)))
    return hit(to, 1);
  if (digits.length === 17 && check > 0 && (bornIn(digits.slice(6, 14)) || labelled))
    return hit(to + check, 1);
  if (digits.length === 15 && (bornIn(`19${digits.slice(6, 12)}`) || labelled) && !OTHER_LABEL.test(before))
    return hit(to, 1);
  // A digit too few or too many under a label; a disability card has the identity number and two digits more.
  if (labelled && digits.length >= 14 && digits.length <= 20) return hit(to + check, 1);
  return separatedId(text, run, at);
}

/** 110000 19650505 123X: only with a date of birth in its place. */
function separatedId(text: string, run: DigitGroup[], at: number): Hit | undefined {
  let digits = '';
  for (let i = at; i < run.length && run[i]!.gap !== 'bracket'; i++) {
    digits += run[i]!.digits;
    const groups = i - at + 1;
    if (digits.length > 18 || (groups > 6 && digits.length > groups)) return undefined;
    if (digits.length < 17 || groups === 1 || !bornIn(digits.slice(6, 14))) continue;
    const end = run[i]!.to;
    const check = checkLetter(text, end);
    if (digits.length === 17 && check === 0) continue;
    return { what: 'id-number', from: run[at]!.from, to: end + (digits.length === 17 ? check : 0), groups };
  }
  return undefined;
}

function mobile(text: string, run: DigitGroup[], at: number): Hit | undefined {
  const { from, to, digits } = run[at]!;
  if (partOfWord(text, from) || touchesStar(text, from, to)) return undefined;
  if (/^(?:0?0?86)$/.test(digits)) {
    const rest = run[at]!.gap === 'plain' ? mobile(text, run, at + 1) : undefined;
    return rest && { ...rest, from: withPlus(text, from), groups: rest.groups + 1 };
  }
  if (MOBILE.test(digits.replace(/^(?:00)?86(?=1)/, ''))) {
    return /^(?:[.．]\d{1,2}(?!\d)|元)/.test(text.slice(to, to + 4))
      ? undefined
      : { what: 'phone', from: withPlus(text, from), to, groups: 1 };
  }
  let joined = '';
  let points = false;
  let wide = '';
  const lengths: number[] = [];
  for (let i = at; i < run.length && joined.length < 11; i++) {
    joined += run[i]!.digits;
    lengths.push(run[i]!.digits.length);
    if (
      joined.length === 11 &&
      MOBILE.test(joined) &&
      MOBILE_GROUPS.has(lengths.join()) &&
      // 138.0000.1234 is written like that; one point alone makes a decimal fraction.
      (!points || lengths.length > 2) &&
      (wide === '' || oneNumber(text, from, lengths, wide, run.length)) &&
      !/\d/.test(text[run[i]!.to] ?? '')
    ) {
      return { what: 'phone', from, to: run[i]!.to, groups: lengths.length };
    }
    if (run[i]!.gap === 'bracket') break;
    points ||= run[i]!.gap === 'point';
    if (run[i]!.gap === 'wide') wide += text.slice(run[i]!.to, run[i + 1]!.from);
  }
  return undefined;
}

/**
 * Whether digits with slashes, line breaks or many spaces between them are one number: 150/2000/3000 below each other
 * are sums of money. So they are called a telephone number, or stand one by one, or as 139/0000/1234 and nothing else.
 */
function oneNumber(text: string, from: number, lengths: number[], wide: string, groups: number): boolean {
  if (PHONE_LABEL.test(text.slice(Math.max(0, from - LABEL_REACH), from))) return true;
  if (groups !== lengths.length) return false;
  return lengths.join() === SINGLES || (lengths.join() === '3,4,4' && /^[/／]+$/.test(wide));
}

function landline(text: string, run: DigitGroup[], at: number): Hit | undefined {
  const { from, to, digits, gap } = run[at]!;
  if (partOfWord(text, from) || touchesStar(text, from, to)) return undefined;
  const next = run[at + 1];
  if (next && AREA.test(digits) && LOCAL.test(next.digits)) {
    const opened = /[(（]/.test(text[from - 1] ?? '');
    const labelled = gap === 'wide' && PHONE_LABEL.test(text.slice(Math.max(0, from - LABEL_REACH), from));
    if (gap === 'plain' || (opened && gap !== 'wide') || labelled)
      return { what: 'phone', from, to: next.to, groups: 2 };
  }
  if (!PHONE_LABEL.test(text.slice(Math.max(0, from - LABEL_REACH), from))) return undefined;
  const local = LOCAL.test(digits) && !bornIn(digits);
  return local || LANDLINE.test(digits) ? { what: 'phone', from, to, groups: 1 } : undefined;
}

function bornIn(day: string): boolean {
  const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(4, 6)), Number(day.slice(6, 8))];
  return (
    day.length === 8 && year >= 1900 && year <= 2099 && month >= 1 && month <= 12 && date >= 1 && date <= 31
  );
}

/** How many characters the final X of an identity number takes after `at`: 0 where there is none. */
function checkLetter(text: string, at: number): number {
  const skip = /^[ -]$/.test(text[at] ?? '') ? 1 : 0;
  const letter = /^[xXｘＸ×]$/.test(text[at + skip] ?? '');
  return letter && !/[\p{Script=Latin}\d]/u.test(text[at + skip + 1] ?? '') ? skip + 1 : 0;
}

/** SH13800000000 is a code, not a telephone number; tel13800000000 is one. */
function partOfWord(text: string, from: number): boolean {
  if (!/[A-Za-z]/.test(text[from - 1] ?? '')) return false;
  return !GLUED_LABEL.test(text.slice(Math.max(0, from - 8), from));
}

/** Beside a star stands what a mask left over. */
function touchesStar(text: string, from: number, to: number): boolean {
  return text[from - 1] === '*' || text[to] === '*';
}

function withPlus(text: string, from: number): number {
  return text[from - 1] === '+' || text[from - 1] === '＋' ? from - 1 : from;
}

/**
 * The text with identity numbers wholly starred out, and of telephone numbers the first three digits (or the area
 * code) and the last two left. Same length; masking twice changes nothing.
 */
export function mask(text: string): string {
  const spans = findSensitive(text);
  if (spans.length === 0) return text;
  let out = '';
  let done = 0;
  for (const { what, from, to } of spans) {
    const span = text.slice(from, to);
    out += text.slice(done, from) + (what === 'phone' ? maskPhone(span) : starred(span));
    done = to;
  }
  return out + text.slice(done);
}

function starred(span: string): string {
  return [...span]
    .map((char) => (digitAt(char, 0) >= 0 || /[xXｘＸ×]/.test(char) ? '*'.repeat(char.length) : char))
    .join('');
}

function maskPhone(span: string): string {
  const digits = [...span]
    .filter((char) => digitAt(char, 0) >= 0)
    .map((char) => digitAt(char, 0))
    .join('');
  const country =
    /^(?:00)?86(?=1[3-9]\d{9}$)/.exec(digits)?.[0].length ??
    /^086(?=1[3-9]\d{9}$)/.exec(digits)?.[0].length ??
    0;
  const rest = digits.slice(country);
  const shown = MOBILE.test(rest) ? 3 : rest.startsWith('0') ? (/^0(?:10|2)/.test(rest) ? 3 : 4) : 0;
  let seen = 0;
  return [...span]
    .map((char) => {
      if (digitAt(char, 0) < 0) return char;
      const place = seen++;
      return place < country + shown || place >= digits.length - 2 ? char : '*'.repeat(char.length);
    })
    .join('');
}

// Codes of the register: long digit strings in some counties, and needed whole.
const CODES = new Set(['householdId', 'candidates']);

/** Masks every text inside a JSON value, keys included; household codes and other values stay as they are. */
export function maskDeep<T>(value: T): T {
  return masked(value) as T;
}

function masked(value: unknown): unknown {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => (CODES.has(key) ? [key, inner] : [mask(key), masked(inner)])),
  );
}
