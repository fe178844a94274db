import type { CHECK_RULES } from '../intents/schema.js';
import type { Check } from '../core/records.js';
import { findSensitive } from '../core/sensitive/index.js';
import type { CompiledKind } from './compiled.js';
import type { Message } from './document.js';
import type { Draft } from './draft.js';
import { readMoney } from './values/index.js';
import { tidy } from './fields/texts.js';
import { passes } from './gate.js';
import type { Finished } from './finished.js';

type Rule = CompiledKind['checks'][number];
interface Case {
  rule: Rule;
  kind: CompiledKind;
  records: Finished[];
  message: Message;
}

const num = (v: unknown): number | undefined => (typeof v === 'number' ? v : undefined);
/** A field of the record, or one that is read for the checks only. */
const number = ({ record, draft }: Finished, field: string | undefined): number | undefined =>
  field === undefined ? undefined : num(record[field] ?? draft.values.get(field)?.value);
const round = (v: number) => Math.round(v * 100) / 100;

/** What a careful clerk would query, one function a rule; the definitions say which fields they look at. */
const RULES: Record<(typeof CHECK_RULES)[number], (c: Case) => Check[]> = {
  /** The parts add up to the last field: fields [parts, total], or one field for each part. */
  sum: ({ rule, records }) =>
    records.flatMap(({ record, draft }) => {
      const parts = rule.def.fields.slice(0, -1);
      const stated = num(record[rule.def.fields.at(-1)!]);
      if (stated === undefined) return [];
      const items = parts.flatMap((name) => figuresOf(record[name], draft, name));
      // Of one figure for each part all have to be there: what is not stated is no zero.
      if (parts.length > 1 && items.length < parts.length) return [];
      if (items.length < 2) return [];
      const found = items.reduce((a, b) => a + b, 0);
      return Math.abs(found - stated) <=
        (rule.def.tolerance ?? 0.01) * Math.max(1, rule.def.tolerance ? stated : 1)
        ? []
        : [{ code: rule.def.code, stated, found }];
    }),
  /** part ÷ whole against a stated rate: fields [part, whole, rate], and another whole that it may be meant of. */
  ratio: ({ rule, records }) =>
    records.flatMap((r) => {
      const [partIn, wholeIn, rateIn, otherIn] = rule.def.fields;
      const rate = number(r, rateIn);
      const part = rate === undefined ? undefined : number(r, partIn);
      if (part === undefined || rate === undefined) return [];
      const wholes = [number(r, wholeIn), number(r, otherIn)].filter((w) => w !== undefined && w !== 0);
      if (wholes.length === 0) return [];
      const shares = wholes.map((w) => round((part / w!) * 100));
      return shares.some((share) => Math.abs(share - rate) <= (rule.def.tolerance ?? 1))
        ? []
        : [{ code: rule.def.code, stated: rate, found: shares[0] }];
    }),
  /** whole ÷ count against what is stated for each: fields [whole, count, each]; the tolerance is a share of it. */
  quotient: ({ rule, records }) =>
    records.flatMap(({ record }) => {
      const [wholeIn, countIn, eachIn] = rule.def.fields as [string, string, string];
      const whole = num(record[wholeIn]);
      const count = whole === undefined ? undefined : num(record[countIn]);
      const each = num(record[eachIn]);
      if (whole === undefined || !count || each === undefined) return [];
      const found = round(whole / count);
      return Math.abs(found - each) <= (rule.def.tolerance ?? 0.01) * Math.max(each, found)
        ? []
        : [{ code: rule.def.code, stated: each, found }];
    }),
  /** What no more can be spent of than there is: fields [part, whole]. */
  atMost: ({ rule, kind, records }) =>
    records.flatMap(({ record }) => {
      const [part, whole] = rule.def.fields.map((f) => num(record[f]));
      const field = rule.def.fields[0]!;
      return part === undefined || whole === undefined || part <= whole
        ? []
        : [
            {
              code: rule.def.code,
              field,
              detail: rule.def.fields.map((f) => said(kind, f, record)).join('，'),
            },
          ];
    }),
  /** What can be no more than so much, whatever else is said: of a whole no more than all of it. */
  ceiling: ({ rule, kind, records }) =>
    records.flatMap(({ record }) =>
      rule.def.fields.flatMap((field) =>
        (num(record[field]) ?? 0) <= (rule.def.most ?? Infinity)
          ? []
          : [{ code: rule.def.code, field, detail: said(kind, field, record) }],
      ),
    ),
  /** No more days than the month has: fields [days, month]. */
  monthDays: ({ rule, kind, records }) => {
    const [field, month] = rule.def.fields as [string, string];
    return records.flatMap(({ record }) => {
      const days = num(record[field]);
      const when = record[month];
      const [year, of] = typeof when === 'string' ? when.split('-').map(Number) : [];
      if (days === undefined || !year || !of || days <= new Date(Date.UTC(year, of, 0)).getUTCDate())
        return [];
      return [{ code: rule.def.code, field, detail: `${String(when)}，${said(kind, field, record)}` }];
    });
  },
  /** What was there and what was added or taken against what is left: fields [before, change, after]. */
  balance: ({ rule, records }) =>
    records.flatMap((r) => {
      const [beforeIn, changeIn, afterIn] = rule.def.fields;
      const before = number(r, beforeIn);
      if (before === undefined) return [];
      const change = number(r, changeIn);
      const after = number(r, afterIn);
      if (change === undefined || after === undefined) return [];
      const found = round(before + change);
      return found === after ? [] : [{ code: rule.def.code, stated: after, found }];
    }),
  /** So many at so much each against the whole: fields [count, each, whole]. */
  product: ({ rule, records }) =>
    records.flatMap((r) => {
      const [countIn, eachIn, wholeIn] = rule.def.fields;
      const count = number(r, countIn);
      if (count === undefined) return [];
      const each = number(r, eachIn);
      const whole = number(r, wholeIn);
      if (each === undefined || whole === undefined) return [];
      const found = round(count * each);
      return Math.abs(found - whole) < 0.01 ? [] : [{ code: rule.def.code, stated: whole, found }];
    }),
  /** A stated sum over all records ("4笔共14万", in the group v) against theirs: fields [amount]. */
  total: ({ rule, records, message }) => {
    const said = firstOf(rule, message)?.groups?.['v'];
    const stated = said === undefined ? undefined : readMoney(said, { unit: 1 })?.value;
    const parts = records.map((r) => number(r, rule.def.fields[0]));
    if (stated === undefined || parts.length < 2 || parts.some((p) => p === undefined)) return [];
    const found = round(parts.reduce<number>((sum, p) => sum + p!, 0));
    return found === stated ? [] : [{ code: rule.def.code, stated, found }];
  },
  /** Days that must not run backwards: fields in their order. */
  order: ({ rule, kind, records }) =>
    records.flatMap(({ record }) => {
      const days = rule.def.fields.filter((f) => record[f] !== undefined);
      for (let i = 1; i < days.length; i++) {
        const [a, b] = [days[i - 1]!, days[i]!];
        if (String(record[a]) > String(record[b]))
          return [
            {
              code: rule.def.code,
              field: b,
              detail: `${said(kind, b, record)}，早于${said(kind, a, record)}`,
            },
          ];
      }
      return [];
    }),
  /** A stated number of records ("今日走访6户") against the records found. */
  count: ({ rule, records, message }) => {
    if (records.length < 2) return [];
    const stated = Number(firstOf(rule, message)?.groups?.['v'] ?? NaN);
    if (!Number.isFinite(stated) || stated === records.length) return [];
    return [{ code: rule.def.code, stated, found: records.length }];
  },
  /** None of the fields is there, in the cases that `when` names. */
  present: ({ rule, records }) =>
    records.some(
      ({ record, draft }) =>
        applies(rule, record) &&
        rule.def.fields.every((f) => record[f] === undefined && !draft.values.has(f)),
    )
      ? [{ code: rule.def.code }]
      : [],
  /** More than one record of that sort at once. */
  several: ({ rule, records }) =>
    records.filter(({ record }) => applies(rule, record)).length > 1 ? [{ code: rule.def.code }] : [],
  /** A state that the text beside it contradicts: fields [states]. */
  conflict: ({ rule, records, message }) =>
    records.flatMap(({ draft }) =>
      (draft.contradicted ?? []).map((field) => ({
        code: rule.def.code,
        field,
        detail: claimed(draft, `${rule.def.fields[0]!}.${field}`, message),
      })),
    ),
  edited: ({ rule, records }) =>
    records.flatMap(({ draft }) => (draft.edits ?? []).map((e) => ({ code: rule.def.code, ...e }))),
  /** Raised where a default had to be taken. */
  assumed: () => [],
  /** Words that show it (what), and numbers of people as they are masked. */
  sensitive: ({ rule: { def, patterns }, rule, message }) => {
    const found = def.numbers.length === 0 ? [] : findSensitive(message.plain);
    const whats = def.numbers.filter((one) => found.some(({ what }) => what === one));
    const shown = patterns.length > 0 && shows(rule, message);
    return [
      ...(shown ? [{ code: def.code, ...(def.what ? { what: def.what } : {}) }] : []),
      ...whats.filter((what) => !shown || what !== def.what).map((what) => ({ code: def.code, what })),
    ];
  },
  /** The sender calls it late: fields [date]. */
  late: ({ rule, records, message }) => {
    if (!shows(rule, message)) return [];
    const date = records
      .map((r) => r.record[rule.def.fields[0]!])
      .find((d): d is string => typeof d === 'string');
    if (!date || date >= message.day) return [];
    return [
      { code: rule.def.code, days: Math.round((Date.parse(message.day) - Date.parse(date)) / 86_400_000) },
    ];
  },
};

function shows(rule: Rule, message: Message): boolean {
  return rule.patterns.some((p) => passes(message, p.gate) && p.pattern.test(message.text));
}

/** The match that stands first; of several there the pattern that is named first. */
function firstOf(rule: Rule, message: Message): RegExpExecArray | undefined {
  const top = message.text.slice(0, LOOK);
  let first: RegExpExecArray | undefined;
  for (const { pattern, gate } of rule.patterns) {
    const m = passes(message, gate) ? pattern.exec(top) : null;
    if (m && (!first || m.index < first.index)) first = m;
  }
  return first;
}

const LOOK = 4000;

/** What a field says in figures: one, or those of its items. */
function figuresOf(value: unknown, draft: Draft, field: string): number[] {
  if (typeof value === 'number') return [value];
  return Object.values((value as Record<string, number> | undefined) ?? hiddenParts(draft, field));
}

/** The items of a field that is read for the checks only. */
function hiddenParts(draft: Draft, field: string): Record<string, number> {
  const prefix = `${field}.`;
  const parts: Record<string, number> = {};
  for (const [name, { value }] of draft.values)
    if (name.startsWith(prefix) && typeof value === 'number') parts[name] = value;
  return parts;
}

/** A field in the words of the form, with its value: "到位资金450000". */
function said(kind: CompiledKind, field: string, record: Record<string, unknown>): string {
  return `${kind.byName.get(field)?.def.labels[0] ?? field}${String(record[field])}`;
}

/** The sender's own words for a state. */
function claimed(draft: Draft, name: string, message: Message): string {
  const value = draft.values.get(name);
  return value ? tidy(message.plain.slice(value.from, value.to)) : '';
}

function applies(rule: Rule, record: Record<string, unknown>): boolean {
  return Object.entries(rule.def.when ?? {}).every(([field, values]) =>
    values.includes(String(record[field])),
  );
}

/** The queries of one kind over its records of one message. */
export function checkRecords(kind: CompiledKind, records: Finished[], message: Message): Check[] {
  const out: Check[] = [];
  for (const rule of kind.checks) out.push(...RULES[rule.def.rule]({ rule, kind, records, message }));
  return out;
}
