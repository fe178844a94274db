import { labelsIn, type Labelled } from './labels.js';
import type { Piece } from './outline.js';
import { proseIn } from './prose.js';
import { bracketUnits, unitsOf, type UnitList } from './units.js';
import type { Vocabulary } from './vocabulary.js';

/** Who is responsible for some words of a document. */
export interface Assignment {
  leader?: string | undefined;
  owner?: string | undefined;
  leadUnit?: string;
  leads: string[];
  units: string[]; // the lead first
  several?: true;
  due?: string | undefined; // the words of 完成时限
  content: Piece[]; // what it is for
  line: number;
  lastLine: number;
  slips: string[];
  /** How the units were written: under a label or in brackets, or in the sentence itself. */
  written: 'label' | 'bracket' | 'prose';
}

interface Part {
  kind: 'content' | 'mark';
  line: number;
  text: string;
  labelled?: Labelled[];
  list?: UnitList;
  leader?: string; // of a sentence
  written?: Assignment['written'];
}

interface Mark {
  from: number;
  to: number;
  part: Part;
}

/**
 * The assignments of a stretch, each with the words before it that it is for. Without any the stretch comes back as `rest`;
 * words after the last one belong to it.
 */
export function assignmentsOf(
  pieces: readonly Piece[],
  vocabulary: Vocabulary,
): { assignments: Assignment[]; rest: Piece[] } {
  const parts = goOn(withoutAsides(pieces.flatMap((piece) => partsOf(piece, vocabulary))), vocabulary);
  const groups: Assignment[] = [];
  let content: Piece[] = [];
  for (const part of parts) {
    if (part.kind === 'content') {
      if (/[\u4e00-\u9fff]/.test(part.text)) content.push({ line: part.line, text: part.text });
      continue;
    }
    const last = groups.at(-1);
    const next = fromPart(part, vocabulary);
    const joined = last && (content.length === 0 || complements(last, next));
    if (joined) {
      merge(last, next);
      last.content.push(...content);
    } else groups.push({ ...next, content });
    content = [];
  }
  if (groups.length === 0) return { assignments: [], rest: content };
  groups.at(-1)!.content.push(...content);
  return { assignments: groups, rest: [] };
}

/** A line of nothing but units goes on with the list of the line before. */
function goOn(parts: Part[], vocabulary: Vocabulary): Part[] {
  return parts.map((part, i) => {
    const before = parts[i - 1];
    const last = before?.labelled?.at(-1)?.role;
    if (part.kind !== 'content' || part.line === before?.line || !(last === 'units' || last === 'support'))
      return part;
    const list = bracketUnits(part.text, true, vocabulary);
    return list ? { ...part, kind: 'mark', list, written: 'label' } : part;
  });
}

/** Where units are named apart, who leads a detail of the text is no assignment of its own. */
function withoutAsides(parts: Part[]): Part[] {
  const apart = parts.some((part) => part.kind === 'mark' && part.written !== 'prose');
  return apart ? parts.filter((part) => part.written !== 'prose') : parts;
}

/** A leader at the top and the units at the end are one assignment. */
function complements(a: Assignment, b: Assignment): boolean {
  if (a.units.length > 0 && b.units.length > 0) return false;
  return !(a.leader && b.leader);
}

function merge(into: Assignment, from: Assignment): void {
  into.leader ??= from.leader;
  into.owner ??= from.owner;
  into.due ??= from.due;
  into.leads.push(...from.leads);
  into.units = [...new Set([...into.units, ...from.units])];
  into.lastLine = from.lastLine;
  into.slips.push(...from.slips);
  if (from.several) into.several = true;
  if (from.written === 'label') into.written = 'label';
  settleLead(into);
}

/** The lead is the one that is called so, else the first; it stands first in the list. */
function settleLead(assignment: Assignment): void {
  const lead = assignment.leads[0] ?? assignment.units[0];
  if (lead === undefined) return;
  assignment.leadUnit = lead;
  assignment.units = [lead, ...assignment.units.filter((unit) => unit !== lead)];
}

function fromPart(part: Part, vocabulary: Vocabulary): Assignment {
  const made: Assignment = {
    leads: [],
    units: [],
    content: [],
    line: part.line,
    lastLine: part.line,
    slips: [],
    written: part.written ?? 'label',
  };
  const take = (list: UnitList, leading: boolean): void => {
    made.units.push(...list.units.filter((unit) => !made.units.includes(unit)));
    made.leads.push(...(leading ? list.units : list.leads));
    if (list.several) made.several = true;
  };
  if (part.list) take(part.list, false);
  if (part.leader !== undefined) made.leader = part.leader;
  for (const { role, value, label, slip } of part.labelled ?? []) {
    if (slip) made.slips.push(label);
    if (role === 'leader') made.leader ??= personOf(value);
    else if (role === 'owner') made.owner ??= personOf(value);
    else if (role === 'due') made.due ??= value;
    else if (role === 'lead') take(unitsOf(value, vocabulary), true);
    else if (role === 'units' || role === 'support') take(unitsOf(value, vocabulary), false);
  }
  settleLead(made);
  return made;
}

/** A name or a post, without the blank that fills a name of two characters. */
export function personOf(value: string): string | undefined {
  const text = value
    .replace(/(?<![\u4e00-\u9fff])([\u4e00-\u9fff]) ([\u4e00-\u9fff])(?![\u4e00-\u9fff])/gu, '$1$2')
    .replace(/^([\u4e00-\u9fff]) +([\u4e00-\u9fff])$/u, '$1$2')
    .replace(/[ ,;、。]+$/, '')
    .trim();
  return text === '' || /^[/\-—_无X×]+$/.test(text) ? undefined : text;
}

const ASSIGNS = new Set(['leader', 'owner', 'due', 'lead', 'units', 'support']);

/** A piece cut into what is said and who is responsible for it, in order. */
function partsOf(piece: Piece, vocabulary: Vocabulary): Part[] {
  const { text, line } = piece;
  const marks: Mark[] = [];
  for (const labelled of labelsIn(text, vocabulary)) {
    if (!ASSIGNS.has(labelled.role)) continue;
    const part: Part = { kind: 'mark', line, text: '', labelled: [labelled] };
    marks.push({ from: labelled.from, to: labelled.to, part });
  }
  for (const match of text.matchAll(/\(([^()]*(?:\([^()]*\)[^()]*)*)\)/gu)) {
    const to = match.index + match[0].length;
    const labelled = marks.filter((mark) => mark.from < to && mark.to > match.index);
    if (labelled.length > 0) {
      marks.push(...besideLabels(match[1]!, match.index + 1, labelled, line, vocabulary));
      continue;
    }
    const ends =
      /^[ 。;;,.]*$/.test(text.slice(to)) ||
      /^[。;]/.test(text.slice(to)) ||
      /[。;]$/.test(text.slice(0, match.index));
    const list = ends ? bracketUnits(match[1]!, true, vocabulary) : undefined;
    if (list)
      marks.push({ from: match.index, to, part: { kind: 'mark', line, text: '', list, written: 'bracket' } });
  }
  // The words of a sentence stay content: the mark is at its end.
  if (marks.length === 0)
    for (const { at, ...said } of proseIn(text, vocabulary))
      marks.push({ from: at, to: at, part: { kind: 'mark', line, text: '', ...said, written: 'prose' } });
  marks.sort((a, b) => a.from - b.from);
  const parts: Part[] = [];
  let at = 0;
  for (const { from, to, part } of marks) {
    parts.push({ kind: 'content', line, text: trimContent(text.slice(at, from)) });
    parts.push(part);
    at = Math.max(at, to);
  }
  parts.push({ kind: 'content', line, text: trimContent(text.slice(at)) });
  return parts.filter((part) => part.kind === 'mark' || part.text !== '');
}

/** Units without a label in a bracket that has some: "(牵头领导:某某;县商务局、县网信办分别牵头)". */
function besideLabels(
  inner: string,
  offset: number,
  labelled: readonly { from: number; to: number }[],
  line: number,
  vocabulary: Vocabulary,
): Mark[] {
  return [...inner.matchAll(/[^;]+/gu)].flatMap((match) => {
    const from = offset + match.index;
    const to = from + match[0].length;
    if (labelled.some((mark) => mark.from < to && mark.to > from)) return [];
    const list = bracketUnits(match[0].trim(), true, vocabulary);
    return list
      ? [{ from, to, part: { kind: 'mark' as const, line, text: '', list, written: 'bracket' as const } }]
      : [];
  });
}

function trimContent(text: string): string {
  return text.replace(/^[\s)】。;,、]+|[\s(【,、;]+$/g, '');
}
