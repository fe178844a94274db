import { matches } from '../matches.js';
import { fold } from './chars.js';
import type { Found } from './types.js';

const MARK = '[XxＸｘ×✕*＊○〇□]';
const UNIT =
  '户|人|个|名|万元|亿元|元|万|亿|亩|次|天|月|日|年|村|组|镇|乡|县|号|公里|米|%|％|份|条|件|项|处|岁|口';

/** The forms of an unfilled place, in running text. */
const FORMS: [string, RegExp][] = [
  [
    'date',
    new RegExp(`(?:${MARK}{1,4}年)?${MARK}{1,2}月(?:${MARK}{1,2}[日号]|[上中下]旬|底)?|${MARK}{1,4}年`, 'g'),
  ],
  ['decimal', new RegExp(`(?<![A-Za-z\\d])[XxＸｘ×]{1,3}[.．][XxＸｘ×]{1,3}[%％]?`, 'g')],
  ['letters', new RegExp(`(?<![A-Za-z\\d])[XxＸｘ×✕○〇□]{2,8}(?![A-Za-z\\d])(?:(?:${UNIT})(?!光))?`, 'g')],
  ['letter', new RegExp(`(?<![A-Za-z\\d])[XxＸｘ×](?:${UNIT})`, 'g')],
  ['stars', /(?<![\d*])\*{2,}(?![\d*])/g],
  ['somebody', /某某{1,2}|某(?=[村镇乡县户组])|(?<=[一-龥])某(?=户|家)/g],
  ['line', /_{2,}|＿{2,}/g],
  ['brackets', /[（(][ \u3000_＿]+[)）]|【[ \u3000]+】|\[ {2,}\]/g],
  [
    'gap',
    new RegExp(
      `(?<=[\\u4e00-\\u9fff:：（(,，、])[ \\u3000]{1,12}(?:${UNIT})(?=$|[\\s\\u3000，,。；;、）)])`,
      'g',
    ),
  ],
];
/** Before a gap, words that are complete by themselves: the unit after the gap is a column of its own. */
const DIGIT_BEFORE = /[\d一二三四五六七八九十百千万两几]$/;
const MAYBE = /[XxＸｘ×✕○〇□*＊某_＿ \u3000]/;

/** All unfilled places of a text, in order: XX户, X月X日, ____, （　）, "　户", X.X%, 某某. The value is the words themselves. */
export function findPlaceholders(text: string): Found<string>[] {
  if (!MAYBE.test(text)) return [];
  const found: Found<string>[] = [];
  for (const [name, pattern] of FORMS) {
    for (const match of matches(pattern, text)) {
      if (name === 'gap' && DIGIT_BEFORE.test(text.slice(Math.max(0, match.index - 1), match.index)))
        continue;
      if (
        name === 'letters' &&
        /^[〇○]+$/.test(match[0]) &&
        /[一二三四五六七八九十]/.test(text[match.index - 1] ?? '')
      )
        continue;
      const value = match[0].trim();
      found.push({
        value: value === '' ? match[0] : value,
        from: match.index,
        to: match.index + match[0].length,
        rule: `placeholder:${name}`,
        certainty: 'stated',
        flags: ['placeholder'],
      });
    }
  }
  found.sort((a, b) => a.from - b.from || b.to - a.to);
  let end = -1;
  return found.filter((f) => {
    if (f.from < end) return false;
    end = f.to;
    return true;
  });
}

const ONLY = new RegExp(
  `^(?:(?:${MARK}|某|_|-|/|\\\\|—|\\.|…|[()（）【】\\[\\]<>《》]|\\s|${UNIT}|共|约)+|)$`,
);
const SIGN = new RegExp(`${MARK}|某|_|[()（）【】\\[\\]]|[-/—\\\\…]`);

/** The characters of marks and units, and of what else may stand in a placeholder. */
const MAY_HOLD = 1;
const BLANK = 2;
const charsOf = new Uint8Array(65536);
const markAll = (chars: string, bit: number): void => {
  for (let i = 0; i < chars.length; i++) charsOf[chars.charCodeAt(i)]! |= bit;
};
markAll('XxＸｘ×✕*＊○〇□某_-/\\—.…()（）【】[]<>《》共约', MAY_HOLD);
markAll(UNIT.replaceAll('|', ''), MAY_HOLD);
for (let unit = 0xff00; unit <= 0xffef; unit++) charsOf[unit]! |= MAY_HOLD;
markAll('\u2012\u2013\u2014\u2015\u2212', MAY_HOLD);
markAll(
  ' \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff',
  BLANK,
);
/** Whether a field's words only hold its place: XX户, X月X日, ____, （　）, a unit without a number, /. An explicit 无 is an answer. */
export function isPlaceholder(text: string): boolean {
  let all = MAY_HOLD | BLANK;
  let any = 0;
  for (let i = 0; i < text.length; i++) {
    const is = charsOf[text.charCodeAt(i)]!;
    any |= is;
    if (is === 0) all = 0;
  }
  // Without any of these nothing is a placeholder; with anything else only a name that names nobody.
  if ((any & MAY_HOLD) === 0) return all !== 0;
  if (all === 0 && !SOMEBODY.test(text)) return false;
  const folded = fold(text).trim();
  if (folded.length > 40) return false;
  if (folded === '') return true;
  if (!ONLY.test(folded)) return somebody(folded);
  return SIGN.test(folded) || new RegExp(`^(?:${UNIT})(?:\\s+(?:${UNIT}))*$`).test(folded);
}

const SOMEBODY = /[某Xx×*Ｘｘ＊]/;
/** 张某某, 某某村, XX镇XX村: names that name nobody. */
function somebody(text: string): boolean {
  return (
    /^[\u4e00-\u9fff]?某某$|^某某?[\u4e00-\u9fff]{0,3}$/.test(text) ||
    /^(?:[Xx×*]{1,3}[镇乡村组县市区街道]{1,2})+$/.test(text)
  );
}
