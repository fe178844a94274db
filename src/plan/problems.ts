import { personOf } from './assignments.js';
import { dueOnly } from './due.js';
import type { PlanProblem } from './draft.js';
import { labelsIn } from './labels.js';
import { markOf, type Style } from './marks.js';
import type { Doubt } from './broken-dates.js';
import { milestonesOf, type Dated, type Dating } from './milestones.js';
import { type Piece, piecesOf } from './outline.js';
import { printed } from './print.js';
import type { Line } from './source.js';
import { unitsOf } from './units.js';
import type { Vocabulary } from './vocabulary.js';
import type { Role } from './words.js';

export interface FoundProblem {
  problem: PlanProblem;
  place: string;
  dated: Dated[];
  /** What its measures promise by themselves, beside the deadline of the label. */
  measured: Dated[];
  slips: readonly string[];
}

interface Segment {
  role: Role;
  pieces: Piece[];
  slip?: string;
}

/** The problems of a ledger that is written in paragraphs: each from its number to the next one's. */
export function problemsIn(
  lines: readonly Line[],
  dating: Dating,
  vocabulary: Vocabulary,
): { found: FoundProblem[]; doubts: Doubt[] } {
  const pieces = piecesOf(lines).filter((piece) => piece.text !== '' && !piece.row);
  const starts = startsOf(pieces, vocabulary);
  const doubts: Doubt[] = [];
  const found = starts.map((start, i) => {
    const end = endOf(pieces, start, starts[i + 1] ?? pieces.length, starts.length, vocabulary);
    const region = pieces.slice(start, end);
    const mark = markOf(region[0]!.text, vocabulary);
    const made = problemOf(segmentsOf(region, mark?.to ?? 0, vocabulary), dating, vocabulary);
    doubts.push(...made.doubts);
    const problem: PlanProblem = {
      ...(mark && { number: mark.value }),
      ...made.problem,
      text: { from: region[0]!.line, to: region.at(-1)!.line },
    };
    return {
      problem,
      place: mark ? placeName(mark.shown) : `第${region[0]!.line}行`,
      dated: made.dated,
      measured: made.measured,
      slips: made.slips,
    };
  });
  return { found, doubts };
}

const placeName = (shown: string): string => (/问题/u.test(shown) ? shown : `问题${shown}`);

/** The numbered lines right before the labels 整改措施, in the style most of them have. */
function startsOf(pieces: readonly Piece[], vocabulary: Vocabulary): number[] {
  const numbered = pieces.map(({ text }) => {
    const mark = markOf(text, vocabulary);
    return mark && (mark.style !== 'named' || mark.named === '问题') ? mark : undefined;
  });
  const named = numbered.flatMap((mark, i) => (mark?.style === 'named' ? [i] : []));
  if (named.length > 1) return named;
  const ledger = measuresAt(pieces, vocabulary);
  if (ledger.length === 0) return named;
  const before = (at: number, style?: Style): number | undefined => {
    for (let i = at; i >= 0; i--) if (numbered[i] && (!style || numbered[i]!.style === style)) return i;
    return undefined;
  };
  const votes = new Map<Style, number>();
  for (const at of ledger) {
    const start = before(at);
    if (start !== undefined) votes.set(numbered[start]!.style, (votes.get(numbered[start]!.style) ?? 0) + 1);
  }
  const style = [...votes].sort((a, b) => b[1] - a[1])[0]?.[0];
  if (style === undefined) return [];
  const found = ledger.flatMap((at) => before(at, style) ?? []);
  return [...new Set(found)].sort((a, b) => a - b);
}

/** Where the remedy of a problem is announced; only where a problem is spoken of, an action too may have its 工作措施. */
function measuresAt(pieces: readonly Piece[], vocabulary: Vocabulary): number[] {
  return pieces.flatMap(({ text }, i) =>
    labelsIn(text, vocabulary).some(({ role, label }) => role === 'measures' && /整改|改进/u.test(label))
      ? [i]
      : [],
  );
}

/** A chapter ends the last problem of its group. */
function endOf(
  pieces: readonly Piece[],
  start: number,
  next: number,
  count: number,
  vocabulary: Vocabulary,
): number {
  const own = markOf(pieces[start]!.text, vocabulary);
  let seenLast = false;
  let seenDue = markedDue(pieces[start]!.text, vocabulary);
  for (let i = start + 1; i < next; i++) {
    const { text } = pieces[i]!;
    const roles = labelsIn(text, vocabulary).map((label) => label.role);
    if (roles.some((role) => role === 'due' || role === 'owner' || role === 'units' || role === 'leader'))
      seenLast = true;
    const mark = markOf(text, vocabulary);
    // What follows the deadline without a label is the next thing the document says.
    if (seenDue && roles.length === 0 && !mark) return i;
    seenDue ||= roles.includes('due');
    if (!mark) continue;
    if (mark.style === 'part' || (mark.style === 'cn-dot' && own?.style !== 'cn-dot')) return i;
    if (seenLast && mark.style === 'cn-paren' && roles.length === 0 && own?.style !== mark.style) return i;
  }
  return count > 0 ? next : pieces.length;
}

function markedDue(text: string, vocabulary: Vocabulary): boolean {
  return labelsIn(text, vocabulary).some(({ role }) => role === 'due');
}

/** The words under each label, in order; those before the first are the problem. */
function segmentsOf(region: readonly Piece[], skip: number, vocabulary: Vocabulary): Segment[] {
  const segments: Segment[] = [{ role: 'problem', pieces: [] }];
  region.forEach(({ line, text }, i) => {
    const body = i === 0 ? text.slice(skip) : text;
    const labels = labelsIn(body, vocabulary).filter(({ role }) => role !== 'title' && role !== 'number');
    let at = 0;
    for (const { role, value, from, to, slip, label } of labels) {
      add(segments, { line, text: body.slice(at, from) });
      segments.push({
        role,
        pieces: value === '' ? [] : [{ line, text: value }],
        ...(slip && { slip: label }),
      });
      at = to;
    }
    add(segments, { line, text: body.slice(at) });
  });
  return segments;
}

function add(segments: Segment[], piece: Piece): void {
  const text = piece.text.replace(/^[\s;。,)】]+|[\s(【]+$/gu, '');
  if (/[\u4e00-\u9fff\d]/.test(text)) segments.at(-1)!.pieces.push({ line: piece.line, text });
}

export function problemOf(
  segments: readonly Segment[],
  dating: Dating,
  vocabulary: Vocabulary,
): {
  problem: Omit<PlanProblem, 'number' | 'text'>;
  dated: Dated[];
  measured: Dated[];
  doubts: Doubt[];
  slips: string[];
} {
  const of = (role: Role): Piece[] => segments.filter((s) => s.role === role).flatMap((s) => s.pieces);
  const textOf = (role: Role): string =>
    of(role)
      .map((piece) => piece.text)
      .join('');
  const due = of('due');
  const words = textOf('due');
  const { milestones, doubts } = milestonesOf(due.length > 0 ? due : of('measures'), dating, vocabulary);
  const dated =
    due.length > 0
      ? dueOnly(words, milestones, { line: due[0]!.line, what: '完成整改' }, dating, vocabulary)
      : milestones;
  const lead = unitsOf(textOf('lead'), vocabulary).units;
  const listed = unitsOf([textOf('units'), textOf('support')].filter(Boolean).join('、'), vocabulary);
  const first = lead[0] ?? listed.leads[0] ?? listed.units[0];
  const units = [...new Set([...(first ? [first] : []), ...lead, ...listed.units])];
  const leader = personOf(textOf('leader'));
  const owner = personOf(textOf('owner'));
  const immediate = vocabulary.immediate.test(words);
  return {
    problem: {
      problem: printed(textOf('problem').replace(/[。;:]+$/u, '')),
      measures: measuresOf(of('measures')).map(printed),
      ...(leader !== undefined && { leader: printed(leader) }),
      ...(first !== undefined && { leadUnit: printed(first) }),
      units: units.map(printed),
      ...(owner !== undefined && { owner: printed(owner) }),
      milestones: dated.map(({ line: _, sentence: __, ...milestone }) => milestone),
      longTerm: vocabulary.longTerm.test(words),
      ...(immediate && { immediate: true as const }),
    },
    dated,
    measured: due.length > 0 ? milestonesOf(of('measures'), dating, vocabulary).milestones : [],
    doubts,
    slips: segments.flatMap((segment) => segment.slip ?? []),
  };
}

const ITEM =
  /(?<=^|[。;；\n] ?)(?:\((?:\d{1,2}|[一二三四五六七八九十]{1,2})\) ?[、.]?|\d{1,2}(?:[.、．] ?(?!\d)|\) ?)|[①-⑳] ?|[一二三四五六七八九十]是)/gu;

/** Numbered measures one by one; without numbers each paragraph is one. */
export function measuresOf(pieces: readonly Piece[]): string[] {
  const texts = pieces.map((piece) => piece.text);
  const numbered = texts.some((text) => text.search(ITEM) >= 0);
  if (!numbered) return texts.map(bare).filter((text) => text !== '');
  const items: string[] = [];
  for (const text of texts) {
    const marks = [...text.matchAll(ITEM)];
    const head = text.slice(0, marks[0]?.index ?? text.length).trim();
    if (head !== '') {
      // Words before the first number lead in; a paragraph without a number goes on with the item before it.
      if (items.length > 0) items[items.length - 1] += head;
      else if (marks.length === 0 && pieces.length === 1) items.push(head);
    }
    marks.forEach((mark, i) => items.push(text.slice(mark.index + mark[0].length, marks[i + 1]?.index)));
  }
  return items.map(bare).filter((text) => text !== '');
}

function bare(text: string): string {
  return text.replace(/^[\s、.:]+|[\s;。,]+$/gu, '');
}
