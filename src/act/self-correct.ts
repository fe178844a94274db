import type { Explained, MessageInput } from '../core/records.js';
import type { KindRule } from './ports.js';

interface Change {
  field: string;
  to: unknown;
}

/** Where a message turns to correct what it has just said: "…，5口人。更正：是4口人". */
const TURN =
  /[\s,，。;；!！（(]+(?=(?:更正|订正|纠正|勘误|说错了|写错了|报错了|打错了|不对)[^,，。;；]{0,4}[:：,，\s])/u;

type Read = (input: MessageInput) => Explained;

/**
 * A message that corrects itself is one report: what stands before is read alone, and changed by what stands behind, so
 * that no earlier report is taken for it. Undefined where it does not, or where the words cannot be applied.
 */
export function selfCorrected(
  input: MessageInput,
  read: Read,
  rule: (kind: string) => KindRule | undefined,
): Explained | undefined {
  const at = TURN.exec(input.text);
  if (!at || at.index === 0) return undefined;
  const head = input.text.slice(0, at.index);
  const first = read({ ...input, text: head, previous: [] });
  const work = first.records.filter((one) => rule(one.kind)?.ledger !== undefined);
  if (work.length === 0) return undefined;
  const said = { id: input.id, text: head, sentAt: input.sentAt, sender: input.sender ?? '' };
  const tail = input.text.slice(at.index + at[0].length);
  const second = read({ ...input, text: tail, previous: [said] });
  const corrections = second.records.filter((one) => rule(one.kind)?.reply === 'correction');
  if (corrections.length === 0 || corrections.length < second.records.length) return undefined;
  const records = [...first.records];
  for (const one of corrections) {
    const index = typeof one['index'] === 'number' ? one['index'] - 1 : 0;
    const changes = (Array.isArray(one['changes']) ? one['changes'] : []) as Change[];
    const target = records[index];
    if (!target || (one['index'] === undefined && work.length > 1)) return undefined;
    records[index] = { ...target, ...Object.fromEntries(changes.map(({ field, to }) => [field, to])) };
  }
  return { ...first, records };
}
