import { readDeadlines } from '../understand/values/index.js';
import { around, mask, type Doubt } from './broken-dates.js';
import type { PlanMilestone } from './draft.js';
import type { Piece } from './outline.js';
import { printed } from './print.js';
import { targetOf } from './targets.js';
import type { Vocabulary } from './vocabulary.js';

/** What dates are read against. */
export interface Dating {
  /** The day of issue, or 1 January of the plan's year where that is all there is. */
  from: string;
  /** Whether the plan says so itself. */
  known: boolean;
  /** The document names no year at all: a deadline without one cannot be used. */
  yearless?: true;
  /** Without a date of issue: the day that a line's deadlines are read against, in the year last spoken of before it. */
  fromAt?: (line: number) => string;
}

export interface Dated extends PlanMilestone {
  line: number;
  sentence: string;
}

/** A day that is only named is a deadline where one of these stands before it. */
const TOWARDS = /(?:到|至|于|在|力争|争取|拟|预计|计划|截至时间为|不迟于|最迟)$/u;

/** The deadlines that a stretch of words sets, in order. `doubts` are those that cannot be used. */
export function milestonesOf(
  pieces: readonly Piece[],
  dating: Dating,
  vocabulary: Vocabulary,
  /** Only what says that it is a deadline: outside actions a day may be told for any reason. */
  strict = false,
): { milestones: Dated[]; doubts: Doubt[] } {
  const milestones: Dated[] = [];
  const doubts: Doubt[] = [];
  for (const { text, line } of pieces) {
    for (const { 0: sentence } of text.matchAll(/[^。;!?\n]+/gu)) {
      const masked = mask(sentence, line, doubts);
      milestones.push(...inSentence({ sentence, masked, line, strict }, dating, doubts, vocabulary));
    }
  }
  return { milestones, doubts };
}

interface Sentence {
  sentence: string;
  masked: string; // as long
  line: number;
  strict: boolean;
}

function inSentence(
  { sentence, masked, line, strict }: Sentence,
  dating: Dating,
  doubts: Doubt[],
  vocabulary: Vocabulary,
): Dated[] {
  const from = dating.fromAt?.(line) ?? dating.from;
  const ref = { sentAt: `${from}T00:00` };
  const used = ownYears(masked, withYears(masked, readDeadlines(masked, ref)), ref).filter((f) => {
    const words = masked.slice(f.from, f.to);
    const before = masked.slice(Math.max(0, f.from - 6), f.from).trimEnd();
    const after = masked.slice(f.to);
    if (vocabulary.past.test(before) && !/前$/u.test(words)) return false;
    if (/^ ?(?:作为|为“|以来|起|开始|以后|之后|后|启动|召开了)/u.test(after)) return false;
    if (f.flags?.includes('month-assumed')) {
      doubts.push({ code: 'damaged-date', words: around(sentence, sentence.slice(f.from, f.to)), line });
      return false;
    }
    if (/(?:当年|同年|次年|翌年|每年|来年)$/u.test(before)) {
      doubts.push({ code: 'relative-date', words: `${before}${words}`, line });
      return false;
    }
    // 对60天内到期的贷款: which loans, not by when.
    if (f.rule === 'deadline:within' && /^[\u4e00-\u9fff]{1,6}的/u.test(after)) return false;
    // 5日内: nobody says from which day on.
    if (f.rule === 'deadline:within' && /^(?:\d|[一二两三四五六七八九十半])/u.test(words)) {
      doubts.push({ code: 'relative-date', words: around(sentence, sentence.slice(f.from, f.to)), line });
      return false;
    }
    // 第一季度通报, 在6月份的检查中: when something else takes place.
    if (/^(?:的?(?:省级?|市级?|县级?)?(?:通报|考核|反馈|暗访|督查|检查|评估|排名))/u.test(after))
      return false;
    if (/在$/u.test(before) && !/前|底|末|旬|内/u.test(words) && /^[^,]{0,14}中/u.test(after)) return false;
    return isDeadline(words, before, f.rule, strict);
  });
  return used.flatMap((f, i): Dated[] => {
    const until = used[i + 1]?.from ?? masked.length;
    const clause = masked.slice(f.from, until);
    const words = masked.slice(f.from, f.to);
    if (dating.yearless && (f.flags?.includes('year-assumed') || f.rule === 'deadline:within')) {
      doubts.push({ code: 'year-missing', words: clause.slice(0, 24).trim(), line });
      return [];
    }
    if (!/前|底|末|内/u.test(words) && /已|了/u.test(clause.slice(0, 30)) && !/^20\d{2}年/u.test(words))
      return [];
    if (f.value.due < from && dating.known) {
      const happened =
        vocabulary.done.test(clause) ||
        /了/u.test(clause) ||
        (/^\d{4}年/u.test(words) && !/前$/u.test(words));
      if (happened) return [];
      doubts.push({
        code: 'past-deadline',
        words: sentence.slice(f.from, Math.min(until, f.from + 24)),
        line,
      });
    }
    const what = whatOf(sentence, f.value.name, used[i - 1]?.to ?? 0, f.from, vocabulary);
    if (what === '' || /^共?\d+个?[月天]/u.test(what)) return [];
    const before = sentence.slice(used[i - 1]?.to ?? 0, f.from);
    const target = targetOf(what) ?? targetOf(sentence.slice(f.to, until));
    const soft =
      f.value.soft === true || softBefore(before, vocabulary) || vocabulary.tentative.test(sentence);
    return [
      {
        what: printed(what),
        due: f.value.due,
        ...(soft && { soft: true as const }),
        ...(target && { target }),
        line,
        sentence,
      },
    ];
  });
}

const BY_YEAR =
  /(?:到|至)(20\d{2})年(?:之前|以前|前)?(?=[, ]|$|[\u4e00-\u9fff])(?!底|末|[上下]半年|度|春|秋|第?[一二三四]季)/gu;

/** "到2020年,每个村…", "到2020年以前": by the end of that year. */
function withYears(text: string, found: readonly Deadline[]): Deadline[] {
  const years = [...text.matchAll(BY_YEAR)].flatMap((match): Deadline[] => {
    const from = match.index;
    const to = from + match[0].length;
    if (found.some((f) => f.from < to && f.to > from)) return [];
    const next = Math.min(...found.map((f) => f.from).filter((at) => at >= to), text.length);
    const value = { name: text.slice(to, next).replace(/^[, ]+/u, ''), due: `${match[1]!}-12-31` };
    return [{ value, from, to, rule: 'deadline:year', certainty: 'stated' }];
  });
  return [...found, ...years].sort((a, b) => a.from - b.from);
}

type Deadline = ReturnType<typeof readDeadlines>[number];

/**
 * Stages go on from a year that is written before them. Where none is, each stands by itself: the tasks of one sentence need
 * not be in order of time ("年底前建成1200座,12月上旬验收").
 */
function ownYears(text: string, found: readonly Deadline[], ref: { sentAt: string }): Deadline[] {
  let written = false;
  let whole: string | undefined;
  return found.map((f) => {
    const words = text.slice(f.from, f.to);
    if (/20\d{2}/u.test(words)) {
      written = true;
      whole = WHOLE_YEAR.exec(words)?.[1];
      return f;
    }
    // 到2024年底…,9月底前…: September of that year, which its end takes in.
    const within = whole === undefined ? undefined : `${whole}${f.value.due.slice(4)}`;
    if (within !== undefined && within >= ref.sentAt.slice(0, 10) && f.value.due > within)
      return { ...f, value: { ...f.value, due: within } };
    const alone = written ? undefined : readDeadlines(words, ref)[0];
    return alone === undefined ? f : { ...f, value: { ...f.value, due: alone.value.due } };
  });
}

const WHOLE_YEAR = /(20\d{2})年(?!\d|第|上|[一二三四]季)/u;

function softBefore(before: string, vocabulary: Vocabulary): boolean {
  const clause = before.slice(before.lastIndexOf(',') + 1);
  return vocabulary.soft.test(clause.slice(-8));
}

function isDeadline(words: string, before: string, rule: string, strict: boolean): boolean {
  if (/前$|底|末|旬|内$|止$|截止|年底|半年|季度/u.test(words)) return true;
  if (strict) return /(?:到|至|力争|争取|预计|不迟于|最迟)$/u.test(before);
  if (rule.startsWith('deadline:')) return true;
  return TOWARDS.test(before);
}

const SUBJECT_TAIL =
  /(?:确保|务必|必须|力争|争取|计划|预计|拟定?|要|须|应|将|到|至|于|在|并|且|均|都|,|:| )+$/u;

/**
 * What is due: the subject before the deadline in the same clause and the words after it up to the next comma; where there
 * are none, the clause before.
 */
function whatOf(
  sentence: string,
  name: string,
  previous: number,
  from: number,
  vocabulary: Vocabulary,
): string {
  const after = clip(name);
  const before = sentence.slice(previous, from);
  const clause = before.slice(
    Math.max(
      before.lastIndexOf(','),
      before.lastIndexOf(':'),
      before.lastIndexOf('、') < before.length - 1 ? -1 : before.length,
    ) + 1,
  );
  const subject = clause
    .replace(SUBJECT_TAIL, '')
    .replace(/^(?:确保|力争|争取|其中|要|并)+/u, '')
    .trim();
  const soft = vocabulary.soft.exec(subject);
  const spoken = /起$|20\d{2}年/u.test(subject) ? '' : subject;
  const named = soft && soft.index === 0 ? spoken.slice(soft[0].length) : spoken;
  if (after.length >= 2)
    return /[\u4e00-\u9fff]{2}/u.test(named) && named.length <= 40 && !/\($/u.test(named)
      ? `${named}${after}`
      : after;
  const earlier = before
    .split(/[,:]/u)
    .map((words) => clip(words).replace(SUBJECT_TAIL, ''))
    .filter((words) => words.length > 1);
  const last = earlier.at(-1) ?? '';
  return /^(?:20\d{2}年)?[^\u4e00-\u9fff]*$/u.test(last) ? '' : last;
}

function clip(words: string): string {
  const bare = words.replace(/^[\s,、:要须应]+|[\s,、。;(]+$/gu, '');
  const comma = bare.search(/,/u);
  return (comma >= 4 ? bare.slice(0, comma) : bare).trim();
}
