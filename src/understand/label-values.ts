import { markerAt } from './clauses.js';
import type { CompiledField, CompiledKind } from './compiled.js';
import { lineEnd, type Span } from './span.js';
import type { Draft } from './draft.js';
import { readFree } from './fields/free.js';
import type { ReadContext } from './fields/context.js';
import { readLabelled } from './fields/labelled.js';
import type { Label } from './resolve.js';
import { mayHold } from './scent.js';
import type { Subject } from './subjects.js';

/** Types whose value is the sender's own words, to the end of the line or list. */
export const TEXTUAL = new Set(['text', 'texts', 'tasks', 'milestones']);

export function readLabels(
  kind: CompiledKind,
  key: CompiledField | undefined,
  labels: readonly Label[],
  starts: readonly number[],
  c: ReadContext,
  target: (at: number, field?: CompiledField) => { drafts: Draft[]; head: boolean },
  subjects: readonly Subject[],
  heading: { draft: Draft; to: number } | undefined,
): Span[] {
  const { text } = c.message;
  const used: Span[] = [];
  const labelled = subjects.filter((x) => x.labelled);
  let s = 0;
  let b = 0;
  labels.forEach((label, i) => {
    const field = label.field;
    if (!field) {
      used.push({ from: label.from, to: label.to });
      // "4月护林员:" is no label of ours, yet it heads what stands below.
      for (const f of kind.roles.heading)
        if (mayHold(c.message, f))
          for (const d of heading && label.from < heading.to ? [heading.draft] : target(label.from).drafts)
            readFree(c, f, label, d);
      return;
    }
    if (field === key) {
      while (s < labelled.length && labelled[s]!.from < label.to) s++;
      const subject = labelled[s] && labelled[s]!.from - label.to < 40 ? labelled[s] : undefined;
      if (subject) used.push({ from: label.from, to: label.to }, { from: subject.from, to: subject.to });
      else used.push({ from: label.from, to: label.to });
      return;
    }
    const textual = TEXTUAL.has(field.def.type);
    let end = nextFrom(labels, i, textual, text);
    while (b < starts.length && starts[b]! < label.to) b++;
    const start = starts[b];
    if (start !== undefined && start < end) end = start;
    if (c.message.signature && c.message.signature.from > label.from && c.message.signature.from < end)
      end = c.message.signature.from;
    end = valueEnd(text, label.to, end, textual);
    if (textual && label.colon) end = toldFrom(c, key, labels, { from: label.to, to: end });
    if (textual && end === text.length) end = beforeDay(text, label.to);
    const valueFrom = label.colon
      ? label.to
      : label.to + (IS.exec(text.slice(label.to, end))?.[0].length ?? 0);
    if (field.def.type === 'texts') end = ahead(text, valueFrom, end, label.colon ? AHEAD : AHEAD_IN_SPEECH);
    const found = target(label.from, field);
    let to = label.to;
    for (const draft of found.drafts)
      to = Math.max(to, readLabelled(c, field, { from: valueFrom, to: end }, label, draft));
    // "住址：清溪镇桃坪村一组" gives the town as well.
    if (field.def.type === 'village')
      for (const f of kind.roles.towns)
        for (const draft of found.drafts) readFree(c, f, { from: label.to, to: Math.min(end, to) }, draft);
    // Inside a sentence (报销后自付1.8万元) the words stay part of what is said.
    if (label.colon || label.glued || (label.opens && !inRunningText(text, label.from)))
      used.push({ from: label.from, to });
  });
  return used;
}

/** Where the next label that ends a value stands, the end of the text where none does. */
function nextFrom(labels: readonly Label[], of: number, textual: boolean, text: string): number {
  const last = Math.min(labels.length - 1, of + LOOKED_AT);
  for (let i = of + 1; i <= last; i++) {
    const l = labels[i]!;
    if (l.colon || l.glued || !textual || !inRunningText(text, l.from) || tells(text, l)) return l.from;
  }
  return text.length;
}

const LOOKED_AT = 8;

/** After a comma or inside a word a label without a colon is part of the sentence: "手术，自付7600元". */
function inRunningText(text: string, at: number): boolean {
  if (at === 0 || /[\s;。•]/.test(text[at - 1]!)) return false;
  // "-困难 …", "2、措施 …": the mark of an item stands in front of it, not a word.
  return markerAt(text, text.lastIndexOf('\n', at - 1) + 1, true)?.to !== at;
}

const AT_ONCE: ReadonlySet<string> = new Set(['person', 'unit', 'milestones']);

/** "公示栏破损，责任人张三，期限3月底前": after a comma, with a name or a term at once, a label is one without a colon, too. */
function tells(text: string, { from, field }: Label): boolean {
  return text[from - 1] === ',' && field !== undefined && AT_ONCE.has(field.def.type);
}

const AHEAD = /。(?:明日|明天|下周|下月|下一?步)/;
/** Where no colon opens the value, a comma is enough: "存在问题是台账没更新完，下周重点抓台账". */
const AHEAD_IN_SPEECH = /[。,;](?:明日|明天|下周|下个?月|下一?步|接下来)/;
/** "存在问题是…": no part of the value. */
const IS = /^(?:主要)?(?:就是|是|在于)(?=[\u4e00-\u9fff\d])/;

/**
 * "问题：无。今天走访甲": where a sentence that tells of a day's visit begins behind a value, or the end. In a form that names
 * whom it is about, nothing that stands in its values opens another.
 */
export function toldFrom(
  c: ReadContext,
  key: CompiledField | undefined,
  labels: readonly Label[],
  { from, to }: Span,
): number {
  if (key?.def.type !== 'household' || labels.some((label) => label.field === key)) return to;
  const at = c.compiled.regexp(TOLD).exec(c.message.text.slice(from, to));
  return at ? from + at.index + 1 : to;
}

const TOLD =
  '[。;](?:我们?)?{date}(?:上午|下午|早上|晚上|中午)?(?:我们?)?(?:入户)?(?:{words:calling}|[去到])了?[^,。;\\n]{0,10}?{name}(?=家|户|[,。;、\\s(]|$)';

/** "问题：沟道堵。明日继续清淤": a sentence of what is to be done is no part of what stands before it. */
function ahead(text: string, from: number, to: number, sign: RegExp): number {
  const at = text.slice(from, to).search(sign);
  return at < 0 ? to : from + at + 1;
}

/** A value ends with its line; a text goes on over list items below, or starts on the next line where its own is empty. */
function valueEnd(text: string, from: number, to: number, textual: boolean): number {
  let end = lineEnd(text, from, to);
  if (end === to) return to;
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

const LAST_DAY = /\s(?:\d{4}[年./-])?\d{1,2}[月./-]\d{1,2}[日号]?\s*$/;
const DAY_WITHIN = 16;

/** "措施：送防汛明白卡 6月25日": the day of signing at the very end is no part of what is said. */
function beforeDay(text: string, from: number): number {
  const start = Math.max(from, text.length - DAY_WITHIN);
  const day = LAST_DAY.exec(text.slice(start));
  return day ? start + day.index : text.length;
}
