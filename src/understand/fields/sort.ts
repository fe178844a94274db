import { readDate } from '../values/index.js';
import type { CompiledField } from '../compiled.js';
import { sortFew, type Span } from '../span.js';
import type { Draft, Stretch } from '../draft.js';
import type { ReadContext } from './context.js';
import { passesIn } from '../gate.js';
import { maySignal } from '../scent.js';
import { tidy } from './texts.js';

/** Sorts the clauses of a record into its text fields by their signals; neighbours of one field become one entry. */
export function sortClauses(
  c: ReadContext,
  /** Those with signals. */
  fields: readonly CompiledField[],
  stretches: readonly Stretch[],
  draft: Draft,
): void {
  const { message } = c;
  const sorted = fields.filter((f) => maySignal(message, f));
  if (sorted.length === 0) return;
  let last: { field: CompiledField; index: number; to: number } | undefined;
  for (const s of stretches) {
    if (s.quote === undefined || covered(draft, s)) continue;
    let from = s.quote;
    let body = message.text.slice(from, s.to);
    const field = sorted.find((f) => {
      if (!passesIn(message, f.signalGate, from, s.to)) return false;
      const cut = f.strip ? body.replace(f.strip, '') : body;
      const shows = f.signals!.test(cut) || (cut.length < body.length && f.signals!.test(body));
      return shows && !(f.not && f.not.test(cut));
    });
    if (!field) {
      // A short remark between two of a kind does not part them: "肝硬化，刚出院，自己掏了9600".
      if (
        last &&
        (s.to - s.from > REMARK || c.compiled.regexp('{words:met}|[还很都]好|不错|硬朗').test(body))
      )
        last = undefined;
      continue;
    }
    const list = draft.lists.get(field.name) ?? [];
    // What is labelled is the sender's own list: nothing is added to it.
    if (list.some((v) => v.rule.startsWith('label:'))) continue;
    const between = last ? message.text.slice(last.to, s.from) : '';
    const joined =
      last &&
      last.field === field &&
      field.def.type === 'texts' &&
      between.trim().length <= REMARK + 2 &&
      !DAYPART.test(body) &&
      !/[。;!?\n()]/.test(between) &&
      list[last.index];
    if (joined) {
      joined.to = s.to;
      joined.value = tidy(message.plain.slice(joined.from, s.to));
      last!.to = s.to;
      continue;
    }
    const lead = field.strip?.exec(body);
    if (lead && lead[0].length < body.length) {
      from += lead[0].length;
      body = body.slice(lead[0].length);
    }
    from = afterValues(draft, from, s.to);
    body = message.text.slice(from, s.to);
    const words = tidy(message.plain.slice(from, s.to));
    const due =
      field.def.type === 'tasks'
        ? readDate(body, { sentAt: message.input.sentAt }, { lean: 'future' })
        : undefined;
    // What was to be done by now is no task.
    if (due && due.value <= message.day) continue;
    const value =
      field.def.type === 'tasks'
        ? {
            action: due ? withoutDate(words, body, due) : words.replace(PROMISE, '') || words,
            ...(due ? { due: due.value } : {}),
          }
        : words;
    draft.lists.set(field.name, [
      ...list,
      { value, from, to: s.to, rule: `signal:${field.name}`, certainty: 'stated' },
    ]);
    last = { field, index: list.length, to: s.to };
  }
}

const REMARK = 6;
/** "上午…，下午…": what was done later in the day is another thing. */
const DAYPART =
  /^(?:今天|今日)?(?:上午|中午|下午|傍晚|晚上|早上|(?:\d{1,2}|[一二三四五六七八九十]{1,3})点(?:半|多|钟)?)/;

/** What the front of a clause gave to other fields is not quoted again: "2人监测户缺药". */
function afterValues(draft: Draft, from: number, to: number): number {
  let at = from;
  for (let moved = true; moved;) {
    moved = false;
    for (const [name, v] of draft.values) {
      if (v.from > at + 1 || v.to <= at || v.from < from || v.to >= to - 1 || name.includes('.')) continue;
      at = v.to;
      moved = true;
    }
  }
  return at;
}

/** Nothing is left of the clause besides values that were read from it (监测户, 4人, 3月18日). */
function covered(draft: Draft, s: Span): boolean {
  let left = s.to - s.from;
  let at = s.from;
  const read = [...draft.values].filter(
    ([name, v]) => v.from >= s.from && v.to <= s.to && !name.includes('.'),
  );
  // A place inside the name of a thing takes no room of its own.
  for (const [, v] of sortFew(read, ([, a], [, b]) => a.from - b.from)) {
    left -= Math.max(0, v.to - Math.max(at, v.from));
    at = Math.max(at, v.to);
  }
  return left <= 1;
}

const PROMISE = /^(?:我|我们)?(?:答应|承诺|同意|表示|会|将|再|争取|力争)?(?:之?前|以前)?/;

function withoutDate(words: string, body: string, due: Span): string {
  const cut =
    words.length === body.length
      ? (words.slice(0, due.from) + words.slice(due.to)).replace(/^(?:之?前|以前)/, '')
      : words;
  const action = cut.replace(PROMISE, '').trim();
  return action.length > 2 ? action : words;
}
