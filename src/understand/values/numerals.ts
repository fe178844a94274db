import { DIGIT, HAN_DIGIT, HAN_UNIT, is, runEnd } from './chars.js';
import { BIG, DIGITS, TENS, UNITS } from './numeral-words.js';

/** One written numeral. For "三五", "十七八", "20几" `value` is the least it can be and `high` the most. */
export interface Numeral {
  value: number;
  high?: number;
  from: number;
  to: number;
  approximate: boolean;
  han: boolean; // any Chinese numeral in it
  big: boolean; // ends in 万 or 亿 (or a digit after them): money even without 元
  lastUnit: number; // the last multiplier read, 1 without one
  ordinalDigits: number; // how many digits an Arabic numeral without multipliers has
}

const ARABIC =
  /(?:\d{1,3}(?:,\d{3}){1,4}(?!\d|,\d{3})|\d{1,15}(?!\d|,\d{3}(?!\d))|\d{1,15}(?!\d))(?:\.\d{1,8}(?!\d))?/y;
/** After "3万2": what is counted, so that the 2 belongs to the next number. */
const COUNTED = /^ ?[户人个名笔次岁年月日号组]/;
const APPROXIMATE_TAIL = /[多余几]|来(?=[户人个名天亩块万斤岁口只头位])/y;

/**
 * The numeral that starts at `at`: 12, 1,234.5, 一百二十三, 两千三, 3万2, 1.2万, 廿三, 二〇二六, 十几, 20多万.
 * Undefined where none starts, or where a run of digits is too long to be a figure.
 */
export function numeralAt(text: string, at: number): Numeral | undefined {
  return plainAt(text, at) ?? scanAt(text, at);
}

/** What may make more of a run of digits than a plain whole number. */
const GOES_ON = /[,. 多余几来]/;

/** The common case, without the machinery: a short run of digits with nothing that could belong to it behind. */
function plainAt(text: string, at: number): Numeral | undefined {
  const to = runEnd(text, at, DIGIT, 12);
  if (to === at || to - at > 11) return undefined;
  if (to < text.length && (is(text, to, HAN_DIGIT | HAN_UNIT) || GOES_ON.test(text[to]!))) return undefined;
  const value = +text.slice(at, to);
  const ordinalDigits = to - at;
  return { value, from: at, to, approximate: false, han: false, big: false, lastUnit: 1, ordinalDigits };
}

function scanAt(text: string, at: number): Numeral | undefined {
  const scan = new Scan(text, at);
  return scan.run();
}

class Scan {
  private total = 0; // 亿 and 万 parts
  private section = 0; // below the next 万
  private num: number | undefined; // a digit or literal that still waits for its unit
  private numFrom = 0;
  private numDigits = 0;
  private numArabic = false;
  private spread = 0; // high minus low
  private lastUnit = 1;
  private lastBig = Infinity;
  private zero = false; // 零 since the last unit: what follows is plain
  private units = 0;
  private han = false;
  private approximate = false;
  private tens = 0;
  private digits = 0;
  private bigEnd = 0;

  constructor(
    private readonly text: string,
    private at: number,
  ) {}

  run(): Numeral | undefined {
    const from = this.at;
    while (this.step());
    if (this.at === from) return undefined;
    if (this.num === undefined && this.units === 0 && this.tens === 0) return undefined;
    return this.finish(from);
  }

  private step(): boolean {
    const { text, at } = this;
    if (is(text, at, DIGIT)) return this.arabic();
    const char = text[at];
    if (char === undefined) return false;
    if (char === ' ') {
      // "5 万元": one space before 万 or 亿 only.
      if (this.num === undefined || BIG.get(text[at + 1] ?? '') === undefined) return false;
      this.at++;
      return true;
    }
    const digit = DIGITS.get(char);
    if (digit !== undefined) return this.hanDigit(digit);
    const unit = UNITS.get(char);
    if (unit !== undefined) return this.unit(unit);
    const tens = TENS.get(char);
    if (tens !== undefined && this.num === undefined && this.units === 0 && this.tens === 0) {
      this.tens = 1;
      this.section += tens;
      this.lastUnit = 10;
      this.han = true;
      this.at++;
      return true;
    }
    const big = BIG.get(char);
    if (big !== undefined) return this.big(big);
    return this.tail();
  }

  private arabic(): boolean {
    if (this.num !== undefined) return false;
    // After Chinese units a literal goes on ("3万5000"); after 十 it would be another number.
    if (this.units > 0 && this.lastUnit < 100) return false;
    ARABIC.lastIndex = this.at;
    const match = ARABIC.exec(this.text)?.[0];
    if (match === undefined) return false;
    const whole = match.indexOf(',') < 0 ? match : match.replaceAll(',', '');
    const value = +whole;
    if (this.units > 0 && value >= this.lastUnit) return false;
    this.num = value;
    this.numFrom = this.at;
    this.numDigits = whole.length;
    this.numArabic = true;
    if (this.units === 0) this.digits = whole.length;
    this.at += match.length;
    return true;
  }

  private hanDigit(digit: number): boolean {
    if (digit === 0) {
      if (this.num === undefined && this.units > 0) {
        this.zero = true;
        this.han = true;
        this.at++;
        return true;
      }
      if (this.num !== undefined && (this.numArabic || this.units > 0)) return false;
    }
    if (this.num !== undefined) return this.secondDigit(digit);
    this.num = digit;
    this.numFrom = this.at;
    this.numDigits = 1;
    this.numArabic = false;
    this.han = true;
    this.at++;
    return true;
  }

  /** Two digits side by side: "三五" and "七八" are a spread, "二〇二六" is spelt out. */
  private secondDigit(digit: number): boolean {
    if (this.numArabic || this.spread > 0 || this.zero) return false;
    const next = DIGITS.get(this.text[this.at + 1] ?? '');
    const first = this.num!;
    const gap = digit - first;
    const spoken = gap === 1 || (first === 3 && digit === 5);
    if (spoken && next === undefined && first > 0 && this.numDigits === 1) {
      this.spread = gap;
      this.approximate = true;
      this.numDigits = 2;
      this.at++;
      return true;
    }
    if (this.units > 0 || this.tens > 0) return false;
    if (this.numDigits >= 12) return false;
    this.num = first * 10 + digit;
    this.numDigits++;
    this.at++;
    return true;
  }

  private unit(unit: number): boolean {
    if (this.num === undefined) {
      // 十 may stand alone ("十五", "一百十五"); 百 and 千 only at the start ("百余户").
      const alone = unit === 10 ? this.lastUnit !== 10 : this.units === 0 && this.tens === 0;
      if (!alone || this.tens > 0) return false;
    } else if (this.numDigits > 1 && this.spread === 0 && !this.numArabic) return false;
    if (this.units > 0 && unit >= this.lastUnit && this.lastUnit < 1e4) return false;
    this.section += (this.num ?? 1) * unit;
    this.spread *= unit;
    this.took(unit);
    return true;
  }

  private big(big: number): boolean {
    const section = this.section + (this.num ?? 0);
    // "3万亿" is the only one; "0万元" is nought.
    const nought = this.num === 0 && this.numArabic && this.units === 0;
    if (section === 0 && !nought && (this.total === 0 || big <= this.lastBig)) return false;
    if (section > 0 && this.total > 0 && big >= this.lastBig) return this.runOn();
    this.total = big > this.lastBig ? (this.total + section) * big : this.total + section * big;
    this.section = 0;
    this.spread *= big;
    this.lastBig = big;
    this.took(big);
    this.bigEnd = this.at;
    return true;
  }

  /** "200万600万元": a second figure has begun; the first one ends where its 万 ended. */
  private runOn(): boolean {
    this.at = this.bigEnd;
    this.num = undefined;
    this.section = 0;
    this.spread = 0;
    this.lastUnit = this.lastBig;
    return false;
  }

  private took(unit: number): void {
    if (unit < 1e4) this.han = true;
    this.units++;
    this.lastUnit = unit;
    this.num = undefined;
    this.zero = false;
    this.at++;
  }

  /** 多, 余, 几, 来: not exact; 万 may still follow ("30多万"). */
  private tail(): boolean {
    if (this.approximate || (this.num === undefined && this.units === 0 && this.tens === 0)) return false;
    APPROXIMATE_TAIL.lastIndex = this.at;
    if (!APPROXIMATE_TAIL.test(this.text)) return false;
    const exact = this.num ?? this.section + this.total;
    const char = this.text[this.at]!;
    if (char === '几' && this.lastUnit !== 10 && !(this.numArabic && exact % 10 === 0)) return false;
    if (char === '来' && exact % 10 !== 0) return false;
    this.approximate = true;
    this.at++;
    return BIG.get(this.text[this.at] ?? '') !== undefined;
  }

  private finish(from: number): Numeral | undefined {
    let rest = this.num ?? 0;
    const big = this.total > 0 && this.section === 0;
    if (this.num !== undefined && this.units > 0) {
      const plain =
        this.zero || this.lastUnit < 100 || this.numDigits !== 1 || !Number.isInteger(rest) || rest === 0;
      if (!plain && this.numArabic && COUNTED.test(this.text.slice(this.at, this.at + 2))) {
        rest = 0; // "3万2户" is 3万 and 2户
        this.at = this.numFrom;
      } else if (!plain) {
        rest = (rest * this.lastUnit) / 10;
        this.spread = (this.spread * this.lastUnit) / 10;
      }
    }
    const value = tidy(this.total + this.section + rest);
    if (!Number.isSafeInteger(Math.floor(value))) return undefined;
    const found: Numeral = {
      value,
      from,
      to: this.at,
      approximate: this.approximate,
      han: this.han,
      big,
      lastUnit: this.units === 0 ? 1 : this.lastUnit,
      ordinalDigits: this.units === 0 ? this.digits : 0,
    };
    if (this.spread > 0) found.high = tidy(value + this.spread);
    return found;
  }
}

/** 1.1 × 10000 is 11000.000000000002 in floating point. */
export function tidy(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** Starts a numeral: a digit, a Chinese digit, 十, 百, 千, 廿, 卅. */
export function startsNumeral(text: string, at: number): boolean {
  return is(text, at, DIGIT | HAN_DIGIT) || '十拾百千廿卅'.includes(text[at] ?? ' ');
}
