/** A deadline (or a table's row) that was seen and not used. */
export interface Doubt {
  code:
    | 'lost-hyphen'
    | 'placeholder'
    | 'damaged-date'
    | 'past-deadline'
    | 'year-missing'
    | 'relative-date'
    | 'table-row-unread';
  words: string;
  line: number;
}

const NUMBER = '\\d{1,2}';
/** The first of two months or days with the mark between; the year before it is the second's too. */
const RANGE = new RegExp(
  `(20\\d{2} ?年)?(?<!\\d)(${NUMBER} ?月份? ?(?:-|—{1,2}|–|~|至|到) ?(?=${NUMBER} ?月)|${NUMBER}(?:-|—{1,2}|–|~|至)(?=${NUMBER} ?月))`,
  'gu',
);
const DAY_RANGE =
  /(20\d{2} ?年)?(?<!\d)(\d{1,2}月\d{1,2}日? ?(?:-|—{1,2}|–|~|至|到) ?)(?=\d{1,2}月\d{1,2}日)/gu;
/** Dates that lost a mark: what they were cannot be known. */
const BROKEN: readonly { code: Doubt['code']; pattern: RegExp }[] = [
  { code: 'lost-hyphen', pattern: /(?<!\d)\d{1,2}--+\d{1,2}月[底份]?/gu },
  { code: 'lost-hyphen', pattern: /(?<![\d.])(?:1[3-9]|[2-9]\d|(?:[1-9]|1[0-2])1[0-2])月[底份中上下]?/gu },
  { code: 'lost-hyphen', pattern: /20[12]\d20[123]\d年?/gu },
  {
    code: 'damaged-date',
    pattern:
      /20[12]\d(?:1[0-2]|0?[1-9])月[底份中上下]?\d{0,2}日?|20[12]\d年(?:\d{3,4})日?(?!\d)|20[12]\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])日/gu,
  },
  {
    code: 'placeholder',
    pattern: /(?:[Xx×＊*_?]{1,4}年)?[Xx×＊*_?]{1,3} ?月(?:[Xx×＊*_?]{1,3} ?日|[底中上下初]旬?)?前?/gu,
  },
];
/** 云农组办〔2024〕7号. */
const PAPER = /[〔[(]20\d{2}[〕\])]\d{1,4}号/gu;
const CADENCE =
  /每(?:个?季度?|半?年|个?月|两?周|星期|旬|日|天)[^,。;]{0,6}?(?:前|底|末|日|号)|每周[一二三四五六日天末]/gu;
/** A holiday in quotes: “五一”前. */
const QUOTED_DAY = /“(元旦|春节|元宵|清明|五一|端午|七一|八一|中秋|国庆|十一)”((?:节|之|以)?前?)/gu;
const yearOn = (_: string, year: string | undefined, first: string): string => blank(first) + (year ?? '');
const blank = (words: string): string => ' '.repeat(words.length);

/** The sentence without what only looks like a deadline; of a range of months its end is left. */
export function mask(sentence: string, line: number, doubts: Doubt[]): string {
  let masked = sentence;
  for (const { code, pattern } of BROKEN) {
    masked = masked.replace(pattern, (words) => {
      doubts.push({ code, words: around(sentence, words), line });
      return blank(words);
    });
  }
  return masked
    .replace(PAPER, blank)
    .replace(RANGE, yearOn)
    .replace(DAY_RANGE, yearOn)
    .replace(CADENCE, blank)
    .replace(QUOTED_DAY, '  $1$2');
}

/** Lost hyphens wherever they stand: headings and stages outside every action are read for no deadline, and are told too. */
export function lostHyphensIn(lines: readonly { text: string; number: number }[]): Doubt[] {
  const doubts: Doubt[] = [];
  for (const { text, number } of lines)
    for (const { 0: sentence } of text.matchAll(/[^。;!?\n]+/gu)) mask(sentence, number, doubts);
  return doubts.filter(({ code }) => code === 'lost-hyphen');
}

/** Whether two excerpts of one line are about the same broken date. */
export function sharesToken(a: Doubt, b: Doubt): boolean {
  const tokens = (text: string): string[] => text.match(/\d[\d-]*年?月?/gu) ?? [];
  const others = tokens(b.words);
  return tokens(a.words).some((token) => others.includes(token));
}

/** The words with what stands beside them. */
export function around(sentence: string, words: string): string {
  const at = sentence.indexOf(words);
  const before = sentence.slice(0, at);
  const year = /20\d{2} ?年 ?$/u.exec(before)?.index ?? at;
  return sentence.slice(Math.max(0, Math.min(at - 4, year)), at + words.length + 14);
}
