import {
  findDates,
  readDate,
  readDateTime,
  readDeadlines,
  readMoney,
  readMonth,
  readNumber,
  readPercent,
  readPeriod,
} from '../values/index.js';
import type { CompiledField } from '../compile.js';
import type { Span } from '../span.js';
import type { Draft, Stretch } from '../draft.js';
import { findAmounts } from './amounts.js';
import type { ReadContext } from './context.js';
import { withTimeOfDay } from './labelled.js';
import { readDay } from './days.js';
import { readMeasures } from './measures.js';
import { readPeople } from './people.js';
import { readPlace } from './places.js';
import { readStates } from './states.js';
import { maySignal } from '../scent.js';
import { passes } from '../gate.js';
import { tidy } from './texts.js';

/** Reads a field in running text, where the draft has no value for it yet. */
export function readFree(c: ReadContext, field: CompiledField, span: Span, draft: Draft): void {
  const type = field.def.type;
  if (type === 'states') return readStates(c, field, span, draft);
  if (type === 'measures') return readMeasures(c, field, span, draft);
  if (type === 'amounts' || type === 'counts') return findAmounts(c, field, span, draft);
  if (draft.values.has(type === 'period' ? 'from' : field.name)) return;
  const body = c.message.text.slice(span.from, span.to);
  if (field.def.within.length > 0 && !field.within!.test(body) && !onlyDate(body)) return;
  if (type === 'village' || type === 'group' || type === 'town') {
    readPlace(c, field, span, draft);
    return;
  }
  if (type === 'choice') return readChoice(c, field, span, body, draft);
  if (field.def.phrases.length > 0) readPhrases(c, field, span, body, draft);
  if (type === 'unit' && !draft.values.has(field.name)) return readUnit(c, field, span, draft);
  if (field.def.phrases.length > 0) return;
  if (type === 'date' && field.def.within.length > 0) readFreeDate(c, field, span, body, draft);
}

function readChoice(c: ReadContext, field: CompiledField, span: Span, body: string, draft: Draft): void {
  if (!field.words || field.cases.length > 0 || (field.not && field.not.test(body))) return;
  const found = firstOrBest(field, body);
  if (!found) return readChoicePhrase(field, span, body, draft);
  draft.values.set(field.name, {
    value: field.codeOf.get(found[0]),
    from: span.from + found.index,
    to: span.from + found.index + found[0].length,
    rule: 'choice',
    certainty: 'stated',
  });
}

/** The first word found; for a ranked choice the one whose code stands first in the definition. */
function firstOrBest(field: CompiledField, body: string): RegExpExecArray | null {
  const words = field.words!;
  words.lastIndex = 0;
  let best = words.exec(body);
  if (!field.def.ranked || !best) return best;
  const order = Object.keys(field.def.values ?? {});
  const rank = (m: RegExpExecArray) => order.indexOf(field.codeOf.get(m[0])!);
  for (let m = words.exec(body); m; m = words.exec(body)) if (rank(m) < rank(best)) best = m;
  return best;
}

/** A turn of phrase that stands for a value: the group that took part names the code. */
function readChoicePhrase(field: CompiledField, span: Span, body: string, draft: Draft): void {
  for (const phrase of field.phrases) {
    phrase.lastIndex = 0;
    const m = phrase.exec(body);
    const code = m && Object.entries(m.groups ?? {}).find(([, v]) => v !== undefined)?.[0];
    if (!code) continue;
    draft.values.set(field.name, {
      value: code.replace('_', '-'),
      from: span.from + m.index,
      to: span.from + m.index + m[0].length,
      rule: 'choice:phrase',
      certainty: 'stated',
    });
    return;
  }
}

/** Nothing but a date, a time of day, a weekday and the weather. */
function onlyDate(body: string): boolean {
  return (
    /^[\s\d年月日号.\-/:一二三四五六七八九十上下午早晚中周星期天晴阴多云小大中雨转雪]*$/.test(body) &&
    /[\d月日号]/.test(body)
  );
}

function readFreeDate(c: ReadContext, field: CompiledField, span: Span, body: string, draft: Draft): void {
  const { message } = c;
  const found = findDates(
    body,
    { sentAt: message.input.sentAt },
    { lean: field.def.past ? 'past' : 'nearest' },
  ).find(
    (d) => !(field.def.past && d.value > message.day) && !(field.not && field.not.test(body.slice(d.from))),
  );
  if (!found) return;
  if (c.compiled.regexp('{words:unsure}').test(body.slice(0, found.to))) draft.uncertain.add(field.name);
  draft.values.set(field.name, {
    value: found.value,
    from: span.from + found.from,
    to: span.from + withTimeOfDay(body, found.to),
    rule: found.rule,
    certainty: found.certainty,
  });
}

/** A village of the register at the front of the message is who reports. */
function readUnit(c: ReadContext, field: CompiledField, span: Span, draft: Draft): void {
  if (c.message.text.slice(0, span.from).trim().length > 12) return;
  const village = c.households.villageAt(c.message.text, span.from);
  if (village)
    draft.values.set(field.name, {
      value: village.village,
      from: span.from,
      to: span.from + village.written.length,
      rule: 'place:register',
      certainty: 'stated',
    });
}

/** The value in the group `v` of one of the field's phrases, read by its type. */
function readPhrases(c: ReadContext, field: CompiledField, span: Span, body: string, draft: Draft): void {
  for (const [i, phrase] of field.phrases.entries()) {
    if (!passes(c.message, field.phraseGates[i])) continue;
    phrase.lastIndex = 0;
    for (let m = phrase.exec(body); m; m = phrase.exec(body)) {
      if (m[0] === '') {
        phrase.lastIndex++;
        continue;
      }
      const special = specialGroup(m);
      if (special !== undefined) {
        draft.values.set(field.name, {
          value: special,
          from: span.from + m.index,
          to: span.from + m.index + m[0].length,
          rule: `phrase:${field.name}`,
          certainty: 'stated',
        });
        return;
      }
      const at = m.indices!.groups!['v'];
      if (!at) continue;
      if (field.not && field.not.test(body.slice(Math.max(0, m.index - 6), m.index + m[0].length + 4)))
        continue;
      const word = body.slice(at[0], at[1]);
      const value = readWord(c, field, word, { from: span.from + at[0], to: span.from + at[1] }, draft);
      if (value === undefined) continue;
      if (Array.isArray(value)) return;
      draft.values.set(field.name, {
        value,
        from: span.from + at[0],
        to: span.from + at[1],
        rule: `phrase:${field.name}`,
        certainty: 'stated',
      });
      return;
    }
  }
}

/** "没来过" is nought, "扣30分" is minus thirty: said by the name of the group. */
function specialGroup(m: RegExpExecArray): number | undefined {
  const g = m.groups ?? {};
  if (g['zero'] !== undefined) return 0;
  if (g['minus'] !== undefined) return -Number(g['minus']);
  if (g['plus'] !== undefined) return Number(g['plus']);
  return undefined;
}

const LISTED: never[] = [];

function readWord(c: ReadContext, field: CompiledField, word: string, span: Span, draft: Draft): unknown {
  const ref = { sentAt: c.message.input.sentAt };
  switch (field.def.type) {
    case 'number':
      return readNumber(word)?.value;
    case 'money': {
      const money = readMoney(word, { unit: field.def.unit === '万元' ? 1e4 : 1 });
      if (money?.flags?.includes('range-lost-hyphen')) return undefined;
      return money?.value;
    }
    case 'signed':
      return Number(word.replace(/[−－]/g, '-').replace(/[＋\s]/g, ''));
    case 'percent':
      return readPercent(word)?.value ?? readNumber(word)?.value;
    case 'date': {
      const date = readDay(word, ref, field);
      return date && field.def.past && date.value > c.message.day ? undefined : date?.value;
    }
    case 'moment':
      return (readDateTime(word, ref, { lean: 'future' }) ?? readDate(word, ref, { lean: 'future' }))?.value;
    case 'month':
      return readMonth(word, ref)?.value;
    case 'period': {
      const period = readPeriod(word, ref);
      if (!period) return undefined;
      for (const side of ['from', 'to'] as const) {
        draft.values.set(side, {
          value: period.value[side],
          ...span,
          rule: period.rule,
          certainty: period.certainty,
        });
      }
      return LISTED;
    }
    case 'person':
    case 'persons': {
      const { names } = readPeople(c.message, span, c.compiled);
      if (names.length === 0) return undefined;
      if (field.def.type === 'person') return names[0]!.value;
      draft.lists.set(field.name, [...(draft.lists.get(field.name) ?? []), ...names]);
      return LISTED;
    }
    case 'milestones': {
      const found = readDeadlines(word, ref).map((d) => ({
        value: { name: d.value.name, due: d.value.due },
        from: span.from + d.from,
        to: span.from + d.to,
        rule: d.rule,
        certainty: d.certainty,
      }));
      if (found.length === 0) return undefined;
      draft.lists.set(field.name, [...(draft.lists.get(field.name) ?? []), ...found]);
      return LISTED;
    }
    case 'truth':
      return true;
    case 'texts': {
      const value = c.message.plain.slice(span.from, span.to).trim();
      draft.lists.set(field.name, [
        ...(draft.lists.get(field.name) ?? []),
        { value, ...span, rule: `phrase:${field.name}`, certainty: 'stated' },
      ]);
      return LISTED;
    }
    case 'unit':
    case 'text':
      return c.message.plain.slice(span.from, span.to).trim() || undefined;
    default:
      return undefined;
  }
}

/** Sorts the clauses of a record into its text fields by their signals; neighbours of one field become one entry. */
export function sortClauses(
  c: ReadContext,
  fields: readonly CompiledField[],
  stretches: readonly Stretch[],
  draft: Draft,
): void {
  const { message } = c;
  const sorted = fields.filter((f) => f.signals !== undefined && maySignal(message, f));
  if (sorted.length === 0) return;
  let last: { field: CompiledField; index: number; to: number } | undefined;
  for (const s of stretches) {
    if (s.quote === undefined || covered(draft, s)) continue;
    let from = s.quote;
    let body = message.text.slice(from, s.to);
    const field = sorted.find((f) => {
      const cut = f.strip ? body.replace(f.strip, '') : body;
      return (f.signals!.test(cut) || f.signals!.test(body)) && !(f.not && f.not.test(cut));
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

/** What the front of a clause gave to other fields is not quoted again: "2人监测户缺药". */
function afterValues(draft: Draft, from: number, to: number): number {
  let at = from;
  for (let moved = true; moved;) {
    moved = false;
    for (const [name, v] of draft.values) {
      if (name.includes('.') || v.from > at + 1 || v.to <= at || v.from < from || v.to >= to - 1) continue;
      at = v.to;
      moved = true;
    }
  }
  return at;
}

/** Nothing is left of the clause besides values that were read from it (监测户, 4人, 3月18日). */
function covered(draft: Draft, s: Span): boolean {
  let left = s.to - s.from;
  for (const [name, v] of draft.values)
    if (!name.includes('.') && v.from >= s.from && v.to <= s.to) left -= v.to - v.from;
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
