import { isCalled } from '../core/called.js';
import type { Explained, MessageInput, Trace, WorkRecord } from '../core/records.js';
import type { Compiled } from './compiled.js';

interface Change {
  field: string;
  to: unknown;
}

/** Characters that a correction of what was just said may have. */
const MOST = 300;

type Read = (input: MessageInput) => Explained;

/**
 * A message that corrects itself ("…，5口人。更正：是4口人") is one report: what stands before the turn is read alone, and
 * changed by what stands behind, so that no earlier report is taken for it. Undefined where it does not, where the words
 * report something else; where they name another record, or fit several, none is changed and the field is queried.
 */
export function selfCorrected(input: MessageInput, compiled: Compiled, read: Read): Explained | undefined {
  if (!compiled.repairs.turns?.test(input.text)) return undefined;
  const turn = compiled.repairs.turn?.exec(input.text);
  if (!turn || turn.index === 0 || input.text.length - turn.index > MOST) return undefined;
  if (input.previous?.some(({ text }) => text === input.text)) return undefined;
  const head = input.text.slice(0, turn.index);
  const first = read({ ...input, text: head, previous: [] });
  const kindOf = (record: WorkRecord) => compiled.kinds.find(({ def }) => def.id === record.kind);
  const work = first.records.filter((record) => kindOf(record)?.def.ledger !== undefined);
  if (work.length === 0) return undefined;

  const behind = turn.index + turn[0].length;
  const said = { id: input.id, text: head, sentAt: input.sentAt, sender: input.sender ?? '' };
  const second = read({ ...input, text: input.text.slice(behind), previous: [said] });
  const records = [...first.records];
  const changed: Trace[] = [];
  const checks = [...first.checks];
  for (const [at, record] of second.records.entries()) {
    if (kindOf(record)?.def.reply !== 'correction') return undefined;
    const which = record['index'] as number | undefined;
    const target = records[(which ?? 1) - 1];
    const words = second.trace.find((one) => one.record === at && one.field === 'changes');
    const named = second.trace.find((one) => one.record === at && one.field === 'named')?.value;
    // What names something else, or fits several, is asked about; what was told before it stays.
    const unsettled =
      !target || (which === undefined && work.length > 1) || (named !== undefined && !isNamed(target, named));
    for (const { field, to } of record['changes'] as Change[]) {
      if (unsettled || !words || kindOf(target)?.def.key.includes(field)) {
        checks.push({ code: 'uncertain', field });
        continue;
      }
      const index = records.indexOf(target);
      changed.push({
        ...words,
        record: index,
        field,
        value: to,
        from: words.from + behind,
        to: words.to + behind,
      });
    }
  }
  if (changed.length === 0 && checks.length === first.checks.length) return undefined;
  for (const { record, field, value } of changed) records[record] = { ...records[record]!, [field]: value };
  const stands = (one: Trace) =>
    !changed.some(({ record, field }) => record === one.record && field === one.field);
  return { ...first, records, checks, trace: [...first.trace.filter(stands), ...changed] };
}

/** Whether a record tells of what a correction names. */
const isNamed = (record: WorkRecord, named: unknown): boolean =>
  Object.values(record).some((value) => typeof value === 'string' && isCalled(String(named), value));
