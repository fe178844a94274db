import type { Message } from './document.js';
import type { Break } from './break.js';
import { shareRows, withSort } from './lists.js';
import { matches } from './matches.js';
import type { Label } from './resolve.js';
import type { Subject } from './subjects.js';

const JOINER = /^(?:家|户|家里)?[\s、,和与及跟还有/]*$/;
const FOR_ALL =
  /^(?:以上|上述)|^(?:一共|总共|合计|共计?|拢共)就?(?:这)?[一两二三四五六七八九十\d]{1,3}(?:家|户)|(?:[两二三四五六七八九十几\d]+|各|每|全部|所有|大)(?:家|户)(?:人|农户)?.{0,4}(?:都|均|全|没|无|饮水|住房|情况|送|发)|^(?:均|都|全都|全部|情况均|其他均)/;

/** "…；7.3走访": the day of all, said last. */
const WHEN =
  /^(?:以上|均|都|全|于|为|是)*(?:\d[\d月日号./年\-—至]{2,12}|今天|昨天|前天|今日|昨日|上周[一二三四五六日天]|(?:本|这)?周[一二三四五六日天])(?:上午|下午|晚上)?(?:走访|入户|上门|回访|走|去|访|看|跑)?的?$/;

/** The break that holds at `at`: the last one at or before it. */
export function ownersAt(breaks: readonly Break[], at: number): number {
  let low = 0;
  let high = breaks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (breaks[middle]!.at <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Where the text turns from one record to the next. */
export function findBreaks(groups: Subject[][], labels: readonly Label[], message: Message): Break[] {
  const { text, clauses } = message;
  const mentions = groups
    .flatMap((g, record) => g.map((s) => ({ s, record })))
    .sort((a, b) => a.s.from - b.s.from);
  const breaks: Break[] = [];
  const marked = mentions.filter(
    (m) =>
      m.s.clause >= 0 && (clauses[m.s.clause]!.marker ?? 0) > 0 && m.s.from - clauses[m.s.clause]!.from < 12,
  );
  // Items of several lines go on below the last mark, too.
  const oneLine =
    marked.length >= 2 &&
    !clauses
      .slice(marked[0]!.s.clause + 1, marked.at(-1)!.s.clause)
      .some((c) => c.before === '\n' && c.marker === undefined);
  let i = 0;
  const seen: number[] = [];
  const seenSet = new Set<number>();
  let current: number[] = [];
  const open = (at: number, to: number[], tail = false) => {
    breaks.push({ at, to, tail });
    if (!tail) current = to;
    for (const r of to) {
      if (seenSet.has(r)) continue;
      seenSet.add(r);
      seen.push(r);
    }
  };
  const boundaries = blockStarts(
    mentions.filter((m) => m.s.labelled).map((m) => m.s),
    labels,
    text,
  );
  clauses.forEach((clause, index) => {
    const here: typeof mentions = [];
    while (i < mentions.length && mentions[i]!.s.from < clause.to) here.push(mentions[i++]!);
    if (here.length === 0) {
      const body = text.slice(clause.from, clause.to);
      if (seen.length > 1 && FOR_ALL.test(body)) {
        const back = current;
        open(clause.from, [...seen]);
        breaks.push({ at: clause.to, to: back, tail: false });
        current = back;
      } else if (
        oneLine &&
        clause.before === '\n' &&
        clause.marker === undefined &&
        seen.length === groups.length
      )
        open(clause.from, [], true);
      else if (
        groups.length > 1 &&
        seen.length === groups.length &&
        WHEN.test(body) &&
        ';。\n'.includes(clause.before)
      )
        open(clause.from, [], true);
      return;
    }
    let k = 0;
    while (k < here.length) {
      const run = [here[k]!];
      while (k + 1 < here.length && JOINER.test(text.slice(here[k]!.s.to, here[k + 1]!.s.from)))
        run.push(here[++k]!);
      k++;
      const first = run[0]!;
      const start = first.s.labelled
        ? (boundaries.get(first.s) ?? first.s.from)
        : first === here[0] &&
            !(seen.length === 0 && groups.length > 1 && announced(text, clause.from, first.s.from))
          ? clause.start
          : withSort(text, first.s.from, Math.max(clause.from, breaks.at(-1)?.at ?? 0));
      const set = [...new Set(run.map((r) => r.record))];
      open(start, set);
    }
    // A bracket belongs to the name right in front of it.
    const next = clauses[index + 1];
    const last = here.at(-1)!;
    if (
      next &&
      next.depth > clause.depth &&
      current.length > 1 &&
      /^(?:家|户|家里)?\s?[(]\s?$/.test(text.slice(last.s.to, next.from))
    ) {
      breaks.push({ at: next.from, to: [last.record], tail: false });
    } else if (
      next &&
      next.depth > clause.depth &&
      /^(?:家|户)?\s?[(]\s?$/.test(text.slice(last.s.to, next.from))
    )
      current = [last.record];
  });
  breaks.sort((a, b) => a.at - b.at);
  shareRows(breaks, mentions, clauses, text);
  return breaks;
}

const HEAD_DAY =
  '(?:(?:上|本|这)?(?:周|星期|礼拜)[一二三四五六日天]|(?:\\d{1,2}[月./]\\d{1,2}[日号]?)|[前昨今][天日])[上下中]?午?\\s*:';
/** "周二：甲…\n周三：乙…": each line has a day of its own. */
const OWN_DAY = new RegExp(`^\\s*${HEAD_DAY}\\s*$`);
const NEXT_DAY = new RegExp(`\\n\\s*${HEAD_DAY}`);

/** "今天结清3户：甲2万、乙5万": what stands before the colon is said of all. */
function announced(text: string, from: number, to: number): boolean {
  if (OWN_DAY.test(text.slice(from, to)) && NEXT_DAY.test(text.slice(to))) return false;
  return /(?::|—{1,2}|-{2})[ \t]*(?:\d{1,2}[、.)]\s*)?$/.test(text.slice(from, to));
}

/** Labelled blocks in any order: the block of a name starts where a label comes again, or after an empty line, a heading or a list mark. */
function blockStarts(
  subjects: readonly Subject[],
  labels: readonly Label[],
  text: string,
): Map<Subject, number> {
  const starts = new Map<Subject, number>();
  const known = labels.filter((l) => l.field !== undefined);
  let k = -1;
  const keys = subjects.map((s) => {
    while (k + 1 < known.length && known[k + 1]!.to <= s.from) k++;
    return k >= 0 && s.from - known[k]!.to < 40 ? known[k]!.from : s.from;
  });
  let l = 0; // the first label of the block
  subjects.forEach((s, i) => {
    const from = keys[i]!;
    if (i === 0) {
      starts.set(s, from);
      return;
    }
    const gap = text.slice(keys[i - 1], from);
    const empty = Math.max(gap.lastIndexOf('\n\n'), gap.lastIndexOf('\n【'), lastMark(gap));
    if (empty > 0) {
      starts.set(s, keys[i - 1]! + empty + 1);
      return;
    }
    const blockFrom = starts.get(subjects[i - 1]!)!;
    while (l < known.length && known[l]!.from < (i === 1 ? 0 : blockFrom)) l++;
    const seen = new Set<string>();
    let start = from;
    for (let n = l; n < known.length && known[n]!.from < from; n++) {
      const name = known[n]!.field!.name;
      if (seen.has(name) && known[n]!.from > keys[i - 1]!) {
        start = known[n]!.from;
        break;
      }
      seen.add(name);
    }
    starts.set(s, start);
  });
  return starts;
}

const MARKED_LINE = /\n(?=\s*(?:\d{1,2}[、.)]|[①-⑳]|第?[一二三四五六七八九十]{1,2}[、.户]|[-•●]))/g;
function lastMark(gap: string): number {
  let last = -1;
  for (const m of matches(MARKED_LINE, gap)) last = m.index;
  return last;
}

/** Who and when may be said once below several; what each household is (its type, its village) is its own. */
const TAILS = new Set(['person', 'persons', 'date', 'month', 'moment']);

/** A shared field said once, on a line of its own below several records, holds for all: there the tail begins. */
export function addTail(labels: readonly Label[], breaks: Break[], text: string): void {
  const last = breaks.at(-1)?.at ?? 0;
  const times = new Map<unknown, number>();
  for (const label of labels) times.set(label.field, (times.get(label.field) ?? 0) + 1);
  const tail = labels.find(
    (l) =>
      l.from > last &&
      l.field?.def.shared &&
      TAILS.has(l.field.def.type) &&
      times.get(l.field) === 1 &&
      endsList(text, last, l),
  );
  if (tail) return void breaks.push({ at: tail.from, to: [], tail: true });
  const sum = SUM.exec(text.slice(last));
  const all = [...new Set(breaks.flatMap(({ to }) => to))].sort((a, b) => a - b);
  if (sum) breaks.push({ at: last + sum.index + 1, to: all, tail: false });
}

/** "甲2人 乙1人 一共两户 9.30入户 全部正常": with the sum of the households begins what holds for all. */
const SUM = /\s(?:一共|总共|合计|拢共|共计?)(?:是|有)?[一两二三四五六七八九十\d]{1,3}[户家]/;

/** On a line of its own, or after a full stop where it names who or when for all of them. */
function endsList(text: string, last: number, label: Label): boolean {
  if (startsLine(text, label.at)) return text.slice(last, label.from).includes('\n');
  const type = label.field?.def.type;
  return (type === 'persons' || type === 'date') && /[。;]\s*$/.test(text.slice(last, label.from));
}

/** Whether nothing but marks and numbers stands before it on its line. */
function startsLine(text: string, at: number): boolean {
  for (let i = at - 1; i >= 0 && text[i] !== '\n'; i--) {
    const unit = text.charCodeAt(i);
    const letter = unit > 0x7f || (unit >= 0x41 && unit <= 0x7a && unit !== 0x5b && unit !== 0x5d);
    if (letter && !/[、•●·①-⑳]/.test(text[i]!)) return false;
  }
  return true;
}
