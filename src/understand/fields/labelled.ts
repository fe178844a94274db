import {
  findNoDays,
  readDate,
  readDateTime,
  readDeadlines,
  readMoney,
  readMonth,
  readNumber,
  readPercent,
  readPeriod,
  isPlaceholder,
} from '../values/index.js';
import type { CompiledField } from '../compiled.js';
import { isHan, type Span } from '../span.js';
import type { Draft, Value } from '../draft.js';
import { findAmounts } from './amounts.js';
import { firstOrBest } from './choice.js';
import { isReached, isSure } from './figures.js';
import { readDay } from './days.js';
import { readPeople } from './people.js';
import { readPlace } from './places.js';
import { readStateOf, readStates } from './states.js';
import type { ReadContext } from './context.js';
import { isNone, readItems, tidy } from './texts.js';
import { readUnits } from './units.js';

/** "照片一会儿发", "资金到位一半": no figure. */
const IN_A_WORD = /^一(?:会|半|下|些|点|直|起|般|定|样|切|律|块儿)/;

/** How far a value may stand from its label. */
const NEAR = 48;
const UNITS: Record<string, number> = { 元: 1, 万: 1e4, 万元: 1e4, 亿: 1e8, 亿元: 1e8 };

/**
 * Reads the value that follows a label. Returns where it ended (the rest of the span is free text),
 * `span.from` where nothing was read.
 */
export function readLabelled(
  c: ReadContext,
  field: CompiledField,
  span: Span,
  /** `heading`: what stands at the head of a column. */
  label: { from: number; unit: string | undefined; heading?: string },
  draft: Draft,
): number {
  const { message } = c;
  const unit = label.unit;
  const text = message.text.slice(span.from, span.to);
  const near = text.length > NEAR ? text.slice(0, NEAR) : text;
  const ref = { sentAt: message.input.sentAt };
  const put = (
    value: unknown,
    from: number,
    to: number,
    rule: string,
    certainty: Value['certainty'] = 'stated',
  ): number => {
    if (!draft.values.has(field.name))
      draft.values.set(field.name, {
        value,
        from: span.from + from,
        to: span.from + to,
        rule: `label:${rule}`,
        certainty,
      });
    return span.from + to;
  };
  const line = near.indexOf('\n');
  const first = line < 0 ? near : near.slice(0, line);
  const words = first.trim();
  // A cross says how the item is; elsewhere it stands for what nobody filled in.
  const crossed = field.def.type === 'states' && words === '×';
  if (words !== '' && !crossed && isPlaceholder(words)) return span.from + first.length;
  const sure = (found: Span) =>
    isReached(c.compiled, field, message.text, { from: label.from, to: span.from + found.to }) &&
    isSure(message, field, { from: span.from + found.from, to: span.from + found.to }, draft);
  switch (field.def.type) {
    case 'number': {
      const found = readNumber(near);
      if (!found || found.from > 8 || !leads(near, found.from)) return span.from;
      if (!sure(found) || IN_A_WORD.test(near.slice(found.from))) return span.from;
      const end =
        found.to +
        (/^(?:户|人|口人|口|张|份|个|条|名|次|天|分|项)/.exec(near.slice(found.to))?.[0].length ?? 0);
      return put(found.value, found.from, end, 'number', found.certainty);
    }
    case 'money': {
      const scale = UNITS[unit ?? field.def.unit ?? '元'] ?? 1;
      const found = readMoney(near, { unit: scale });
      if (!found || found.from > 8 || !leads(near, found.from) || !sure(found)) return span.from;
      if (IN_A_WORD.test(near.slice(found.from))) return span.from;
      if (found.flags?.includes('approximate')) draft.uncertain.add(field.name);
      return put(found.value, found.from, found.to, found.rule, found.certainty);
    }
    case 'percent': {
      const found = readPercent(near);
      if (found && !/\d\s*$/.test(near.slice(0, found.from)) && found.from < 24 && sure(found))
        return put(found.value, found.from, found.to, found.rule, found.certainty);
      return span.from;
    }
    case 'date': {
      const found = readDay(near, ref, field);
      if (!found || found.from > 12) {
        // A day that no calendar has is asked about.
        const none = field.def.default === 'sent-day' && !found && findNoDays(first, ref)[0];
        if (!none || none.from > 12) return span.from;
        draft.uncertain.add(field.name);
        return span.from + none.to;
      }
      // "竣工时间：10月31日（计划）" in July is a plan.
      if (field.def.future !== undefined && found.value > message.day) {
        if (!draft.values.has(field.def.future))
          draft.values.set(field.def.future, {
            value: found.value,
            from: span.from + found.from,
            to: span.from + found.to,
            rule: `label:${found.rule}`,
            certainty: found.certainty,
          });
        return span.from + found.to;
      }
      // What was done cannot lie ahead, nor likely a year back: the day is kept as written, and asked about.
      if (
        field.def.default === 'sent-day' &&
        (found.value > message.day || found.flags?.includes('year-doubtful'))
      )
        draft.uncertain.add(field.name);
      return put(found.value, found.from, withTimeOfDay(near, found.to), found.rule, found.certainty);
    }
    case 'moment': {
      const found = readDateTime(near, ref, { lean: 'future' }) ?? readDate(near, ref, { lean: 'future' });
      if (!found || found.from > 12) return span.from;
      return put(found.value, found.from, found.to, found.rule, found.certainty);
    }
    case 'month': {
      const found = readMonth(near, ref);
      return found && found.from <= 8
        ? put(found.value, found.from, found.to, found.rule, found.certainty)
        : span.from;
    }
    case 'period': {
      const found = readPeriod(near, ref);
      if (!found || found.from > 12) return span.from;
      const rule = `label:${found.rule}`;
      for (const side of ['from', 'to'] as const)
        draft.values.set(side, {
          value: found.value[side],
          from: span.from + found.from,
          to: span.from + found.to,
          rule,
          certainty: found.certainty,
        });
      return span.from + found.to;
    }
    case 'choice': {
      const found = firstOrBest(field, first);
      if (!found || found.index > 10) return span.from;
      return put(field.codeOf.get(found[0]), found.index, found.index + found[0].length, 'choice');
    }
    case 'states':
      readStates(c, field, { from: label.from, to: span.from + first.length }, draft);
      if (label.heading !== undefined)
        readStateOf(c, field, label.heading, { from: span.from, to: span.from + first.length }, draft);
      return span.from;
    case 'amounts': {
      // "务工收入：31000": the label is the item itself.
      findAmounts(c, field, { from: label.from, to: span.to }, draft);
      return span.from;
    }
    case 'town':
    case 'village':
    case 'group':
      return readPlace(c, field, { from: span.from, to: span.from + first.length }, draft);
    case 'persons':
    case 'person': {
      const { names, to } = readPeople(
        message,
        { from: span.from, to: span.from + first.length },
        c.compiled,
      );
      if (names.length === 0) return span.from;
      if (field.def.lone && names.length > 1) return to;
      if (field.def.type === 'person') draft.values.set(field.name, { ...names[0]!, rule: 'label:name' });
      else draft.lists.set(field.name, [...(draft.lists.get(field.name) ?? []), ...names]);
      return to;
    }
    case 'unit':
    case 'text': {
      // An office is one word: what stands behind a comma is said of something else.
      const length = field.def.type === 'unit' ? first.split(',', 1)[0]!.length : endOf(c, field, first);
      if (length === 0) return span.from;
      const value = tidy(message.plain.slice(span.from, span.from + length));
      if (value === '' || isNone(first, c.compiled)) return span.from + first.length;
      const units =
        field.def.others === undefined
          ? undefined
          : readUnits(c, field.def.others, { from: span.from, to: span.from + length }, draft);
      if (units) put(units.value, units.from - span.from, units.to - span.from, 'text');
      else put(value, 0, length, 'text');
      return span.from + length;
    }
    case 'texts': {
      const items = readItems(message, span, field.name, c.compiled, field.def.listed);
      if (items.length > 0) draft.lists.set(field.name, [...(draft.lists.get(field.name) ?? []), ...items]);
      return span.to;
    }
    case 'tasks': {
      for (const item of readItems(message, span, field.name, c.compiled)) {
        const due = readDate(String(item.value), ref, { lean: 'future' });
        const value = { action: item.value, ...(due ? { due: due.value } : {}) };
        draft.lists.set(field.name, [...(draft.lists.get(field.name) ?? []), { ...item, value }]);
      }
      return span.to;
    }
    case 'milestones': {
      const list = readDeadlines(first, ref).map((d) => ({
        value: { name: d.value.name, due: d.value.due, ...(d.value.soft ? { soft: true } : {}) },
        from: span.from + d.from,
        to: span.from + d.to,
        rule: `label:${d.rule}`,
        certainty: d.certainty,
      }));
      if (list.length > 0) draft.lists.set(field.name, [...(draft.lists.get(field.name) ?? []), ...list]);
      return span.from + first.length;
    }
    case 'truth':
      return put(!/^(?:否|无|不|没)/.test(first.trim()), 0, first.length, 'truth');
    case 'household':
    case 'measures':
    case 'signed':
    case 'counts':
    case 'items':
      return span.from;
  }
}

/**
 * "9号问题：档案不全，由张三负责": what is said of something else is no part of the text; "9号问题：公示栏已换好" is said of
 * something else from its first word on.
 */
function endOf({ compiled }: ReadContext, { def }: CompiledField, first: string): number {
  const at = def.until === undefined ? -1 : first.search(compiled.regexp(def.until));
  return at >= 0 ? at : first.length;
}

/** Between label and value stand at most words like 约 and 为. */
function leads(text: string, to: number): boolean {
  return /^\s*(?:约|大概|为|是|共|有|计|达|已|在|近|全家|家庭|总|现|实际|:|\(|万?元|亿)*\s*$/.test(
    text.slice(0, to),
  );
}

export function withTimeOfDay(text: string, to: number): number {
  const next = text.charCodeAt(to);
  if (to >= text.length || (isHan(next) && !'周星礼上下早中傍晚'.includes(text[to]!))) return to;
  return (
    to +
    (/^\s*(?:[（(]?(?:周|星期|礼拜)[一二三四五六日天][)）]?)?\s*(?:上午|下午|早上|晚上|中午|傍晚|晚|\d{1,2}[:：]\d{2})*/.exec(
      text.slice(to, to + 16),
    )?.[0].length ?? 0)
  );
}
