import {
  readDate,
  readDateTime,
  readDeadlines,
  readMoney,
  readMonth,
  readNumber,
  readPercent,
  readPeriod,
} from '../values/index.js';
import type { CompiledField } from '../compiled.js';
import type { Span } from '../span.js';
import { type Draft, valueAt } from '../draft.js';
import type { ReadContext } from './context.js';
import { asOneFigure, isFigure, isReached, isSure } from './figures.js';
import { readDay } from './days.js';
import { readPeople } from './people.js';
import { takeMatch } from './phrase-matches.js';
import { furtherUnits, readUnits } from './units.js';

/** The value in the group `v` of one of the field's phrases, read by its type. */
export function readPhrases(
  c: ReadContext,
  field: CompiledField,
  span: Span,
  whole: string,
  draft: Draft,
): void {
  const figure = isFigure(field);
  const { body, at: placeOf } = figure
    ? asOneFigure(c.message, span)
    : { body: whole, at: (place: number) => place };
  const spanOf = (from: number, to: number): Span => ({
    from: span.from + placeOf(from),
    to: span.from + placeOf(Math.max(from, to - 1)) + 1,
  });
  const put = (value: unknown, from: number, to: number): true => {
    draft.values.set(field.name, valueAt(spanOf(from, to), value, `phrase:${field.name}`, 'stated'));
    return true;
  };
  takeMatch(c, field, span, body, (m) => {
    const end = m.index + m[0].length;
    const special = specialGroup(m);
    if (!isReached(c.compiled, field, body, { from: m.index, to: end })) return false;
    if (special !== undefined)
      return isSure(c.message, field, spanOf(m.index, end), draft) && put(special, m.index, end);
    const at = m.indices!.groups!['v'];
    if (!at || field.not?.test(body.slice(Math.max(0, m.index - 6), end + 4))) return false;
    const word = body.slice(at[0], at[1]);
    const place = spanOf(at[0], at[1]);
    // "资金支付30%", "到位一半": a share is no sum.
    if (field.def.type === 'money' && SHARE.test(body.slice(at[1], at[1] + 6))) return false;
    if (figure && !isSure(c.message, field, place, draft)) return false;
    const value = readWord(c, field, word, place, draft);
    if (value === undefined) return false;
    // Of what there may be several, each phrase may name more.
    if (value === LISTED) return field.def.type !== 'texts';
    if (c.compiled.regexp('(?:{words:unsure})$').test(body.slice(0, at[0]))) draft.uncertain.add(field.name);
    return put(value, at[0], at[1]);
  });
}

const SHARE = /^[\d.,]*\s?%|^半/;

/** "没来过" is nought, "扣30分" is minus thirty: said by the name of the group. */
function specialGroup(m: RegExpExecArray): number | undefined {
  const g = m.groups ?? {};
  if (g['zero'] !== undefined) return 0;
  if (g['minus'] !== undefined) return -(readNumber(g['minus'])?.value ?? Number.NaN);
  if (g['plus'] !== undefined) return readNumber(g['plus'])?.value;
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
        draft.values.set(side, valueAt(span, period.value[side], period.rule, period.certainty));
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
      if (field.def.listed) {
        const items = furtherUnits(c, field.name, span);
        draft.lists.set(field.name, [...(draft.lists.get(field.name) ?? []), ...items]);
        return LISTED;
      }
      const value = c.message.plain.slice(span.from, span.to).trim();
      draft.lists.set(field.name, [
        ...(draft.lists.get(field.name) ?? []),
        valueAt(span, value, `phrase:${field.name}`, 'stated'),
      ]);
      return LISTED;
    }
    case 'unit':
      if (field.def.others !== undefined) return readUnits(c, field.def.others, span, draft)?.value;
      return c.message.plain.slice(span.from, span.to).trim() || undefined;
    case 'text':
      return c.message.plain.slice(span.from, span.to).trim() || undefined;
    default:
      return undefined;
  }
}
