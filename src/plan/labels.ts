import { distance } from 'fastest-levenshtein';
import type { Role } from './words.js';
import type { Vocabulary } from './vocabulary.js';

/** A label with the words it announces. Offsets are into the text handed in; `to` ends the value. */
export interface Labelled {
  role: Role;
  label: string;
  value: string;
  from: number;
  to: number;
  /** The label was not written as it should be: 整政时限, 人. */
  slip?: true;
}

const SHORT: ReadonlySet<Role> = new Set<Role>(['leader', 'lead', 'units', 'support', 'owner']);

const LISTS: ReadonlySet<Role> = new Set<Role>(['lead', 'units', 'support']);

interface Found {
  role: Role;
  label: string;
  from: number;
  valueFrom: number;
  slip?: true;
}

/** All labels of a text with their values, in order. A value ends at the next label, the bracket's end or the line's. */
export function labelsIn(text: string, vocabulary: Vocabulary): Labelled[] {
  const found = starts(text, vocabulary);
  return found.map((start, i) => {
    const next = found[i + 1]?.from ?? text.length;
    const to = SHORT.has(start.role) ? shortEnd(text, start, next, vocabulary) : longEnd(text, start, next);
    const value = text.slice(start.valueFrom, to).replace(/^[\s:]+|[\s;,。、(]+$/g, '');
    const { role, label, from } = start;
    return { role, label, value, from, to, ...(start.slip && { slip: true as const }) };
  });
}

function starts(text: string, vocabulary: Vocabulary): Found[] {
  const found: Found[] = [];
  vocabulary.label.lastIndex = 0;
  for (const match of text.matchAll(vocabulary.label)) {
    const label = match[1]!.replaceAll(' ', '');
    found.push({
      role: vocabulary.labels.get(label)!,
      label,
      from: match.index,
      valueFrom: match.index + match[0].length,
    });
  }
  for (const match of text.matchAll(/(?<=^|[。;(\s])([\u4e00-\u9fff]{1,6}) ?:/gu)) {
    if (found.some((f) => match.index < f.valueFrom && match.index + match[0].length > f.from)) continue;
    const role = slip(match[1]!, match.index === 0, vocabulary);
    if (role === undefined) continue;
    found.push({
      role,
      label: match[1]!,
      from: match.index,
      valueFrom: match.index + match[0].length,
      slip: true,
    });
  }
  if (found.length === 0) {
    const bare = bareLabel(text, vocabulary);
    if (bare) found.push(bare);
  }
  return found.sort((a, b) => a.from - b.from);
}

/** One character of a long label is another, or its first ones are lost. */
function slip(written: string, atStart: boolean, vocabulary: Vocabulary): Role | undefined {
  if (atStart && written in vocabulary.words.clipped) return vocabulary.words.clipped[written];
  if (written.length < 3) return undefined;
  for (const [label, role] of vocabulary.labels)
    if (label.length >= 4 && SLIPPED.has(role) && distance(label, written) === 1) return role;
  return undefined;
}

const SLIPPED: ReadonlySet<Role> = new Set<Role>(['leader', 'lead', 'units', 'support', 'due', 'measures']);

/** "责任单位 县农业局、各镇": the colon is lost, the line has nothing else. */
function bareLabel(text: string, vocabulary: Vocabulary): Found | undefined {
  const match = /^([\u4e00-\u9fff]{4,6}) +(?=\S)/u.exec(text);
  if (!match) return undefined;
  const role = vocabulary.labels.get(match[1]!);
  if (role === undefined || !(SHORT.has(role) || role === 'due')) return undefined;
  return { role, label: match[1]!, from: 0, valueFrom: match[0].length };
}

/** Names and units end with the sentence; after a semicolon only more units go on. */
function shortEnd(text: string, start: Found, next: number, vocabulary: Vocabulary): number {
  let depth = 0;
  for (let i = start.valueFrom; i < next; i++) {
    const char = text[i]!;
    if (char === '(') depth++;
    else if (char === ')') {
      if (depth === 0) return i;
      depth--;
    } else if (depth === 0 && (char === '。' || char === '\n')) return i;
    else if (
      depth === 0 &&
      char === ';' &&
      !(LISTS.has(start.role) && unitFollows(text.slice(i + 1, next), vocabulary))
    )
      return i;
  }
  return next;
}

function unitFollows(text: string, vocabulary: Vocabulary): boolean {
  const first = /^ ?([^、,;。()]{2,20})/.exec(text)?.[1];
  return first !== undefined && (vocabulary.unitEnd.test(first) || vocabulary.groups.has(first));
}

function longEnd(text: string, start: Found, next: number): number {
  let depth = 0;
  for (let i = start.valueFrom; i < next; i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === ')') {
      if (depth === 0) return i;
      depth--;
    }
  }
  return next;
}
