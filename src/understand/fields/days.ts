import { readDate, readDeadline } from '../values/index.js';
import type { CompiledField } from '../compiled.js';

/** How long ago a date that lies ahead as a rule may be: a loan that fell due, a deadline that passed. */
const LATELY = 100;

/** A day without a year, by what the field is about: a deed, a term, or neither. */
export function readDay(
  text: string,
  ref: { sentAt: string },
  field: CompiledField,
): ReturnType<typeof readDate> {
  const near =
    readDate(text, ref, { lean: field.def.past ? 'past' : 'nearest' }) ??
    (field.def.past ? undefined : dueIn(text, ref));
  if (!field.def.ahead || !near) return near;
  const days = (Date.parse(ref.sentAt.slice(0, 10)) - Date.parse(near.value)) / 86_400_000;
  return days <= LATELY ? near : readDate(text, ref, { lean: 'future' });
}

/** "二季度末", "年内", "10天内": a term in words that are no day. */
function dueIn(text: string, ref: { sentAt: string }): ReturnType<typeof readDate> {
  const term = readDeadline(text, ref);
  return term && { ...term, value: term.value.due };
}
