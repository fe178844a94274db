import type { HouseholdIndex } from '../core/household.js';
import { readAddition } from './addition.js';
import type { Compiled, CompiledKind } from './compiled.js';
import { fieldOf, isOfOther } from './corrected-field.js';
import { correctedThing } from './correction-subject.js';
import type { Message } from './document.js';
import { newDraft, type Draft } from './draft.js';
import { lastReports, speaksOf, whichRecord, type Report } from './last-reports.js';
import { corrections, type Pair } from './old-and-new.js';
import { otherHousehold } from './other-household.js';
import { toRecord } from './record.js';
import { isName, readWhich } from './which.js';

/** "更正：第2户人口是4人不是5人": which field of which record of the sender's last report becomes what. */
export function readCorrection(
  kind: CompiledKind,
  message: Message,
  compiled: Compiled,
  households: HouseholdIndex,
): Draft[] {
  const which = readWhich(message, compiled, households);
  const other = which && otherHousehold(kind, which, message, compiled, households);
  if (other) return [other];
  const pairs = corrections(message.text);
  if (pairs.length === 0) return readAddition(kind, message, compiled, households);
  const reports = lastReports(message, compiled, households);
  return pairs.flatMap((pair) => {
    const named = correctedThing(pair, message, compiled, households);
    const earlier =
      named === undefined ? reports[0] : reports.find((one) => speaksOf(one, named, households));
    const draft = corrected(kind, pair, earlier, named, message, compiled, households);
    return draft ? [draft] : [];
  });
}

/** One change, of one record of the report before. */
function corrected(
  kind: CompiledKind,
  pair: Pair,
  earlier: Report | undefined,
  named: string | undefined,
  message: Message,
  compiled: Compiled,
  households: HouseholdIndex,
): Draft | undefined {
  const index = whichRecord(pair.said, earlier?.drafts ?? [], earlier?.kind);
  const among = earlier
    ? [earlier.kind]
    : compiled.kinds.filter((k) => k.def.ledger !== undefined && k.def.layout === 'records');
  const record =
    earlier && index !== undefined && earlier.drafts[index - 1]
      ? toRecord(earlier.kind, earlier.drafts[index - 1]!)
      : undefined;
  const change = fieldOf(pair.said, pair, among, record, message, (word) =>
    isName(word, compiled, households),
  );
  if (!change || isOfOther(pair, change, named, among, record, compiled)) return undefined;
  const draft = newDraft(kind.def.id, pair.at);
  const at = {
    from: pair.at,
    to: pair.at + pair.said.length,
    rule: `correction:${change.field}`,
    certainty: 'stated' as const,
  };
  draft.values.set('changes', { value: [change], ...at });
  if (index !== undefined) draft.values.set('index', { value: index, ...at });
  if (named !== undefined) draft.values.set('named', { value: named, ...at });
  return draft;
}
