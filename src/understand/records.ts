import type { HouseholdIndex } from '../core/household.js';
import type { Compiled, CompiledField, CompiledKind } from './compile.js';
import { isDigit, isHan, type Clause, type Message, type Span } from './document.js';
import { newDraft, type Draft, type Stretch, type Value } from './draft.js';
import { readFree, sortClauses } from './fields/free.js';
import { readLabelled, type ReadContext } from './fields/labelled.js';
import { resolveLabels, type Label } from './resolve.js';
import { findSubjects, inside, type Subject } from './subjects.js';
import { readTable } from './table.js';

/** From here on the text belongs to these records (indices); empty: to none, it is the head or the tail. */
interface Break {
  at: number;
  to: number[];
  tail: boolean;
}

const TEXTUAL = new Set(['text', 'texts', 'tasks', 'milestones']);
const MOST_RECORDS = 500;
/** Where and when: said in a heading ("桃坪村今日入户：") it holds for what stands below. */
const FRAME = new Set(['month', 'date', 'village', 'group', 'town']);

/**
 * The layout of forms, lists, tables and stories: finds what the records are about, gives each stretch of text to
 * its record, reads the fields, and hands down what the head says for all.
 */
export function readRecords(kind: CompiledKind, message: Message, compiled: Compiled, households: HouseholdIndex): Draft[] {
  const without: Span[] = [];
  const c: ReadContext = { message, compiled, households };
  const table = readTable(kind, c);
  if (table) return table;
  const labels = resolveLabels(kind, message, compiled, households).filter((l) => !inside(l.from, without));
  const key = kind.def.key.map((k) => kind.byName.get(k)).find((f) => f !== undefined);
  const subjects = key ? subjectsOf(kind, key, c, labels, without) : [];
  const groups = groupSubjects(subjects);
  if (key && groups.length === 0 && !kind.def.keyless) return [];
  const drafts = (groups.length > 0 ? groups : [[]]).slice(0, MOST_RECORDS).map((g) => draftOf(kind, key, g, c));
  const breaks = groups.length > 0 ? findBreaks(kind, groups, labels, message) : [{ at: 0, to: [0], tail: false }];
  if (drafts.length === 1 && breaks.length > 0) breaks.splice(0, breaks.length, { at: 0, to: [0], tail: false });
  const head = newDraft(kind.def.id, 0);
  const tail = newDraft(kind.def.id, message.text.length);
  const target = (at: number): { drafts: Draft[]; head: boolean } => {
    let found: Break | undefined;
    for (const b of breaks) {
      if (b.at > at) break;
      found = b;
    }
    if (!found) return { drafts: [head], head: true };
    if (found.tail) return { drafts: [tail], head: true };
    return { drafts: found.to.map((i) => drafts[i]!).filter(Boolean), head: false };
  };
  if (drafts.length > 1) addTail(labels, breaks, message.text);
  const recordStarts = breaks.map((b) => b.at);
  const used = readLabels(kind, key, labels, recordStarts, c, target, subjects);
  giveStretches(message, [...used, ...without, ...signatureSpan(message)], breaks, subjects, groups, drafts, head, tail);
  for (const d of drafts) fill(kind, d, c, false);
  if (drafts.length > 1 || breaks[0]!.at > 0) fill(kind, head, c, true);
  fill(kind, tail, c, true);
  handDown(kind, drafts, [head, tail]);
  for (const field of kind.fields) if (field.def.ranked) fromLabels(field, labels, c, drafts);
  return drafts;
}

/** "入户时间", "电话走访人": how it was done may be said by a label alone. */
function fromLabels(field: CompiledField, labels: readonly Label[], c: ReadContext, drafts: readonly Draft[]): void {
  if (drafts.every((d) => d.values.has(field.name))) return;
  const said = newDraft(field.kind, 0);
  for (const label of labels) if (label.field?.def.shared) readFree(c, field, { from: label.from, to: label.from + label.word.length }, said);
  const value = said.values.get(field.name);
  if (value) for (const draft of drafts) if (!draft.values.has(field.name)) draft.values.set(field.name, value);
}

function signatureSpan(message: Message): Span[] {
  return message.signature ? [message.signature] : [];
}

function subjectsOf(kind: CompiledKind, key: CompiledField, c: ReadContext, labels: readonly Label[], without: readonly Span[]): Subject[] {
  const closed: Span[] = [...without, ...signatureSpan(c.message)];
  labels.forEach((label, i) => {
    if (label.field === key) {
      closed.push({ from: label.from, to: label.to });
      return;
    }
    const end = lineEnd(c.message.text, label.to);
    const next = labels[i + 1]?.from ?? end;
    const type = label.field?.def.type;
    if (type === 'person' || type === 'persons') closed.push({ from: label.from, to: personsEnd(c, label.to, Math.min(end, next)) });
    else if (label.colon && type !== undefined && TEXTUAL.has(type)) closed.push({ from: label.from, to: Math.min(itemsEnd(c, label.to), next) });
    else closed.push({ from: label.from, to: label.to });
  });
  for (const m of c.message.mentions) closed.push(m);
  const people = kind.fields.filter((f) => (f.def.type === 'persons' || f.def.type === 'person') && f !== key);
  for (const field of people) {
    for (const phrase of field.phrases) {
      phrase.lastIndex = 0;
      for (let m = phrase.exec(c.message.text); m && m[0] !== ''; m = phrase.exec(c.message.text)) {
        const at = m.indices!.groups!['v'];
        if (at) closed.push({ from: at[0], to: at[1] });
      }
    }
  }
  return findSubjects({ kind, key, message: c.message, compiled: c.compiled, households: c.households, labels, closed });
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** A text value on one line ends where a list item with a household begins. */
function itemsEnd(c: ReadContext, from: number): number {
  const end = lineEnd(c.message.text, from);
  for (const clause of clausesWithin(c.message.clauses, from, end)) {
    if (clause.marker !== undefined && clause.marker > 0 && clause.from > from && (c.households.nameAt(c.message.text, clause.from) || c.compiled.regexp('^{name}(?=[\\s,(:])').test(c.message.text.slice(clause.from, clause.from + 8)))) return clause.from;
  }
  return end;
}

function clausesWithin(clauses: readonly Clause[], from: number, to: number): Clause[] {
  return clauses.filter((x) => x.from >= from && x.from < to);
}

function personsEnd(c: ReadContext, from: number, to: number): number {
  const m = /[\n。;(]/.exec(c.message.text.slice(from, to));
  return m ? from + m.index : to;
}

/** Mentions of the same household are one record, in the order of their first mention. */
function groupSubjects(subjects: readonly Subject[]): Subject[][] {
  const groups = new Map<string, Subject[]>();
  for (const s of subjects) {
    const group = groups.get(s.identity);
    if (group) group.push(s);
    else groups.set(s.identity, [s]);
  }
  return [...groups.values()];
}

function draftOf(kind: CompiledKind, key: CompiledField | undefined, group: Subject[], c: ReadContext): Draft {
  const first = group[0];
  const draft = newDraft(kind.def.id, first?.from ?? 0);
  if (!key || !first) return draft;
  const named = group.find((s) => s.alias !== s.name);
  const subject = named ?? first;
  const put = (field: string, value: string, at: Span, rule: string) => draft.values.set(field, { value, from: at.from, to: at.to, rule, certainty: 'stated' });
  const rule = subject.labelled ? `label:${key.name}` : subject.households ? 'subject:register' : 'subject:written';
  if (key.def.type === 'number') draft.values.set(key.name, { value: Number(subject.name), from: subject.from, to: subject.to, rule: 'subject:number', certainty: 'stated' });
  else if (!named && kind.byName.has('alias')) put('alias', subject.name, subject, rule);
  else {
    put(key.name, subject.name, subject, rule);
    const nick = group.find((s) => s.alias !== undefined)?.alias;
    if (nick !== undefined && kind.byName.has('alias') && nick !== subject.name) put('alias', nick, subject, rule);
  }
  draft.households = subject.households ?? group.find((s) => s.households)?.households;
  return draft;
}

const JOINER = /^(?:家|户|家里)?[\s、,和与及跟还有/]*$/;
const FOR_ALL = /^(?:以上|上述)|(?:[两二三四五六七八九十几\d]+|各|每|全部|所有|大)(?:家|户)(?:人|农户)?.{0,4}(?:都|均|全|没|无|饮水|住房|情况)|^(?:均|都|全都|全部|情况均|其他均)/;

/** Where the text turns from one record to the next. */
function findBreaks(kind: CompiledKind, groups: Subject[][], labels: readonly Label[], message: Message): Break[] {
  const { text, clauses } = message;
  const mentions = groups.flatMap((g, record) => g.map((s) => ({ s, record }))).sort((a, b) => a.s.from - b.s.from);
  const breaks: Break[] = [];
  const marked = mentions.filter((m) => m.s.clause >= 0 && (clauses[m.s.clause]!.marker ?? 0) > 0 && m.s.from - clauses[m.s.clause]!.from < 12);
  let i = 0;
  let seen: number[] = [];
  let current: number[] = [];
  const open = (at: number, to: number[], tail = false) => {
    breaks.push({ at, to, tail });
    if (!tail) current = to;
    for (const r of to) if (!seen.includes(r)) seen = [...seen, r];
  };
  const boundaries = blockStarts(mentions.filter((m) => m.s.labelled).map((m) => m.s), labels, text);
  clauses.forEach((clause, index) => {
    const here: typeof mentions = [];
    while (i < mentions.length && mentions[i]!.s.from < clause.to) here.push(mentions[i++]!);
    if (here.length === 0) {
      const body = text.slice(clause.from, clause.to);
      if (seen.length > 1 && FOR_ALL.test(body)) {
        const back = current;
        open(clause.from, seen);
        breaks.push({ at: clause.to, to: back, tail: false });
        current = back;
      } else if (marked.length >= 2 && clause.before === '\n' && clause.marker === undefined && seen.length === groups.length) open(clause.from, [], true);
      return;
    }
    let at = clause.start;
    let k = 0;
    while (k < here.length) {
      const run = [here[k]!];
      while (k + 1 < here.length && JOINER.test(text.slice(here[k]!.s.to, here[k + 1]!.s.from))) run.push(here[++k]!);
      k++;
      const first = run[0]!;
      const start = first.s.labelled ? (boundaries.get(first.s) ?? first.s.from) : first === here[0] ? at : first.s.from;
      const set = [...new Set(run.map((r) => r.record))];
      if (k >= here.length || run.length === here.length) open(start, set);
      else open(first === here[0] && here.length > run.length ? start : first.s.from, set);
    }
    at = clause.to;
    // A bracket belongs to the name right in front of it.
    const next = clauses[index + 1];
    const last = here.at(-1)!;
    if (next && next.depth > clause.depth && current.length > 1 && /^(?:家|户|家里)?\s?[(]\s?$/.test(text.slice(last.s.to, next.from))) {
      breaks.push({ at: next.from, to: [last.record], tail: false });
    } else if (next && next.depth > clause.depth && /^(?:家|户)?\s?[(]\s?$/.test(text.slice(last.s.to, next.from))) current = [last.record];
  });
  breaks.sort((a, b) => a.at - b.at);
  return breaks;
}

/** Labelled blocks in any order: the block of a name starts where a label comes again, or after an empty line, a heading or a list mark. */
function blockStarts(subjects: readonly Subject[], labels: readonly Label[], text: string): Map<Subject, number> {
  const starts = new Map<Subject, number>();
  const keys = subjects.map((s) => labels.findLast((l) => l.to <= s.from && l.field !== undefined && s.from - l.to < 40)?.from ?? s.from);
  subjects.forEach((s, i) => {
    const from = keys[i]!;
    if (i === 0) {
      starts.set(s, from);
      return;
    }
    const between = labels.filter((l) => l.field && l.from > keys[i - 1]! && l.from < from);
    const gap = text.slice(keys[i - 1]!, from);
    const empty = Math.max(gap.lastIndexOf('\n\n'), gap.lastIndexOf('\n【'), lastMark(gap));
    if (empty > 0) {
      starts.set(s, keys[i - 1]! + empty + 1);
      return;
    }
    const blockFrom = starts.get(subjects[i - 1]!)!;
    const seen = new Set(labels.filter((l) => l.field && l.from >= Math.min(blockFrom, i === 1 ? 0 : blockFrom) && l.from <= keys[i - 1]!).map((l) => l.field!.name));
    let start = from;
    for (const l of between) {
      if (seen.has(l.field!.name)) {
        start = l.from;
        break;
      }
      seen.add(l.field!.name);
    }
    starts.set(s, start);
  });
  return starts;
}

function lastMark(gap: string): number {
  let last = -1;
  for (const m of gap.matchAll(/\n(?=\s*(?:\d{1,2}[、.)]|[①-⑳]|第?[一二三四五六七八九十]{1,2}[、.户]|[-•●]))/g)) last = m.index;
  return last;
}

function readLabels(
  kind: CompiledKind,
  key: CompiledField | undefined,
  labels: readonly Label[],
  starts: readonly number[],
  c: ReadContext,
  target: (at: number) => { drafts: Draft[]; head: boolean },
  subjects: readonly Subject[],
): Span[] {
  const { text } = c.message;
  const used: Span[] = [];
  labels.forEach((label, i) => {
    const field = label.field;
    if (!field) {
      used.push({ from: label.from, to: label.to });
      // "4月护林员:" is no label of ours, yet it heads what stands below.
      for (const f of kind.fields) if (f.def.heads || f.def.ranked || (f.def.shared && FRAME.has(f.def.type))) for (const d of target(label.from).drafts) readFree(c, f, label, d);
      return;
    }
    if (field === key) {
      const s = subjects.find((x) => x.labelled && x.from >= label.to && x.from - label.to < 40);
      if (s) used.push({ from: label.from, to: label.to }, { from: s.from, to: s.to });
      else used.push({ from: label.from, to: label.to });
      return;
    }
    const textual = TEXTUAL.has(field.def.type);
    const next = labels.slice(i + 1, i + 9).find((l) => l.colon || !textual || !inRunningText(text, l.from));
    let end = next?.from ?? text.length;
    const start = starts.find((s) => s >= label.to);
    if (start !== undefined && start < end) end = start;
    if (c.message.signature && c.message.signature.from > label.from && c.message.signature.from < end) end = c.message.signature.from;
    end = valueEnd(text, label.to, end, textual);
    const found = target(label.from);
    let to = label.to;
    for (const draft of found.drafts) to = Math.max(to, readLabelled(c, field, { from: label.to, to: end }, label, draft));
    // Inside a sentence (报销后自付1.8万元) the words stay part of what is said.
    if (label.colon || (label.opens && !inRunningText(text, label.from))) used.push({ from: label.from, to });
  });
  return used;
}

/** After a comma or inside a word a label without a colon is part of the sentence: "手术，自付7600元". */
function inRunningText(text: string, at: number): boolean {
  return at > 0 && !/[\s;。]/.test(text[at - 1]!);
}

/** A shared field said once, on a line of its own below several records, holds for all: there the tail begins. */
function addTail(labels: readonly Label[], breaks: Break[], text: string): void {
  const last = breaks.at(-1)?.at ?? 0;
  const tail = labels.find((l) => l.from > last && endsList(text, last, l) && l.field?.def.shared && labels.filter((o) => o.field === l.field).length === 1);
  if (tail) breaks.push({ at: tail.from, to: [], tail: true });
}

/** On a line of its own, or after a full stop where it names who or when for all of them. */
function endsList(text: string, last: number, label: Label): boolean {
  if (label.lineStart) return text.slice(last, label.from).includes('\n');
  const type = label.field?.def.type;
  return (type === 'persons' || type === 'date') && /[。;]\s*$/.test(text.slice(last, label.from));
}

/** A value ends with its line; a text goes on over list items below, or starts on the next line where its own is empty. */
function valueEnd(text: string, from: number, to: number, textual: boolean): number {
  let end = text.indexOf('\n', from);
  if (end < 0 || end >= to) return to;
  if (!textual) return end;
  let empty = text.slice(from, end).trim() === '';
  while (end < to) {
    const next = text.indexOf('\n', end + 1);
    const stop = next < 0 || next > to ? to : next;
    const line = text.slice(end + 1, stop);
    if (line.trim() === '') break;
    if (!(empty || /^\s*(?:\d{1,2}[、.)]|[①-⑳]|[(]\d{1,2}[)]|[-•●])/.test(line))) break;
    empty = false;
    end = stop;
  }
  return Math.min(end, to);
}

/** Gives every clause that no label has read to the record it stands in, cut where records change. */
function giveStretches(message: Message, used: Span[], breaks: readonly Break[], subjects: readonly Subject[], groups: readonly Subject[][], drafts: Draft[], head: Draft, tail: Draft): void {
  used.sort((a, b) => a.from - b.from);
  let u = 0;
  for (const clause of message.clauses) {
    while (u < used.length && used[u]!.to <= clause.from) u++;
    const pieces: Span[] = [];
    let at = clause.from;
    for (let k = u; k < used.length && used[k]!.from < clause.to; k++) {
      if (used[k]!.from > at) pieces.push({ from: at, to: used[k]!.from });
      at = Math.max(at, used[k]!.to);
    }
    if (at < clause.to) pieces.push({ from: at, to: clause.to });
    for (const piece of pieces) cutPiece(message, piece, clause, breaks, subjects, groups, drafts, head, tail);
  }
}

function cutPiece(message: Message, whole: Span, clause: Clause, breaks: readonly Break[], subjects: readonly Subject[], groups: readonly Subject[][], drafts: Draft[], head: Draft, tail: Draft): void {
  for (const piece of words(message.text, whole)) cutWord(message, piece, clause, breaks, subjects, groups, drafts, head, tail);
}

/** Blanks part statements as marks do ("2口 低保 取暖煤不够"), but not a number from its unit. */
function words(text: string, span: Span): Span[] {
  const out: Span[] = [];
  let from = span.from;
  for (let at = span.from; at < span.to; at++) {
    if (text.charCodeAt(at) !== 0x20) continue;
    let next = at;
    while (next < span.to && text.charCodeAt(next) === 0x20) next++;
    if (next < span.to && at > from && !(isDigit(text.charCodeAt(at - 1)) && /[万亿元户人口%张个级组月日]/.test(text[next]!)) && !(!isHan(text.charCodeAt(at - 1)) && !isHan(text.charCodeAt(next)) && !isDigit(text.charCodeAt(at - 1)))) {
      out.push({ from, to: at });
      from = next;
    }
    at = next - 1;
  }
  out.push({ from, to: span.to });
  return out;
}

function cutWord(message: Message, piece: Span, clause: Clause, breaks: readonly Break[], subjects: readonly Subject[], groups: readonly Subject[][], drafts: Draft[], head: Draft, tail: Draft): void {
  let from = piece.from;
  let owner = breaks.findLast((b) => b.at <= from);
  const cuts = breaks.filter((b) => b.at > from && b.at < piece.to);
  for (const end of [...cuts.map((b) => b.at), piece.to]) {
    const span = trim(message.text, { from, to: end });
    if (span.to > span.from) {
      const owners = owner === undefined ? [head] : owner.tail ? [tail] : owner.to.map((i) => drafts[i]).filter((d) => d !== undefined);
      // What is quoted of a clause starts after the name in it.
      const name = subjects.findLast((s) => s.from >= span.from && s.to <= span.to);
      const after = name ? skipHouse(message.text, name.to, span.to) : span.from;
      for (const draft of owners) {
        draft.stretches.push({ ...span, before: clause.before, quote: span.to > after ? after : undefined });
      }
    }
    from = end;
    owner = breaks.findLast((b) => b.at <= from);
  }
}

function skipHouse(text: string, at: number, to: number): number {
  const m = /^(?:家里|家中|家|户|同志)?(?:的)?\s*/.exec(text.slice(at, to))!;
  return at + m[0].length;
}

function trim(text: string, span: Span): Span {
  let { from, to } = span;
  while (from < to && ' \t、和与及:'.includes(text[from]!)) from++;
  while (to > from && ' \t、'.includes(text[to - 1]!)) to--;
  return { from, to };
}

function fill(kind: CompiledKind, draft: Draft, c: ReadContext, sharedOnly: boolean): void {
  const texts: Stretch[] = [];
  for (const [, list] of draft.lists) for (const v of list) if (v.rule.startsWith('label:')) texts.push({ from: v.from, to: v.to, before: '', quote: undefined });
  const speech = joined(draft.stretches, c.message.text);
  for (const field of kind.fields) {
    if (sharedOnly && !field.def.shared) continue;
    if (field.def.type === 'measures') {
      readFree(c, field, { from: 0, to: c.message.text.length }, draft);
      continue;
    }
    if (field.def.whole) {
      readFree(c, field, { from: 0, to: c.message.text.length }, draft);
      continue;
    }
    if (field.def.ranked) {
      readRanked(c, field, draft);
      continue;
    }
    const clauses = field.def.type === 'states' || (field.def.phrases.length > 0 && field.def.type !== 'date') ? speech : draft.stretches;
    for (const s of clauses) {
      if (s.quote !== undefined && s.quote > s.from && field.def.phrases.length > 0) readFree(c, field, { from: s.quote, to: s.to }, draft);
      readFree(c, field, s, draft);
    }
    if (field.def.phrases.length > 0 && field.def.type !== 'date') for (const s of texts) readFree(c, field, s, draft);
  }
  if (!sharedOnly) sortClauses(c, kind.fields, draft.stretches, draft);
}

/** Of several values the one that the definition names first: "去了…家，没人" is absent. */
function readRanked(c: ReadContext, field: CompiledField, draft: Draft): void {
  if (draft.values.has(field.name)) return;
  const order = Object.keys(field.def.values ?? {});
  let best: Value | undefined;
  for (const s of joined(draft.stretches, c.message.text)) {
    readFree(c, field, s, draft);
    const value = draft.values.get(field.name);
    draft.values.delete(field.name);
    if (value && (!best || order.indexOf(String(value.value)) < order.indexOf(String(best.value)))) best = value;
  }
  if (best) draft.values.set(field.name, best);
}

/** Speech was cut where speakers draw breath; how something is may come after the breath. */
function joined(stretches: readonly Stretch[], text: string): Stretch[] {
  const out: Stretch[] = [];
  for (const s of stretches) {
    const last = out.at(-1);
    if (last && s.from >= last.to && s.quote === s.from && !/[,。;!?\n()]/.test(text.slice(last.to, s.from))) last.to = s.to;
    else out.push({ ...s });
  }
  return out;
}

/** What the head or the tail says holds for every record that does not say otherwise; a day also holds for those below it. */
function handDown(kind: CompiledKind, drafts: Draft[], sources: readonly Draft[]): void {
  for (const field of kind.fields) {
    if (field.def.heads) headNext(field.name, drafts);
    for (const source of sources) {
      const value = source.values.get(field.name);
      const list = source.lists.get(field.name);
      const sub = [...source.values].filter(([name]) => name.startsWith(`${field.name}.`));
      for (const draft of drafts) {
        if (value && !draft.values.has(field.name)) draft.values.set(field.name, value);
        if (list && !draft.lists.has(field.name)) draft.lists.set(field.name, list);
        for (const [name, v] of sub) if (!draft.values.has(name)) draft.values.set(name, v);
      }
    }
    if (!field.def.shared) continue;
    let lastValue = undefined as Draft | undefined;
    for (const draft of drafts) {
      if (draft.values.has(field.name) || draft.lists.has(field.name)) lastValue = draft;
      else if (lastValue && field.def.type !== 'group' && field.def.type !== 'choice') {
        const v = lastValue.values.get(field.name);
        const l = lastValue.lists.get(field.name);
        if (v) draft.values.set(field.name, { ...v, certainty: 'implied' });
        if (l) draft.lists.set(field.name, l);
      }
    }
    // A month is the whole message's, wherever it stands.
    const month = field.def.type === 'month' ? drafts.find((d) => d.values.has(field.name))?.values.get(field.name) : undefined;
    if (month) for (const draft of drafts) if (!draft.values.has(field.name)) draft.values.set(field.name, { ...month, certainty: 'implied' });
  }
}

/** "护林员：甲10天、乙8天；保洁员丙9天": what stands in front of a name goes on until the next. */
function headNext(field: string, drafts: readonly Draft[]): void {
  let last: Value | undefined;
  for (const draft of drafts) {
    const own = draft.values.get(field);
    if (own && own.from < draft.from) last = own;
    else if (!own && last) draft.values.set(field, { ...last, certainty: 'implied' });
  }
}
