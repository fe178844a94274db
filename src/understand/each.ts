import type { HouseholdIndex } from '../core/household.js';
import type { Compiled, CompiledKind } from './compiled.js';
import type { Message } from './document.js';
import type { Draft } from './draft.js';
import { LAYOUT_READERS } from './layouts.js';
import { only } from './parts.js';
import type { Span } from './span.js';

const MOST = 60;

/** The drafts of one kind; "奖补86户25.8万；工资32人3.2万" are two where the definition says what each has of its own. */
export function readKind(
  kind: CompiledKind,
  message: Message,
  compiled: Compiled,
  households: HouseholdIndex,
): Draft[] {
  const read = LAYOUT_READERS[kind.def.layout];
  const whole = read(kind, message, compiled, households);
  const first = whole[0];
  if (kind.def.each.length === 0 || whole.length !== 1 || first === undefined) return whole;
  const spans = stretches(message.text);
  if (spans.length < 2 || spans.length > MOST) return whole;
  const own = spans.flatMap((span) => {
    const [draft] = read(kind, only(message, [span], compiled), compiled, households);
    return draft && kind.def.each.every((f) => draft.values.has(f)) ? [draft] : [];
  });
  if (own.length < 2) return whole;
  const common = kind.fields.filter((f) => !kind.def.each.includes(f.name) && COMMON.has(f.def.type));
  for (const draft of own)
    for (const name of common.flatMap((f) => (f.def.type === 'period' ? ['from', 'to'] : [f.name]))) {
      const said = first.values.get(name);
      if (said && !draft.values.has(name)) draft.values.set(name, said);
    }
  return own;
}

/** When it was is said once for all. */
const COMMON = new Set(['date', 'period', 'month']);

function stretches(text: string): Span[] {
  const out: Span[] = [];
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && text[at] !== ';' && text[at] !== '\n') continue;
    if (text.slice(from, at).trim() !== '') out.push({ from, to: at });
    from = at + 1;
  }
  return out;
}
