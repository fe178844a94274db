import type { HouseholdIndex } from '../core/household.js';
import { readAddition } from './addition.js';
import type { Compiled, CompiledKind } from './compiled.js';
import { fieldOf, isOfOther } from './corrected-field.js';
import { correctedThing } from './correction-subject.js';
import type { Message } from './document.js';
import { newDraft, type Draft } from './draft.js';
import { lastReports, whichRecord, type Report } from './last-reports.js';
import { corrections, type Pair } from './old-and-new.js';
import { otherHousehold } from './other-household.js';
import { toRecord } from './record.js';
import { namedIn, readRestated } from './restated.js';
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
  if (namedIn(message, compiled, households) > 1) return readRestated(kind, message, compiled, households);
  const pairs = corrections(message.text);
  const last = lastReports(message, compiled, households);
  const drafts = pairs.flatMap((pair) => {
    const named = numberIn(pair.said) ?? correctedThing(pair, message, compiled, households);
    const earlier = last(named);
    const draft = corrected(kind, pair, earlier, named, message, compiled, households);
    return draft ? [draft] : [];
  });
  // "更正：人口4人，人均收入12000元" says more than one thing, none of them against another.
  const told = OLD_AND_NEW.test(message.text) ? [] : readRestated(kind, message, compiled, households);
  if (drafts.length > 0) return changesIn(told) > drafts.length ? told : drafts;
  const added = readAddition(kind, message, compiled, households);
  return added.length > 0 || numberIn(message.text) !== undefined ? added : told;
}

const OLD_AND_NEW = /不是|[写打报填说]成|由.{1,20}改/;

const changesIn = (drafts: readonly Draft[]): number =>
  drafts.reduce((sum, draft) => sum + (draft.values.get('changes')!.value as unknown[]).length, 0);

/** A numbered thing, by its number: "5号的牵头单位". */
const numberIn = (text: string): string | undefined =>
  /(?<![\d月.])(\d{1,4})\s?号(?=问题|线索|需求|的?(?:责任|牵头|整改|期限|时限|配合))/.exec(text)?.[1];

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
  // A number that the sender reported nothing on lately: what is said of it is for its ledger to judge.
  if (!earlier && named !== undefined && /^\d+$/.test(named)) return undefined;
  const index = whichRecord(pair.said, earlier?.drafts ?? [], earlier?.kind);
  const among = earlier ? [earlier.kind] : compiled.correctable;
  const record =
    earlier && index !== undefined && earlier.drafts[index - 1]
      ? toRecord(earlier.kind, earlier.drafts[index - 1]!)
      : undefined;
  const change = fieldOf(pair.said, pair, among, record, message, (word) =>
    isName(word, compiled, households),
  );
  // What the report of that number does not say is the item's, which others have stated: its ledger judges that, too.
  if (change && record && named !== undefined && /^\d+$/.test(named) && !(baseOf(change.field) in record))
    return undefined;
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

/** `metrics.走访` is a part of `metrics`. */
const baseOf = (field: string): string => field.split('.', 1)[0]!;
