import { is, LETTER, skipSpaces } from './chars.js';
import { isWord, nextNumeral, phoneLike } from './quantity.js';
import { numeralAt, type Numeral } from './numerals.js';

/**
 * A figure that is no single value: the ends of a range ("3到4万"), alternatives ("5、6口人"), a bound ("近百万", "200多元",
 * "不到50%"), or digits that are grouped as no figure is ("3,5000"). `figure` is what would be read for the value; without
 * `cuts` the text says it as one that is sure, so that wordings for a value find it there.
 */
export interface Spread {
  from: number;
  to: number;
  figure: { from: number; to: number };
  cuts: readonly { from: number; to: number }[];
}

const UNIT =
  /(?:亿|千万|百万|万|千|百)?(?:元|块钱|块|%|成|口人|个人|口|人|户|家|名|位|亩|头|只|张|分|天|次|斤|岁|笔|条|件|份|袋|项|个)?/y;
const LINK = /(?: ?(?:-{1,2}|—{1,2}|–|~) ?|至|到|、|\/|,?(?:或者?|还是|要么)(?:说)?是?)(?:约|大概|百分之)?/y;
/** What may be two things beside each other rather than two ends of one: only figures of one sort are taken so. */
const BESIDE = /[、/]/;
/** Behind a figure these make it a day, a number of something, or part of a code. */
const NAMED = /[月日号年期组社楼栋幢班点时:.#-]/;
const LEAST =
  /(?:(?<![最附就邻临靠远亲])近|将近|接近|(?<![收领拿得见看听找要赶等])不到|不足|没到|未到|没满|未满|不满|超过|高于|低于|(?<!反)超|逾|至少|最少|起码|最多|顶多)\s?$/;
const MOST =
  / ?(?:以上(?!合计|总计|共|[收支全各])|以下|以内|开外|出头|不到|往上)(?![位账])|[多余来](?=[元块])|(?<=[元块])多(?=[,。;\s]|$)/y;
/** "上百户": only round figures are said so. */
const UPWARDS = /上$/;
const GROUPED = /^\d{1,3}(?:,\d{3})+$/;
const DIGITS = /\d+(?:[,.]\d+)+/y;
const SUM = /\s?(?:万|亿|元|块|%|户|人|口)/y;
/** "差2户满10户": how many there are would have to be worked out. */
const SHORT = /[差缺少]$/;
const UP_TO = /就?(?:满|够|到|凑[满够齐])/y;

const LOOK = 4;

/**
 * The spreads of a text in half width, in order. `written`: the same before it was made half width; only a comma that is
 * narrow there groups digits.
 */
export function findSpreads(text: string, written = text): Spread[] {
  const out: Spread[] = [];
  let next: number;
  for (let numeral = nextNumeral(text, 0); numeral; numeral = nextNumeral(text, next)) {
    const spread =
      isWord(text, numeral) || phoneLike(numeral)
        ? undefined
        : (misgrouped(text, written, numeral) ?? between(text, numeral) ?? bounded(text, numeral));
    if (spread) out.push(spread);
    next = Math.max(numeral.to, spread?.to ?? 0);
  }
  return out;
}

/** "3,5000元", "1.2.3万": no figure is written so. "1,234,500" is one, and "2026.6.11" a day. */
function misgrouped(text: string, written: string, { from }: Numeral): Spread | undefined {
  DIGITS.lastIndex = from;
  const digits = DIGITS.exec(text)?.[0];
  if (digits === undefined || is(text, from - 1, LETTER) || text[from - 1] === '.') return undefined;
  SUM.lastIndex = DIGITS.lastIndex;
  if (!SUM.test(text)) return undefined;
  const [whole = '', ...rest] = digits.split('.');
  if (rest.length < 2 && (!whole.includes(',') || GROUPED.test(whole))) return undefined;
  const marks = [...digits].flatMap((char, i) =>
    /[,.]/.test(char) ? [{ from: from + i, to: from + i + 1 }] : [],
  );
  const to = from + digits.length;
  if (written.slice(from, to).includes('，')) return undefined;
  return { from, to, figure: { from, to }, cuts: marks };
}

/** Two figures of one sort with a word or mark between them that makes them ends or alternatives; or spoken as one: 三五户. */
function between(text: string, low: Numeral): Spread | undefined {
  if (low.high !== undefined) {
    // Of 十七八 and 三五十 the second digit goes: what is left is read as a figure.
    const figure = { from: low.from, to: low.to };
    const cut = spokenPair(text, low);
    return { from: low.from, to: low.to, figure, cuts: cut === undefined ? [] : [cut] };
  }
  if (isCode(text, low)) return undefined;
  const first = unitBehind(text, low.to);
  LINK.lastIndex = first.to;
  const link = LINK.exec(text)?.[0];
  if (link === undefined) return undefined;
  const high = numeralAt(text, LINK.lastIndex);
  if (high === undefined || isWord(text, high) || phoneLike(high)) return undefined;
  const second = unitBehind(text, high.to);
  if (NAMED.test(text[second.to] ?? '\n') && second.unit === '') return undefined;
  if (!alike(first.unit, second.unit)) return undefined;
  if (BESIDE.test(link)) {
    // "3万/2026": a row of cells; "2/3": a share.
    const cells = link.startsWith('/') && (first.unit !== '' || second.unit === '' || high.ordinalDigits > 2);
    if (cells || (first.unit === '' && second.unit === '')) return undefined;
  }
  return {
    from: low.from,
    to: high.to,
    figure: { from: high.from, to: high.to },
    cuts: [{ from: low.from, to: link.endsWith('百分之') ? first.to + link.length : high.from }],
  };
}

/** One of two digits that are said in one breath: "三五", "十七八". */
function spokenPair(text: string, { from, to }: Numeral): { from: number; to: number } | undefined {
  for (let at = from; at + 1 < to; at++)
    if (/[一二两三四五六七八九]{2}/.test(text.slice(at, at + 2))) return { from: at, to: at + 1 };
  return undefined;
}

function bounded(text: string, numeral: Numeral): Spread | undefined {
  const { from, to } = numeral;
  if (isCode(text, numeral)) return undefined;
  const figure = { from, to };
  const at = skipSpaces(text, to);
  const unit = unitBehind(text, to);
  if (numeral.approximate && !/\d/.test(text[to] ?? '')) {
    const cut = /[多余几来]/.exec(text.slice(from, to));
    // 十几, 20多: what is left of it is read as a figure.
    const cuts = cut && cut.index > 0 ? [{ from: from + cut.index, to: from + cut.index + 1 }] : [];
    return { from, to, figure, cuts };
  }
  const before = text.slice(Math.max(0, from - LOOK), from);
  const least = LEAST.exec(before) ?? (/^[百千万]/.test(text.slice(from, to)) ? UPWARDS.exec(before) : null);
  if (least) return { from, to, figure, cuts: [{ from: from - before.length + least.index, to: from }] };
  for (const end of [at, unit.to]) {
    MOST.lastIndex = end;
    if (MOST.test(text)) return { from, to, figure, cuts: [{ from: end, to: MOST.lastIndex }] };
  }
  UP_TO.lastIndex = unit.to;
  if (SHORT.test(before) && unit.unit !== '' && UP_TO.test(text)) {
    const whole = numeralAt(text, UP_TO.lastIndex);
    if (whole) return { from, to: whole.to, figure, cuts: [] };
  }
  return undefined;
}

function unitBehind(text: string, at: number): { unit: string; to: number } {
  const from = skipSpaces(text, at);
  UNIT.lastIndex = from;
  const unit = UNIT.exec(text)?.[0] ?? '';
  return unit === '' ? { unit, to: at } : { unit, to: from + unit.length };
}

/** "5口、6口人", "3到4万元": the first may leave out what the second says. */
function alike(first: string, second: string): boolean {
  return first === '' || (second !== '' && (second.startsWith(first) || sortOf(first) === sortOf(second)));
}
const sortOf = (unit: string): string =>
  unit
    .replace(/^(?:亿|千万|百万|万|千|百)/, '')
    .replace('块钱', '元')
    .replace('块', '元');

/** 第3户, B12, 2026-6-11, 0851-…: a figure that names. */
function isCode(text: string, { from, to }: Numeral): boolean {
  const before = text[from - 1] ?? '\n';
  return (
    is(text, from - 1, LETTER) ||
    /[第号./年月#-]/.test(before) ||
    /\d:$/.test(text.slice(Math.max(0, from - 2), from)) ||
    /[月日号年]/.test(text[to] ?? '\n') ||
    /^0\d/.test(text.slice(from, to))
  );
}
