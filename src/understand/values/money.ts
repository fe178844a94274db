import { DIGIT, fold, HAN_DIGIT, is, isBoundary, MEASURE, skipSpaces } from './chars.js';
import { hanDigit } from './numeral-words.js';
import { type Numeral, tidy } from './numerals.js';
import { inRange, isWord, names, nextNumeral, phoneLike, roughly } from './quantity.js';
import type { Certainty, Found } from './types.js';

const YUAN =
  /(?:元|圆)(?![旦宵月气素老件首帅凶])|块钱|块(?=\d|[一二三四五六七八九半](?![块亩]))|块(?![地田土砖瓦板展牌石木钢玻菜林荒饼])/y;
const CENTS =
  /([\d一二三四五六七八九]{1,2})([角毛])(?:([\d一二三四五六七八九])分)?|([\d一二三四五六七八九])(?![\d.点一-十百千万个户人元块角毛天月年])|半/y;
const FOREIGN = /美元|欧元|日元|港币|港元|英镑/y;
/** After 万 without 元: things that are counted, so that it is no money. */
const THINGS =
  /[人户亩只头株棵斤吨次名个公里平米立方千瓦册份条袋件片套张羽尾粒步词字位分岁亿里度枚颗包袋瓶箱桶筐把羊猪牛鸡鸭鱼]|以?[上下]?(?:人|户|亩)/y;
const SPENT =
  /(?:卖|花|付|自付|掏|挣|赚|交|借|贷|欠|收入|得|领|补|报销|自费|存|还)了?(?:上|到|出|入|起|去|款)?(?:大概|大约|约|近|差不多)?\s?$/;
const JIAO = /[角毛](?![竹笋])/y;

/** What `YUAN` and `FOREIGN` begin with: most numerals have none of it behind them. */
const BEFORE_YUAN = '元圆块';
const BEFORE_FOREIGN = '美欧日港英';

function begins(marks: string, text: string, at: number): boolean {
  return at < text.length && marks.includes(text[at]!);
}

function test(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** Where the words for yuan after a numeral end and what the coins add; undefined where none follow. */
function inYuan(text: string, numeral: Numeral): { value: number; to: number; rule: string } | undefined {
  const at = skipSpaces(text, numeral.to);
  if (begins(BEFORE_FOREIGN, text, at) && test(FOREIGN, text, at) >= 0) return undefined;
  const yuan = begins(BEFORE_YUAN, text, at) ? test(YUAN, text, at) : -1;
  if (yuan >= 0) {
    const coins = coinsAt(text, yuan, text[yuan - 1] === '块');
    return { value: tidy(numeral.value + coins.value), to: coins.to, rule: 'money:yuan' };
  }
  const jiao = numeral.value < 100 ? test(JIAO, text, at) : -1;
  if (jiao >= 0 && numeral.lastUnit === 1)
    return { value: tidy(numeral.value / 10), to: text[jiao] === '钱' ? jiao + 1 : jiao, rule: 'money:jiao' };
  return undefined;
}

function coinsAt(text: string, at: number, spoken: boolean): { value: number; to: number } {
  CENTS.lastIndex = at;
  const match = CENTS.exec(text);
  if (match === null) return { value: 0, to: at };
  const to = CENTS.lastIndex;
  const digit = (s: string | undefined): number => (s === undefined ? 0 : (hanDigit(s) ?? +s));
  if (match[1] !== undefined) return { value: digit(match[1]) / 10 + digit(match[3]) / 100, to };
  // "3块5" is 3.5; "3元5户" is not.
  if (!spoken) return { value: 0, to: at };
  if (match[0] === '半') return { value: 0.5, to };
  return { value: digit(match[4]) / 10, to };
}

interface Written {
  value: number;
  from: number;
  to: number;
  rule: string;
  certainty: Certainty;
}

/** What a numeral is worth in yuan by the words around it; undefined where they do not make it money. */
function moneyAt(text: string, numeral: Numeral): Written | undefined {
  const { from, to } = numeral;
  const sign = text[from - 1] === '¥' ? from - 1 : text.startsWith('¥ ', from - 2) ? from - 2 : -1;
  const yuan = inYuan(text, numeral);
  if (yuan !== undefined) {
    const { value, rule } = yuan;
    return { value, from: sign >= 0 ? sign : from, to: yuan.to, rule, certainty: 'stated' };
  }
  if (sign >= 0) return { value: numeral.value, from: sign, to, rule: 'money:sign', certainty: 'stated' };
  if (text.startsWith('人民币', from - 3) || /RMB\s?$/i.test(text.slice(Math.max(0, from - 4), from))) {
    return { value: numeral.value, from, to, rule: 'money:sign', certainty: 'stated' };
  }
  const thing = test(THINGS, text, skipSpaces(text, to)) >= 0;
  if (numeral.big && !thing && !(begins(BEFORE_FOREIGN, text, to) && test(FOREIGN, text, to) >= 0)) {
    return { value: numeral.value, from, to, rule: 'money:wan', certainty: 'stated' };
  }
  if (thing || is(text, to, MEASURE) || numeral.value < 10 || phoneLike(numeral)) return undefined;
  if (
    SPENT.test(text.slice(Math.max(0, from - 8), from)) &&
    (numeral.value >= 100 || numeral.lastUnit >= 100)
  ) {
    return { value: numeral.value, from, to, rule: 'money:spent', certainty: 'implied' };
  }
  return undefined;
}

function found(text: string, written: Written, approximate: boolean): Found<number> {
  const { value, from, to, rule, certainty } = written;
  const result: Found<number> = { value, from, to, rule, certainty };
  if (approximate || roughly(text, from, to)) result.flags = ['approximate'];
  return result;
}

/** The ends of a range, also of one that lost its hyphen (200万600万元), are no amounts. */
function ranged(text: string, numeral: Numeral): boolean {
  if (numeral.high !== undefined || inRange(text, numeral.from, numeral.to)) return true;
  const { from, to } = numeral;
  const runOn = numeral.big && is(text, to, DIGIT | HAN_DIGIT);
  return runOn || (from > 0 && '万亿'.includes(text[from - 1]!) && is(text, from - 2, DIGIT));
}

/** Cheap first: whether a money word or sign is near enough for the numeral to be an amount at all. */
function mayBeMoney(text: string, numeral: Numeral): boolean {
  if (numeral.big || '元圆块角毛'.includes(text[skipSpaces(text, numeral.to)] ?? '\n')) return true;
  let before = numeral.from - 1;
  if (text[before] === ' ') before--;
  return '¥币Bb卖花付掏挣赚交借贷欠入得领补报销费存还了上到出起去款概约近多'.includes(text[before] ?? '\n');
}

/** All amounts of a text in yuan, in order: with 元, 块, ¥, 万 or 亿, or after words of paying (卖了四千三: implied). Ranges are left out. */
export function findMoney(text: string): Found<number>[] {
  const folded = fold(text);
  const result: Found<number>[] = [];
  let end = 0; // the coins of an amount (3块5角) are none of their own
  for (let numeral = nextNumeral(folded, 0); numeral; numeral = nextNumeral(folded, numeral.to)) {
    if (numeral.from < end || !mayBeMoney(folded, numeral)) continue;
    if (ranged(folded, numeral) || names(folded, numeral.from, numeral.to)) continue;
    const written = moneyAt(folded, numeral);
    if (written === undefined) continue;
    result.push(found(folded, written, numeral.approximate));
    end = written.to;
  }
  return result;
}

/**
 * The amount of a short span in yuan. Where the span holds a bare figure only, it counts as `unit` yuan (a column head 万元: 10000), implied.
 * Undefined for ranges.
 */
export function readMoney(text: string, options: { unit?: number } = {}): Found<number> | undefined {
  const folded = fold(text);
  let bare: Numeral | undefined;
  for (let numeral = nextNumeral(folded, 0); numeral; numeral = nextNumeral(folded, numeral.to)) {
    const range = ranged(folded, numeral);
    if (range || names(folded, numeral.from, numeral.to)) continue;
    const written = moneyAt(folded, numeral);
    if (written !== undefined && !(written.rule === 'money:spent' && options.unit !== undefined)) {
      return found(folded, written, numeral.approximate);
    }
    bare ??= isBare(folded, numeral) ? numeral : undefined;
  }
  if (bare === undefined) return undefined;
  const { from, to } = bare;
  const written: Written = {
    value: tidy(bare.value * (bare.big ? 1 : (options.unit ?? 1))),
    from,
    to,
    rule: options.unit === undefined ? 'money:bare' : 'money:column',
    certainty: 'implied',
  };
  return found(folded, written, bare.approximate);
}

function isBare(text: string, numeral: Numeral): boolean {
  const next = skipSpaces(text, numeral.to);
  if (test(FOREIGN, text, next) >= 0) return false;
  if (is(text, next, MEASURE) || '年月日号./:-'.includes(text[next] ?? '\n')) return false;
  if (phoneLike(numeral) && numeral.ordinalDigits > 9) return false;
  if (text[numeral.from - 1] === '-' || text[numeral.from - 1] === '.' || text[numeral.from - 1] === '/')
    return false;
  if (numeral.han)
    return !isWord(text, numeral) && (numeral.to - numeral.from > 1 || isBoundary(text, numeral.to));
  return true;
}
