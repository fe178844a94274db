import { printed } from '../print.js';
import { type Check, lineName } from './found.js';

const SAYS = {
  unreadable: (words: string): string => `乱码或残缺，无法辨认：“${words}”`,
  recovered: (words: string): string => `编码错乱已还原：“${words}”，请核对`,
  'notes-removed': (words: string): string => `去掉注音${words}`,
};

/** Damage of the text itself. Lines with many holes are told once. */
export const damage: Check = ({ source }) => {
  const first = new Map<string, { words: string; more: number; line: number; code: keyof typeof SAYS }>();
  for (const { line, code, words } of source.damage) {
    const key = `${code}|${line}`;
    const known = first.get(key);
    if (known) known.more++;
    else first.set(key, { words, more: 0, line, code });
  }
  return [...first.values()].map(({ code, words, more, line }) => ({
    code,
    detail: SAYS[code](printed(words)) + (more > 0 ? `等${more + 1}处` : ''),
    at: [lineName(line)],
  }));
};

const RANGE_LOST = /(\d+(?:\.\d+)?)(万元|亿元|元|公里|亩|%)(\d+(?:\.\d+)?)\2/gu;
const DOUBLE = /\d+(?:个|户|人|所|万|元|%)?--+\d+(?:个|户|人|所|万|元|%|名|次|项|公里|亩)/gu;
const PAPER = /[\u4e00-\u9fff]{1,8}[发办字函](?:〔|\[|\()?20\d{2}(?:〕|\]|\))?\d{1,3}号/gu;

/** Quantities and references that lost a mark: "200万元600万元", "鲁某发201837号". */
export const lostMarks: Check = ({ source }) =>
  source.lines.flatMap(({ text, number }) => {
    const found = [...text.matchAll(RANGE_LOST), ...text.matchAll(DOUBLE)].map((match) => ({
      code: 'lost-hyphen',
      detail: `“${printed(match[0])}”疑似丢失连字符，数值未采用`,
      at: [lineName(number)],
    }));
    const papers = [...text.matchAll(PAPER)]
      .filter((match) => !/[〔[(]20\d{2}[〕\])]/u.test(match[0]))
      .map((match) => ({
        code: 'damaged-reference',
        detail: `文号“${printed(match[0])}”残缺，疑为〔〕丢失`,
        at: [lineName(number)],
      }));
    return [...found, ...papers];
  });

const BLANK =
  /[Xx×]{2,}|(?<![A-Za-z])[X×](?=[市县区乡镇村月日个户名万人小家.%])|(?<=[为计款资投\u4e00-\u9fff]) (?=(?:户|万元|元|人|个) )/gu;

/** Places that were never filled in. */
export const placeholders: Check = ({ source }) =>
  source.lines.flatMap(({ text, number }) => {
    const marks = [...text.matchAll(BLANK)];
    if (marks.length === 0) return [];
    const at = marks[0]!.index;
    const words = text.slice(Math.max(0, at - 8), at + 12);
    return [
      {
        code: 'placeholder',
        detail: `未填写的空白或占位：“${printed(words)}”${marks.length > 1 ? `等${marks.length}处` : ''}`,
        at: [lineName(number)],
      },
    ];
  });

/** What the frame of the document does not say. */
export const frameGaps: Check = ({ frame, dating, source }) => {
  const out: ReturnType<Check> = [];
  const at = [lineName(1)];
  if (frame.title === undefined) out.push({ code: 'no-title', detail: '没有找到文件标题', at });
  if (frame.issued === undefined) {
    const broken = source.lines.find(
      (line) =>
        /20[12]\d年\d{3,4}日?|20[12]\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])日?/u.test(line.text) &&
        line.text.length < 60,
    );
    out.push({
      code: 'no-issue-date',
      detail: dating.yearless
        ? '没有找到印发日期，也没有年份，不带年份的期限都未采用'
        : `没有找到印发日期，年份存疑：不带年份的期限按${dating.from.slice(0, 4)}年读${broken ? `；“${printed(broken.text)}”疑为残缺的日期` : ''}`,
      at: broken ? [lineName(broken.number)] : at,
    });
  }
  return out;
};
