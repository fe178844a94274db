import type { HouseholdIndex } from '../core/household.js';
import type { Compiled, CompiledKind } from './compiled.js';
import type { Message } from './document.js';
import { newDraft, type Draft, type Value } from './draft.js';
import { parseRelay } from './relay-text.js';
import { findDates, readDateTime } from './values/index.js';

/** The layout of a relay (接龙): title, example, numbered items, tail. */
export function readRelay(
  kind: CompiledKind,
  message: Message,
  _compiled: Compiled,
  _households: HouseholdIndex,
): Draft[] {
  const relay = parseRelay(message.text, message.plain);
  if (!relay) return [];
  const draft = newDraft(kind.def.id, 0);
  const put = (field: string, value: unknown, rule: string) => {
    if (value !== undefined && value !== '' && kind.byName.has(field))
      draft.values.set(field, {
        value,
        from: 0,
        to: message.text.length,
        rule,
        certainty: 'stated',
      } satisfies Value);
  };
  put('title', relay.title, 'relay:title');
  put('example', relay.example, 'relay:example');
  put('items', relay.items, 'relay:items');
  put('tail', relay.tail, 'relay:tail');
  const stop = /(.{0,16})(?:之?前|截止|为止|以前)/.exec(relay.title);
  if (stop) put('deadline', deadlineIn(stop[1]!, message.input.sentAt), 'relay:deadline');
  const earlier = message.input.previous?.findLast((p) => parseRelay(p.text, p.text)?.title === relay.title);
  if (earlier)
    draft.edits = edits(parseRelay(earlier.text, earlier.text)!.items, relay.items, message.input.sender);
  return [draft];
}

/** The last day or time in front of 前: "10月签约登记，10月20日". */
function deadlineIn(words: string, sentAt: string): string | undefined {
  const ref = { sentAt };
  const day = findDates(words, ref, { lean: 'future' }).at(-1);
  const timed = readDateTime(words, ref, { lean: 'future' });
  return timed && (!day || timed.to > day.to || timed.value.startsWith(day.value)) ? timed.value : day?.value;
}

interface Item {
  number: number;
  who: string;
  content: string;
}

/** Lines of others that this version changes or drops. */
function edits(
  before: readonly Item[],
  now: readonly Item[],
  sender: string | undefined,
): { number: number; owner: string }[] {
  return before.flatMap((old) => {
    if (sender !== undefined && old.who.includes(sender)) return [];
    if (now.some((item) => item.who === old.who && item.content === old.content)) return [];
    const same = now.find((item) => item.number === old.number);
    const changed = same === undefined || same.who === old.who || !now.some((item) => item.who === old.who);
    return changed ? [{ number: old.number, owner: old.who }] : [];
  });
}
