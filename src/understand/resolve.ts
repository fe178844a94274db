import type { HouseholdIndex } from '../core/household.js';
import type { Compiled, CompiledField, CompiledKind } from './compiled.js';
import type { Message } from './document.js';
import { Cover } from './cover.js';
import { among, isDigit, isHan, sortFew } from './span.js';
import type { LabelHit } from './labels.js';
import { holdsName } from './register.js';

/** A label that counts for one kind. `field` is undefined for a label of no field: it only ends the value before it. */
export interface Label {
  from: number;
  to: number; // where the value starts
  field: CompiledField | undefined;
  colon: boolean;
  at: number; // where its word stands
  opens: boolean;
  glued: boolean;
  unit: string | undefined;
  word: string;
}

const FIGURES = new Set(['money', 'percent', 'date', 'household', 'person']);
const COUNTED = /^\s*\d{1,3}[个条项处件户点]/;
const FILLER = 3;
const isMeasure = among('个类些批条');
const OFFICE =
  /^(?:是|为)?[\u4e00-\u9fff]{1,11}?(?:局|办|所|站|委|中心|政府|部|院|社|会|村|镇|乡)(?![\u4e00-\u9fff])/;

/** The labels of one kind in a message, without overlaps, in order. */
export function resolveLabels(
  kind: CompiledKind,
  message: Message,
  compiled: Compiled,
  households: HouseholdIndex,
): Label[] {
  const { text } = message;
  const found: Label[] = [];
  for (const hit of message.labels) {
    const field = fieldFor(hit, kind);
    if (!field && !hit.colon) continue;
    // "全镇5个项目：" announces several, it does not name one.
    if (hit.colon && isMeasure(text.charCodeAt(hit.from - 1))) continue;
    // "梨园村民宿改造项目：" is the thing itself.
    if (hit.colon && field && !hit.opens && namesItself(kind, field, text, hit.from)) continue;
    // So does "今天结清贷款3户：".
    if (
      hit.colon &&
      field &&
      FIGURES.has(field.def.type) &&
      hit.to - hit.from - hit.word.length > 2 &&
      COUNTED.test(text.slice(hit.from + hit.word.length, hit.to))
    )
      continue;
    if (!field) {
      // Somebody else's label ends a value only where it plainly is a label.
      if (
        hit.colon &&
        hit.opens &&
        !holdsName(message, households, hit.from, hit.from + hit.word.length) &&
        !holdsSubject(kind, text, hit) &&
        !isItem(kind, text, hit)
      )
        found.push(labelOf(hit, undefined));
      continue;
    }
    if (hit.colon ? true : accepts(field, hit, text, compiled, households)) found.push(labelOf(hit, field));
  }
  // A colon beats none, the longer beats the shorter, known beats unknown.
  sortFew(found, (a, b) => rankOf(b) - rankOf(a));
  const taken: Label[] = [];
  const covered = Cover.over(text.length);
  for (const label of found) {
    if (covered.meets(label)) continue;
    covered.add({ from: label.from, to: Math.max(label.to, label.from + 1) });
    taken.push(label);
  }
  covered.close();
  sortFew(taken, (a, b) => a.from - b.from);
  let before = 0;
  for (const label of taken) {
    if (label.colon && label.field) label.from = withQualifier(kind, text, label.from, before);
    before = label.to;
  }
  return taken;
}

const WITH_COLON = 1 << 22;
const KNOWN = 1 << 21; // longer than any text that is read

function rankOf({ colon, field, from, to }: Label): number {
  return (colon ? WITH_COLON : 0) + (field === undefined ? 0 : KNOWN) + to - from;
}

function labelOf(hit: LabelHit, field: CompiledField | undefined): Label {
  const { from, to, colon, at, opens, glued, unit, word } = hit;
  return { from, to, field, colon, at, opens, glued, unit, word };
}

function fieldFor(hit: LabelHit, kind: CompiledKind): CompiledField | undefined {
  const { kinds } = hit;
  for (let i = 0; i < kinds.length; i++)
    if (kinds[i] === kind.index) return kind.fields[hit.fields[i]! - kind.fields[0]!.id];
  return undefined;
}

/** Nor is "枫树坪产业路：进度45%" a label: the thing itself stands there. */
function holdsSubject(kind: CompiledKind, text: string, hit: LabelHit): boolean {
  return kind.subjects.some((pattern) => {
    pattern.lastIndex = 0;
    // What follows may be what tells it.
    const m = pattern.exec(text.slice(hit.from, hit.from + hit.word.length + FOLLOWING));
    return m !== null && (m.indices?.groups?.['v']?.[0] ?? m.index) < hit.word.length;
  });
}

const FOLLOWING = 24;

/** "打工:26000" among others is an item of the income with its amount, no label. */
function isItem(kind: CompiledKind, text: string, hit: LabelHit): boolean {
  return kind.roles.open.some((field) => {
    if (!AMOUNT.test(text.slice(hit.to, hit.to + AMOUNT_WITHIN))) return false;
    const start = text.lastIndexOf('\n', hit.from - 1);
    const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, Math.max(start, 0));
    const end = text.indexOf('\n', hit.to);
    const after = end < 0 ? '' : text.slice(end + 1, end + 1 + AMOUNT_WITHIN);
    return [hit.word, wordOf(before), wordOf(after)].some((word) => field.codeOf.has(word));
  });
}

const AMOUNT = /^\s*\d[\d,.]{2,}\s?(?:万元|万|元)?\s*(?:[\n;]|$)/;
const AMOUNT_WITHIN = 24;
const wordOf = (line: string): string => /^[\s•]*([\u4e00-\u9fff]{1,8}):\s*\d/.exec(line)?.[1] ?? '';

const LEAST_OF_NAME = 4;
function namesItself(kind: CompiledKind, field: CompiledField, text: string, at: number): boolean {
  if (field.def.type !== 'text' || !kind.def.key.includes(field.name)) return false;
  let from = at;
  while (from > 0 && isHan(text.charCodeAt(from - 1))) from--;
  return at - from >= LEAST_OF_NAME;
}

const QUALIFIER = 5;
/** "目前存在的困难：" and "7月安排：" are one label, though only 困难 and 安排 are known. */
function withQualifier(kind: CompiledKind, text: string, from: number, least: number): number {
  let at = from;
  while (at > least && from - at <= QUALIFIER && isHan(text.charCodeAt(at - 1))) at--;
  if (text[at] === '月' && /^月份?$/.test(text.slice(at, from)))
    while (at > least && from - at <= QUALIFIER && isDigit(text.charCodeAt(at - 1))) at--;
  const before = at === 0 ? '\n' : text[at - 1]!;
  if (from - at > QUALIFIER || at === from || !'\n。;!? \t、.)'.includes(before)) return from;
  // "上月护林员出勤：" tells of whom.
  if (
    kind.fields.some((f) => f.def.heads && f.words !== undefined && text.slice(at, from).search(f.words) >= 0)
  )
    return from;
  return at;
}

/** "一、今日工作" alone on its line heads the lines below. */
const HEADED = new Set(['text', 'texts', 'tasks', 'milestones']);
const HEADING =
  /(?:^|\n)[ \t]*(?:[【(]?(?:[一二三四五六七八九十]{1,2}|\d{1,2})[、.)】][ \t]*|[【●•■◆▪*#][ \t]*)?$/;
const HEADING_REACH = 10;

function accepts(
  field: CompiledField,
  hit: LabelHit,
  text: string,
  compiled: Compiled,
  households: HouseholdIndex,
): boolean {
  const to = hit.to;
  if (text.charCodeAt(to) === 0x0a)
    return (
      HEADED.has(field.def.type) && HEADING.test(text.slice(Math.max(0, hit.from - HEADING_REACH), hit.from))
    );
  if (to >= text.length) return false;
  const rest = text.slice(to, to + 16);
  switch (field.def.type) {
    case 'number':
    case 'money':
    case 'percent':
      // "务工收入18000" is no 收入 of the whole house.
      if (field.def.type === 'money' && !hit.opens && hit.word.length === 2) return false;
      return (
        hit.word.length >= 2 &&
        (/^(?:约|为|是|共|有|计|达|已达|已|大概|就)?\s?\d/.test(rest) ||
          (hit.opens && compiled.regexp('^(?:约|为|是|共|有|计)?{num}').test(rest)))
      );
    case 'date':
    case 'moment':
    case 'month':
    case 'period':
      return (
        (hit.opens || hit.word.length >= 4) &&
        compiled.regexp('^(?:为|是|在|于|约|预计)?\\s?{date}').test(rest)
      );
    case 'choice': {
      if (!hit.opens || !field.words) return false;
      field.words.lastIndex = 0;
      const word = field.words.exec(rest.trimStart());
      return word !== null && word.index <= FILLER;
    }
    case 'household':
    case 'person':
    case 'persons':
      if (!hit.opens) return false;
      return (
        (hit.glued === true && compiled.regexp('^{name}').test(rest)) ||
        households.nameAt(text, to) !== undefined ||
        compiled.regexp('^{name}(?![\\u4e00-\\u9fff])').test(rest) ||
        (text[to - 1] === ' ' && compiled.regexp('^{name}').test(rest))
      );
    case 'village':
    case 'town':
    case 'group':
      return hit.opens && text[to - 1] === ' ';
    case 'unit':
      return (hit.opens && text[to - 1] === ' ') || (hit.word.length >= 3 && hit.opens && OFFICE.test(rest));
    case 'text':
    case 'texts':
    case 'tasks':
    case 'milestones':
    case 'amounts': {
      if (!hit.opens) return false;
      if (field.def.type === 'milestones' && compiled.regexp('^(?:为|是|在|于)?\\s?{date}').test(rest))
        return true;
      if (hit.glued) return hit.word.length >= 3;
      const spaced = text[to - 1] === ' ' || text[to - 1] === '\t';
      if (spaced) return !isDigit(text.charCodeAt(to)) || hit.word.length >= 3;
      return (
        (hit.word.length >= 3 && compiled.regexp('^(?:是|为|就是|有)?{words:none}').test(rest)) ||
        (hit.word.length >= 4 && /^(?:是|为|就是|有)/.test(rest))
      );
    }
    default:
      return false;
  }
}
