import { findDates } from '../understand/values/index.js';
import { markOf } from './marks.js';
import { printed } from './print.js';
import type { Line } from './source.js';
import type { Dating } from './milestones.js';
import { isUnit } from './units.js';
import type { Vocabulary } from './vocabulary.js';

/** Title, who issued it and when: what stands around the body. */
export interface Frame {
  title?: string;
  issuer?: string;
  issued?: string;
  dating: Dating;
  /** The year was not stated with the issue: it is the one the text speaks of. */
  yearFrom?: 'title' | 'text';
}

const DATE =
  /(20\d{2}|二[〇○0零]{1}[一二三四五六七八九〇○零]{2}) ?年 ?(\d{1,2}|[一二三四五六七八九十]{1,3}) ?月 ?(\d{1,2}|[一二三四五六七八九十]{1,3}) ?日/u;
const NUMBERED_PAPER = /^[^,。]{1,20}[〔\[(（]?20\d{2}[〕\])）]?\d{1,4}号$/u;

export function frameOf(lines: readonly Line[], vocabulary: Vocabulary): Frame {
  const full = lines.filter((line) => line.text !== '' && !line.cells);
  const head = titleOf(full, vocabulary);
  // What a covering notice sends round is the plan.
  const title = /印发《(.{6,60})》的通知$/u.exec(head ?? '')?.[1] ?? head;
  const signed = signature(full, vocabulary) ?? headDate(full, vocabulary);
  const issuer = signed?.issuer ?? issuerInTitle(head, vocabulary) ?? lastSigner(full, vocabulary);
  const issued = signed?.issued;
  const frame: Frame = { dating: datingOf(issued, title, full) };
  if (title !== undefined) frame.title = printed(title);
  if (issuer !== undefined) frame.issuer = printed(issuer);
  if (issued !== undefined) frame.issued = issued;
  else frame.yearFrom = /20\d{2}/u.test(title ?? '') ? 'title' : 'text';
  return frame;
}

/** The first lines up to the first heading: the one that ends with a kind of document, with those it runs over from. */
function titleOf(lines: readonly Line[], vocabulary: Vocabulary): string | undefined {
  const head: string[] = [];
  for (const { text } of lines.slice(0, 14)) {
    if (markOf(text, vocabulary) && !/^[一二三四五六七八九十]+届/u.test(text)) break;
    head.push(text);
  }
  const at = head.findIndex(
    (text) => text.length <= 60 && vocabulary.document.test(text) && !/[。;]/u.test(text),
  );
  if (at >= 0) {
    let title = head[at]!;
    for (let i = at - 1; i >= 0 && goesOn(head[i]!, title, vocabulary); i--) title = head[i]! + title;
    return title.replace(/(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])/gu, (blank) =>
      /^(?:中共|.{2,16}(?:委|府)) /u.test(title) ? blank : '',
    );
  }
  const first = head.find(
    (text) => text.length >= 6 && text.length <= 50 && !/[。;,:]/u.test(text) && !NUMBERED_PAPER.test(text),
  );
  return first !== undefined && lines.indexOf(lines.find((l) => l.text === first)!) <= 2 ? first : undefined;
}

/** A title is broken into lines: "云岭县2023年" / "乡村建设行动" / "实施方案". */
function goesOn(line: string, title: string, vocabulary: Vocabulary): boolean {
  if (
    NUMBERED_PAPER.test(line) ||
    DATE.test(line) ||
    /[。;:]|文件$|^附件|^\(/u.test(line) ||
    line.length > 40
  )
    return false;
  if (vocabulary.document.test(line) && !/^(?:关于|印发)/u.test(title)) return false;
  return (
    line.length + title.length <= 80 && (title.length < 26 || /^关于/u.test(title) || /[“(《]$/u.test(line))
  );
}

function issuerInTitle(title: string | undefined, vocabulary: Vocabulary): string | undefined {
  const before = /^(.{4,50}?) ?(?:印发)?关于/u.exec(title ?? '')?.[1]?.trim();
  return before !== undefined && isUnit(before.split(' ').at(-1)!, vocabulary) ? before : undefined;
}

/** The signature at the end, or the printing note: "某县某办公室 2018年6月11日印发". The last one counts. */
function signature(
  lines: readonly Line[],
  vocabulary: Vocabulary,
): { issuer?: string; issued: string } | undefined {
  for (let i = lines.length - 1; i >= Math.max(0, lines.length - 25); i--) {
    const { text } = lines[i]!;
    const match = DATE.exec(text);
    if (!match || text.length > 60 || /^附/u.test(text)) continue;
    const after = text.slice(match.index + match[0].length).trim();
    if (!/^(?:印发|印|发布?)?[)）。]?$/u.test(after)) continue;
    const issued = dayOf(match[0]);
    if (issued === undefined) continue;
    const before = text
      .slice(0, match.index)
      .replace(/[ (,]+$/u, '')
      .trim();
    const above = (lines[i - 1]?.text ?? '').trim();
    const issuer = [before, ...(before === '' ? [above] : [])].find((name) => isIssuer(name, vocabulary));
    if (issuer === undefined && before !== '' && !/印发$/u.test(text)) continue;
    return issuer === undefined
      ? { issued }
      : { issuer: issuer.replace(/(?<=(?:^| )[\u4e00-\u9fff]) | (?=[\u4e00-\u9fff](?: |$))/gu, ''), issued };
  }
  return undefined;
}

/** A unit that stands alone at the end, or is called the issuer: the date is elsewhere. */
function lastSigner(lines: readonly Line[], vocabulary: Vocabulary): string | undefined {
  const end = lines.filter(({ text }) => !/^(?:附件?|抄送|主送|—)/u.test(text)).slice(-4);
  for (let i = end.length - 1; i >= 0; i--) {
    const named = /^(?:印发机关|印发单位|制发单位|制定单位|发文单位|发文机关|落款) ?:? ?(.+)$/u.exec(
      end[i]!.text,
    )?.[1];
    const name = (named ?? end[i]!.text).trim();
    if (!isIssuer(name, vocabulary) || vocabulary.groups.has(name)) continue;
    if (named !== undefined) return name;
    // A name below a finished sentence signs it; below a label it is the label's.
    const before = end[i - 1]?.text ?? '';
    if (markOf(name, vocabulary) === undefined && /[。!)]$/u.test(before)) return name;
  }
  return undefined;
}

/** The date below the title, in brackets or alone, with who issued it. */
function headDate(
  lines: readonly Line[],
  vocabulary: Vocabulary,
): { issuer?: string; issued: string } | undefined {
  for (const [i, { text }] of lines.slice(0, 12).entries()) {
    if (markOf(text, vocabulary)?.style === 'cn-dot') break;
    const match = DATE.exec(text);
    if (!match || text.length - match[0].length > 30 || /[。]/u.test(text)) continue;
    const issued = dayOf(match[0]);
    if (issued === undefined) continue;
    const before = text
      .slice(0, match.index)
      .replace(/^[(]|[ (]+$/gu, '')
      .trim();
    const issuer = [before, lines[i - 1]?.text ?? ''].find((name) => isIssuer(name, vocabulary));
    return issuer === undefined ? { issued } : { issuer, issued };
  }
  return undefined;
}

function isIssuer(name: string, vocabulary: Vocabulary): boolean {
  return (
    name.length >= 4 &&
    name.length <= 40 &&
    !/[,。;:]/u.test(name) &&
    isUnit(name.split(' ').at(-1)!, vocabulary)
  );
}

function dayOf(text: string): string | undefined {
  const plain = text.replace(/[○〇]/gu, '〇');
  return findDates(plain, { sentAt: '2020-01-01T00:00' })[0]?.value;
}

/** Without a date of issue, deadlines are read in the year of the title, else in the one the text speaks of most. */
function datingOf(issued: string | undefined, title: string | undefined, lines: readonly Line[]): Dating {
  if (issued !== undefined) return { from: issued, known: true };
  const inTitle = /20\d{2}/u.exec(title ?? '')?.[0];
  if (inTitle !== undefined) return { from: `${inTitle}-01-01`, known: false };
  // The day of issue is damaged, its year is not.
  const damaged = lines.find(({ text }) => text.length < 40 && /20[12]\d年\d{3,4}日/u.test(text));
  if (damaged) return { from: `${/20[12]\d/u.exec(damaged.text)![0]}-01-01`, known: false };
  const counts = new Map<string, number>();
  for (const { text } of lines)
    for (const [year] of text.matchAll(/20[12]\d(?=年)/gu)) counts.set(year, (counts.get(year) ?? 0) + 1);
  const most = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? 1 : -1))[0]?.[0];
  if (most === undefined) return { from: '2000-01-01', known: false, yearless: true };
  const spoken = lines.flatMap(({ text, number }) => {
    const year = [...text.matchAll(/20[12]\d(?=年)/gu)].at(-1)?.[0];
    return year === undefined ? [] : [{ number, year }];
  });
  // Several texts on one page each have their own year.
  const fromAt = (line: number): string => {
    const near = spoken.filter(({ number }) => number <= line).at(-1)?.year ?? most;
    return `${near}-01-01`;
  };
  return { from: `${most}-01-01`, known: false, fromAt };
}
