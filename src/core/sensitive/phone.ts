import { before, bornIn, partOfWord, touchesStar } from './around.js';
import type { DigitGroup } from './digits.js';
import type { SensitiveHit } from './types.js';

/** Eleven numbers of one digit each are hardly eleven numbers. */
const SINGLES = '1,1,1,1,1,1,1,1,1,1,1';
const PHONE_LABEL =
  /(?:电话|手机|座机|固话|联系方式|\btel|\bphone|\bmobile)(?:号码|号|是|为)*[\s:：.(（=]*$/i;
export const MOBILE = /^1[3-9]\d{9}$/;
const MOBILE_GROUPS = new Set(['3,4,4', '3,8', '7,4', '3,3,5', '4,4,3', '5,6', '6,5', SINGLES]);
// Beijing and the big cities have two digits after the 0, the rest three; a local number never starts with 0, 1 or 9.
const AREA = /^0(?:10|2\d|[3-9]\d\d)$/;
const LOCAL = /^[2-8]\d{6,7}$/;
const LANDLINE = /^(?:010|02\d)[2-8]\d{7}$|^0[3-9]\d\d[2-8]\d{6,7}$/;

export function mobile(text: string, run: DigitGroup[], at: number): SensitiveHit | undefined {
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
  // +86139 0000 1234
  const country = /^(?:00?)?86(?=1[3-9])/.exec(digits)?.[0].length ?? 0;
  let joined = '';
  let points = false;
  let wide = '';
  const lengths: number[] = [];
  for (let i = at; i < run.length && joined.length < 11; i++) {
    const group = i === at ? digits.slice(country) : run[i]!.digits;
    joined += group;
    lengths.push(group.length);
    if (
      joined.length === 11 &&
      MOBILE.test(joined) &&
      MOBILE_GROUPS.has(lengths.join()) &&
      // 138.0000.1234 is written like that; one point alone makes a decimal fraction.
      (!points || lengths.length > 2) &&
      (wide === '' || oneNumber(text, from, lengths, wide, run.length)) &&
      !/\d/.test(text[run[i]!.to] ?? '')
    ) {
      return {
        what: 'phone',
        from: country > 0 ? withPlus(text, from) : from,
        to: run[i]!.to,
        groups: lengths.length,
      };
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
  if (PHONE_LABEL.test(before(text, from))) return true;
  if (groups !== lengths.length) return false;
  return lengths.join() === SINGLES || (lengths.join() === '3,4,4' && /^[/／]+$/.test(wide));
}

/** A landline: an area code with a local number behind it, or whatever is called a telephone. */
export function landline(text: string, run: DigitGroup[], at: number): SensitiveHit | undefined {
  const { from, to, digits, gap } = run[at]!;
  if (partOfWord(text, from) || touchesStar(text, from, to)) return undefined;
  const labelled = PHONE_LABEL.test(before(text, from));
  const local = AREA.test(digits) ? localNumber(text, run, at + 1) : undefined;
  if (local) {
    const opened = /[(（]/.test(text[from - 1] ?? '');
    if (gap === 'plain' || (opened && gap !== 'wide') || (gap === 'wide' && labelled))
      return { ...local, from, groups: local.groups + 1 };
  }
  if (!labelled) return undefined;
  if (LANDLINE.test(digits)) return { what: 'phone', from, to, groups: 1 };
  return localNumber(text, run, at);
}

/** 2234567, or parted as 223 4567 and 2234-5678. */
function localNumber(text: string, run: DigitGroup[], at: number): SensitiveHit | undefined {
  const [first, second] = [run[at], run[at + 1]];
  if (!first || touchesStar(text, first.from, first.to)) return undefined;
  if (LOCAL.test(first.digits) && !bornIn(first.digits))
    return { what: 'phone', from: first.from, to: first.to, groups: 1 };
  const parted =
    /^[34]$/.test(String(first.digits.length)) && first.gap === 'plain' && second?.digits.length === 4;
  if (!parted || !LOCAL.test(first.digits + second.digits) || touchesStar(text, first.from, second.to))
    return undefined;
  // 电话 2026-0318 is a day.
  if (bornIn(first.digits + second.digits)) return undefined;
  return { what: 'phone', from: first.from, to: second.to, groups: 2 };
}

function withPlus(text: string, from: number): number {
  return text[from - 1] === '+' || text[from - 1] === '＋' ? from - 1 : from;
}
