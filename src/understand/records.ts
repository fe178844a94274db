import type { HouseholdIndex } from '../core/household.js';
import type { Break } from './break.js';
import { addTail, findBreaks, ownersAt } from './breaks.js';
import { settleCases } from './cases.js';
import type { Compiled, CompiledField, CompiledKind } from './compiled.js';
import type { Message } from './document.js';
import { lineEnd, type Span } from './span.js';
import { newDraft, type Draft } from './draft.js';
import { readFree } from './fields/free.js';
import type { ReadContext } from './fields/context.js';
import { fill } from './fill.js';
import { handDown } from './hand-down.js';
import { readLabels } from './label-values.js';
import { resolveLabels, type Label } from './resolve.js';
import { mayHold } from './scent.js';
import { placeBySections } from './sections.js';
import { giveStretches } from './stretches.js';
import { signatureSpan, subjectsOf } from './record-subjects.js';
import type { Subject } from './subjects.js';
import { readTable } from './table.js';

const MOST_RECORDS = 500;
/**
 * The layout of forms, lists, tables and stories: finds what the records are about, gives each stretch of text to
 * its record, reads the fields, and hands down what the head says for all.
 */
export function readRecords(
  kind: CompiledKind,
  message: Message,
  compiled: Compiled,
  households: HouseholdIndex,
): Draft[] {
  const c: ReadContext = { message, compiled, households };
  const table = readTable(kind, c);
  if (table) {
    settleCases(
      kind,
      table,
      table.map((d) => [{ from: d.from, to: lineEnd(message.text, d.from) }]),
      message,
    );
    return table;
  }
  const labels = resolveLabels(kind, message, compiled, households);
  const key = kind.roles.key;
  const subjects = key ? subjectsOf(kind, key, c, labels) : [];
  const groups = groupSubjects(subjects);
  const formed = key && groups.length === 0 && !kind.def.keyless;
  if (formed && !isForm(kind, key, labels, message)) return [];
  const drafts = (groups.length > 0 ? groups : [[]]).slice(0, MOST_RECORDS).map((g) => draftOf(kind, key, g));
  const breaks = groups.length > 1 ? findBreaks(groups, labels, message) : allToOne(groups[0], message);
  const labelledKeys = subjects.some((s) => s.labelled);
  const head = newDraft(kind.def.id, 0);
  const tail = newDraft(kind.def.id, message.text.length);
  // What only one of them can have been said of (a number of people, a need) never holds for all.
  const own = (field: CompiledField | undefined): boolean =>
    field !== undefined &&
    drafts.length > 1 &&
    (!field.def.shared || (field.def.type === 'choice' && labelledKeys));
  const target = (at: number, field?: CompiledField): { drafts: Draft[]; head: boolean } => {
    const found: Break | undefined = breaks[ownersAt(breaks, at)];
    if (!found) return own(field) ? { drafts: [drafts[0]!], head: false } : { drafts: [head], head: true };
    if (found.tail)
      return own(field) ? { drafts: [drafts.at(-1)!], head: false } : { drafts: [tail], head: true };
    return { drafts: found.to.map((i) => drafts[i]!).filter(Boolean), head: false };
  };
  if (drafts.length > 1) addTail(labels, breaks, message.text);
  const recordStarts = breaks.map((b) => b.at);
  const heading = drafts.length > 1 ? { draft: head, to: subjects[0]!.from } : undefined;
  const used = readLabels(kind, key, labels, recordStarts, c, target, subjects, heading);
  giveStretches(message, [...used, ...signatureSpan(message)], { breaks, subjects, drafts, head, tail });
  if (drafts.length > 1)
    spansOf(drafts.length, breaks, message.text.length).forEach((spans, i) => {
      const [first, last] = [spans[0], spans.at(-1)];
      if (
        first &&
        last &&
        !subjects.some((s) => s.from === first.from && s.identity !== groups[i]![0]!.identity)
      )
        drafts[i]!.extent = { from: first.from, to: last.to };
    });
  const live = kind.fields.filter((field) => mayHold(message, field));
  for (const d of drafts) fill(kind, live, d, c, false);
  if (drafts.length > 1 || (breaks[0]?.at ?? 0) > 0) fill(kind, live, head, c, true);
  fill(kind, live, tail, c, true);
  placeBySections(kind, drafts, c);
  handDown(kind, drafts, [head, tail], labelledKeys);
  if (kind.roles.cased.length > 0)
    settleCases(kind, drafts, spansOf(drafts.length, breaks, message.text.length), message);
  for (const field of kind.roles.ranked) fromLabels(field, labels, c, drafts);
  for (const field of kind.roles.doubted) leaveOpen(field, drafts, message);
  if (!formed) return drafts;
  drafts[0]!.formed = true;
  return filledIn(labels, drafts[0]!) ? drafts : [];
}

/** Takes back what a record's own words leave open: paid back in part is neither paid back nor not. */
function leaveOpen(field: CompiledField, drafts: readonly Draft[], { text }: Message): void {
  for (const draft of drafts) {
    const { from, to } = draft.extent ?? { from: 0, to: text.length };
    if (!field.doubted!.test(text.slice(from, to))) continue;
    draft.values.delete(field.name);
    draft.uncertain.add(field.name);
  }
}

/** A form of this kind, by its heading or by the label of its key. */
function isForm(kind: CompiledKind, key: CompiledField, labels: readonly Label[], message: Message): boolean {
  if (!kind.def.formed || !labels.some((l) => l.colon && l.field !== undefined && l.field !== key))
    return false;
  const top = message.text.slice(0, HEADING_WITHIN);
  return (
    labels.some((l) => l.colon && l.field === key) || kind.def.titles.some((t) => top.includes(`【${t}`))
  );
}

const HEADING_WITHIN = 24;
const LEAST_FILLED = 2;

/** Two of its fields hold something, one of them something that is no mere heading (who, when, where). */
function filledIn(labels: readonly Label[], draft: Draft): boolean {
  const filled = new Set<CompiledField>();
  for (const { field, colon } of labels)
    if (field && colon && (draft.values.has(field.name) || draft.lists.has(field.name))) filled.add(field);
  return filled.size >= LEAST_FILLED && [...filled].some((f) => !f.def.shared);
}

/** "入户时间", "电话走访人": how it was done may be said by a label alone. */
function fromLabels(
  field: CompiledField,
  labels: readonly Label[],
  c: ReadContext,
  drafts: readonly Draft[],
): void {
  if (drafts.every((d) => d.values.has(field.name))) return;
  const said = newDraft(field.kind, 0);
  for (const label of labels)
    if (label.field?.def.shared)
      readFree(c, field, { from: label.from, to: label.from + label.word.length }, said);
  const value = said.values.get(field.name);
  if (value)
    for (const draft of drafts) if (!draft.values.has(field.name)) draft.values.set(field.name, value);
}

/** All of the message belongs to the one record, but where what it is about stands in no clause. */
function allToOne(group: readonly Subject[] | undefined, { clauses }: Message): Break[] {
  const last = clauses.at(-1);
  const within = group === undefined || (last !== undefined && group.some((s) => s.from < last.to));
  return within ? [{ at: 0, to: [0], tail: false }] : [];
}

/** Which parts of the text each record stands in. */
function spansOf(records: number, breaks: readonly Break[], length: number): Span[][] {
  const out: Span[][] = [];
  for (let i = 0; i < records; i++) out.push([]);
  breaks.forEach((b, i) => {
    const span = { from: b.at, to: breaks[i + 1]?.at ?? length };
    // What several share is said of all: it stands outside each.
    if (b.to.length === 1) out[b.to[0]!]?.push(span);
  });
  return out;
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

function draftOf(kind: CompiledKind, key: CompiledField | undefined, group: Subject[]): Draft {
  const first = group[0];
  const draft = newDraft(kind.def.id, first?.from ?? 0);
  if (!key || !first) return draft;
  const named = group.find((s) => s.alias !== s.name);
  const subject = named ?? first;
  const put = (field: string, value: string, at: Span, rule: string) =>
    draft.values.set(field, { value, from: at.from, to: at.to, rule, certainty: 'stated' });
  const rule = subject.labelled
    ? `label:${key.name}`
    : subject.households
      ? 'subject:register'
      : 'subject:written';
  if (key.def.type === 'number')
    draft.values.set(key.name, {
      value: Number(subject.name),
      from: subject.from,
      to: subject.to,
      rule: 'subject:number',
      certainty: 'stated',
    });
  else if (!named && kind.byName.has('alias')) put('alias', subject.name, subject, rule);
  else {
    put(key.name, subject.name, subject, rule);
    const nick = group.find((s) => s.alias !== undefined)?.alias;
    if (nick !== undefined && kind.byName.has('alias') && nick !== subject.name)
      put('alias', nick, subject, rule);
  }
  const at = group.find((s) => s.village)?.village;
  if (at && kind.byName.has('village')) put('village', at.village, at, 'subject:place');
  draft.households = subject.households ?? group.find((s) => s.households)?.households;
  return draft;
}
