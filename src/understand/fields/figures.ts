import type { Compiled, CompiledField } from '../compiled.js';
import type { Message } from '../document.js';
import type { Draft } from '../draft.js';
import type { Span } from '../span.js';
import { findSpreads, type Spread } from '../values/index.js';

/** Fields whose value is one figure. */
const FIGURES: ReadonlySet<string> = new Set([
  'number',
  'signed',
  'money',
  'percent',
  'amounts',
  'counts',
  'measures',
]);
export const isFigure = ({ def }: CompiledField): boolean => FIGURES.has(def.type);

const spreadsOf = (message: Message): readonly Spread[] =>
  (message.spreads ??= findSpreads(message.text, message.plain));

/** Whether a stretch has part in a figure that is no single value. */
export const isSpread = (message: Message, { from, to }: Span): boolean =>
  spreadsOf(message).some((one) => from < one.to && to > one.from);

/**
 * Whether a figure may be taken for a field as it stands. One that is no single value is not: it is queried instead,
 * where the field is one that anybody sees.
 */
export function isSure(message: Message, field: CompiledField, span: Span, draft: Draft): boolean {
  if (!isSpread(message, span)) return true;
  if (!field.def.hidden) draft.uncertain.add(field.name);
  return false;
}

/**
 * Whether the words beside a figure say that it has been reached: not what is denied ("还没完成80%", "到位50万还没到"), planned
 * ("争取完成80%") or made to depend on something ("完成80%才拨款"). `from` is where the words for it begin.
 */
export function isReached(
  compiled: Compiled,
  { def }: CompiledField,
  text: string,
  { from, to }: Span,
): boolean {
  if (!def.reached) return true;
  return (
    !compiled.regexp('(?:{words:unreached})$').test(text.slice(Math.max(0, from - BEFORE), from)) &&
    !compiled.regexp('^(?:{words:unreached-behind})').test(text.slice(to, to + BEHIND))
  );
}

const BEFORE = 24;
const BEHIND = 16;

/** Part of a text with other words; `at` tells where in the part a place of these words stands. */
export interface Reworded {
  body: string;
  at: (place: number) => number;
}

/** A part of the message in which each figure that is no single value is written as one, so that wordings for a value find it. */
export function asOneFigure(message: Message, span: Span): Reworded {
  const cuts = spreadsOf(message)
    .flatMap((one) => one.cuts)
    .filter((cut) => cut.from >= span.from && cut.to <= span.to)
    .map((cut) => ({ from: cut.from - span.from, to: cut.to - span.from }));
  const whole = message.text.slice(span.from, span.to);
  if (cuts.length === 0) return { body: whole, at: (place) => place };
  let body = '';
  let from = 0;
  for (const cut of cuts) {
    body += whole.slice(from, cut.from);
    from = cut.to;
  }
  return {
    body: body + whole.slice(from),
    at: (place) => {
      let at = place;
      for (const cut of cuts) if (cut.from <= at) at += cut.to - cut.from;
      return at;
    },
  };
}
