import { isCalled } from '../core/called.js';
import type { HouseholdIndex } from '../core/household.js';
import type { MessageInput } from '../core/records.js';
import type { Compiled, CompiledKind } from './compiled.js';
import type { Message } from './document.js';
import { correctedThing } from './correction-subject.js';
import { newDraft, type Draft } from './draft.js';
import { corrections, type Pair } from './old-and-new.js';
import { prepare } from './prepare.js';
import { readRecords } from './records.js';
import { toRecord } from './record.js';
import { classify } from './classify.js';
import { readNumber } from './values/index.js';
import { fieldOf, isOfOther } from './corrected-field.js';

/** "更正：第2户人口是4人不是5人": which field of which record of the sender's last report becomes what. */
export function readCorrection(
  kind: CompiledKind,
  message: Message,
  compiled: Compiled,
  households: HouseholdIndex,
): Draft[] {
  const pairs = corrections(message.text);
  if (pairs.length === 0) return readAddition(kind, message, compiled, households);
  const reports = lastReports(message, compiled, households);
  return pairs.flatMap((pair) => {
    const named = correctedThing(pair, message, compiled, households);
    const earlier =
      named === undefined ? reports[0] : reports.find((one) => speaksOf(one, named, households));
    const draft = corrected(kind, pair, earlier, named, message, compiled);
    return draft ? [draft] : [];
  });
}

/** The sender's messages that report something, the last one first: a correction may stand in between. */
function lastReports(message: Message, compiled: Compiled, households: HouseholdIndex): Report[] {
  const { sender, previous = [] } = message.input;
  const own = previous.filter((one) => sender === undefined || one.sender === sender);
  return own
    .reverse()
    .slice(0, LOOKED_AT)
    .flatMap((one) => reportOf({ ...one, previous: [] }, compiled, households) ?? []);
}

const speaksOf = (report: Report, named: string, households: HouseholdIndex): boolean =>
  report.drafts.some((draft) => bears(draft, report.kind, named, households));

/** Whether a record is about what is named: by its own words, or by another name of the same household. */
function bears(draft: Draft, kind: CompiledKind, named: string, households: HouseholdIndex): boolean {
  const match = households.find(named);
  const home = match.type === 'one' ? [match.household.householder, ...match.household.aliases] : [];
  return [...kind.def.key, ...(kind.def.ledger?.subject ?? []), 'alias'].some((key) => {
    const value = draft.values.get(key)?.value;
    return typeof value === 'string' && [named, ...home].some((name) => isCalled(name, value));
  });
}

/** So many messages back a correction may reach. */
const LOOKED_AT = 8;

type Report = NonNullable<ReturnType<typeof reportOf>>;

/** One change, of one record of the report before. */
function corrected(
  kind: CompiledKind,
  pair: Pair,
  earlier: Report | undefined,
  named: string | undefined,
  message: Message,
  compiled: Compiled,
): Draft | undefined {
  const index = whichRecord(pair.said, earlier?.drafts ?? [], earlier?.kind);
  const among = earlier
    ? [earlier.kind]
    : compiled.kinds.filter((k) => k.def.ledger !== undefined && k.def.layout === 'records');
  const record =
    earlier && index !== undefined && earlier.drafts[index - 1]
      ? toRecord(earlier.kind, earlier.drafts[index - 1]!)
      : undefined;
  const change = fieldOf(pair.said, pair, among, record, message);
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

const ADDING = /^\s*(?:再)?补充(?:一下|说明|一点|下)?[:,\s]/;

/** "补充：刚才甲家照片3张": what the sender's last report did not say yet, as changes without an old value. */
function readAddition(
  kind: CompiledKind,
  message: Message,
  compiled: Compiled,
  households: HouseholdIndex,
): Draft[] {
  const lead = ADDING.exec(message.text);
  const previous = message.input.previous?.findLast(
    (p) => message.input.sender === undefined || p.sender === message.input.sender,
  );
  if (!lead || !previous) return [];
  const earlier = reportOf({ ...previous, previous: [] }, compiled, households);
  if (!earlier) return [];
  const rest = prepare(
    { ...message.input, text: message.input.text.slice(lead[0].length), previous: [] },
    compiled,
    [],
  );
  const [said] = readRecords(
    { ...earlier.kind, def: { ...earlier.kind.def, keyless: true } },
    rest,
    compiled,
    households,
  );
  const index = whichRecord(message.text, earlier.drafts, earlier.kind);
  if (!said || index === undefined) return [];
  const known = toRecord(earlier.kind, earlier.drafts[index - 1]!);
  const keys = new Set([...earlier.kind.def.key, 'kind', 'alias', 'householdId']);
  // Who else is named has a report of his own.
  if (
    earlier.kind.def.key.some(
      (k) =>
        said.values.has(k) &&
        known[k] !== undefined &&
        said.values.get(k)!.value !== known[k] &&
        said.values.get(k)!.value !== known['alias'],
    )
  )
    return [];
  const changes = Object.entries(toRecord(earlier.kind, said))
    .filter(
      ([field, value]) =>
        !keys.has(field) &&
        JSON.stringify(known[field]) !== JSON.stringify(value) &&
        earlier.kind.byName.get(field)?.def.type !== 'date',
    )
    .map(([field, value]) => ({
      field,
      ...(typeof known[field] === 'number' || typeof known[field] === 'string' ? { from: known[field] } : {}),
      to: value,
    }));
  if (changes.length === 0) return [];
  const draft = newDraft(kind.def.id, 0);
  const at = { from: 0, to: message.text.length, rule: 'addition', certainty: 'stated' as const };
  draft.values.set('changes', { value: changes, ...at });
  draft.values.set('index', { value: index, ...at });
  return [draft];
}

function reportOf(
  input: MessageInput,
  compiled: Compiled,
  households: HouseholdIndex,
): { kind: CompiledKind; drafts: Draft[] } | undefined {
  const message = prepare(input, compiled, []);
  for (const { kind } of classify(message, compiled, households)) {
    if (kind.def.layout !== 'records' || !kind.def.ledger) continue;
    const drafts = readRecords(kind, message, compiled, households);
    if (drafts.length > 0) return { kind, drafts };
  }
  return undefined;
}

/** "第2户", "2号", or the name of the household that the earlier report names; one alone needs neither. */
function whichRecord(
  text: string,
  drafts: readonly Draft[],
  kind: CompiledKind | undefined,
): number | undefined {
  const counted = /第([一二三四五六七八九十\d]{1,3})(?:个|户|条|项|家)/.exec(text);
  if (counted) return readNumber(counted[1]!)?.value;
  if (!kind) return undefined;
  const named = drafts.findIndex((d) =>
    [...kind.def.key, 'alias'].some((k) => d.values.get(k) && text.includes(String(d.values.get(k)!.value))),
  );
  if (named >= 0) return named + 1;
  return drafts.length === 1 ? 1 : undefined;
}
