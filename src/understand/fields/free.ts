import { findDates, findNoDays, type Flag } from '../values/index.js';
import type { CompiledField } from '../compiled.js';
import { passesIn } from '../gate.js';
import type { Span } from '../span.js';
import type { Draft } from '../draft.js';
import { findAmounts } from './amounts.js';
import { registerIn } from '../register.js';
import type { ReadContext } from './context.js';
import { withTimeOfDay } from './labelled.js';
import { readMeasures } from './measures.js';
import { readPlace } from './places.js';
import { readStates } from './states.js';
import { readChoice } from './choice.js';
import { readPhrases } from './phrases.js';

/** Reads a field in running text, where the draft has no value for it yet. */
export function readFree(c: ReadContext, field: CompiledField, span: Span, draft: Draft): void {
  const type = field.def.type;
  if (type === 'states') return readStates(c, field, span, draft);
  if (type === 'measures') return readMeasures(c, field, span, draft);
  if (type === 'amounts' || type === 'counts') return findAmounts(c, field, span, draft);
  if (!passesIn(c.message, field.scent, span.from, span.to)) return;
  if (draft.values.has(type === 'period' ? 'from' : field.name)) return;
  const body = c.message.text.slice(span.from, span.to);
  if (field.def.within.length > 0 && !isWithin(c, field, span, body) && !onlyDate(body)) return;
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

function isWithin(c: ReadContext, field: CompiledField, { from, to }: Span, body: string): boolean {
  return passesIn(c.message, field.withinGate, from, to) && field.within!.test(body);
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
  const ref = { sentAt: message.input.sentAt };
  const days = findDates(body, ref, { lean: field.def.past ? 'past' : 'nearest' });
  const ahead = (d: { value: string }) => field.def.past === true && d.value > message.day;
  const found = days.find((d) => !ahead(d) && !(field.not && field.not.test(body.slice(d.from))));
  if (!found) {
    // A day of the deed that lies ahead or that no calendar has is asked about, not replaced.
    const sure = days.filter((d) => ahead(d) && (isDoubtful(d) || (d.rule === 'date:full' && !d.flags)));
    const wrong = field.def.default === 'sent-day' ? [...sure, ...findNoDays(body, ref)] : [];
    if (wrong.some((d) => isItsDay(field, body, d))) draft.uncertain.add(field.name);
    return;
  }
  if (c.compiled.regexp('{words:unsure}').test(body.slice(0, found.to))) draft.uncertain.add(field.name);
  // "8月26日走访甲家", said in June: last year's, or a slip?
  if (field.def.default === 'sent-day' && isDoubtful(found) && !BELATED.test(message.plain))
    draft.uncertain.add(field.name);
  // "周五走访甲家", said on a Wednesday: last week's, or a plan in the words of a report?
  const told = /[了过完]|刚|补报|漏报/.test(body) || message.plain.includes('上周');
  if (found.rule === 'date:weekday-before' && !told) draft.uncertain.add(field.name);
  draft.values.set(field.name, {
    value: found.value,
    from: span.from + found.from,
    to: span.from + withTimeOfDay(body, found.to),
    rule: found.rule,
    certainty: found.certainty,
  });
}

const BELATED = /补报|漏报|补录|补登|忘报|去年/;
const isDoubtful = ({ flags }: { flags?: readonly Flag[] }): boolean =>
  flags?.includes('year-doubtful') === true;

/** What follows the day is the deed itself: "5月1日走访…", not "答应5月1日前修好". */
function isItsDay(field: CompiledField, body: string, day: Span): boolean {
  const rest = body.slice(day.to);
  return (
    !/^\s?(?:之|以)?(?:前|后)/.test(rest) &&
    (field.within!.test(rest) || body.trim() === body.slice(day.from, day.to))
  );
}

/** A village of the register at the front of the message is who reports. */
/** "昨天把王家沟摸了个底": a report on the whole of the one village that is named near its start. */
function onlyVillage(c: ReadContext): { village: string; written: string; from: number } | undefined {
  const { villages } = registerIn(c.message, c.households);
  const [first] = villages;
  if (!first || first.from > NEAR_START || villages.some((v) => v.village !== first.village))
    return undefined;
  return { village: first.village, written: c.message.text.slice(first.from, first.to), from: first.from };
}

const NEAR_START = 20;

function readUnit(c: ReadContext, field: CompiledField, span: Span, draft: Draft): void {
  if (c.message.text.slice(0, span.from).trim().length > 12) return;
  const here = c.households.villageAt(c.message.text, span.from);
  const village = here ? { ...here, from: span.from } : field.def.whole ? onlyVillage(c) : undefined;
  if (village)
    draft.values.set(field.name, {
      value: village.village,
      from: village.from,
      to: village.from + village.written.length,
      rule: 'place:register',
      certainty: 'stated',
    });
}
