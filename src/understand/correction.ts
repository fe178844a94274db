import { isCalled } from '../core/called.js';
import type { HouseholdIndex } from '../core/household.js';
import type { MessageInput } from '../core/records.js';
import type { Compiled, CompiledField, CompiledKind } from './compiled.js';
import type { Message } from './document.js';
import { correctedThing } from './correction-subject.js';
import { newDraft, type Draft } from './draft.js';
import { corrections, type Pair } from './old-and-new.js';
import { prepare } from './prepare.js';
import { readRecords } from './records.js';
import { toRecord } from './record.js';
import { classify } from './classify.js';
import { readNumber } from './values/index.js';
import { valueOf } from './corrected-value.js';

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

/** Numbers and sums, which a label of something else may stand before. */
const COUNTED = new Set(['number', 'money', 'percent']);

/** A word of its own, and nothing else, stands before "应该是": what it counts is not known here. */
const UNKNOWN_LABEL =
  /(?:^|[,。;:\s]|[家户]的?)(?!刚|上|前|后|那|这|第|他|她|我|你|一|实际|其实|总|全|共|今|昨|应|不|更|[打写报填说弄搞]错|[^,。;:\s]*[家户条个次村组])[\u4e00-\u9fff]{2,5}(?:应该?是|应为|实为|是)$/u;

/** Whether a label that is none of the field's stands before the value: "劳动力应该是2人" says nothing of the population. */
function isOfOther(
  pair: Pair,
  change: { field: string },
  named: string | undefined,
  kinds: readonly CompiledKind[],
  record: Record<string, unknown> | undefined,
  compiled: Compiled,
): boolean {
  const field = kinds.map((kind) => kind.byName.get(change.field)).find((one) => one !== undefined);
  if (!field || !COUNTED.has(field.def.type)) return false;
  const head = pair.said.slice(0, Math.max(pair.said.lastIndexOf(pair.to), 0));
  if (isCalledBy(field, head, kinds)) return false;
  const others = compiled.regexp('{words:counted-apart}|{words:kin}');
  const known = [named ?? '', ...Object.values(record ?? {}).filter((value) => typeof value === 'string')];
  const bare = (text: string) =>
    known.reduce((rest, one) => (one === '' ? rest : rest.replaceAll(one, '')), text);
  return others.test(bare(pair.said)) || (field.def.type === 'number' && UNKNOWN_LABEL.test(bare(head)));
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

const KINDS_OF_WORD: Partial<Record<string, RegExp>> = {
  number: /^(?:约|大概)?[\d一二两三四五六七八九十百零]+(?:口人|口|人|户|个|张|份|天|次)?$/,
  money: /(?:元|万|块|亿)|^[\d,.]{3,}$/,
  percent: /%|^百分之|成$/,
  date: /[月日号]|\d[.\-/]\d|周|天/,
  household: /^[\u4e00-\u9fff]{2,3}[家户]$/,
};

/** The field that is meant: named by a label, or told by the old value, or by how the value is written. */
function fieldOf(
  text: string,
  pair: Pair,
  kinds: readonly CompiledKind[],
  record: Record<string, unknown> | undefined,
  message: Message,
): { field: string; from?: unknown; to: unknown } | undefined {
  // What is named behind the new value ("…是4张，人口没错") is something else.
  const head = text.slice(0, Math.max(text.lastIndexOf(pair.to), 0) || text.length);
  const named = kinds.flatMap((kind) => kind.fields).filter((field) => isCalledBy(field, head, kinds));
  // One of several incomes by its own name: which it was is not told by a value that happens to be alike.
  if (named.length === 0 && partsOf(kinds).some((part) => head.includes(part))) return undefined;
  let tied = false;
  let best: { field: CompiledField; score: number; to: unknown; from: unknown } | undefined;
  for (const kind of kinds) {
    for (const field of kind.fields) {
      const to = valueOf(field, pair.to, message);
      if (to === undefined) continue;
      const from = pair.from === undefined ? record?.[field.name] : valueOf(field, pair.from, message);
      let score = 0;
      // What is named by its label is meant, and nothing else that happens to be on record.
      if (named.includes(field)) score += 3;
      else if (named.length > 0 && pair.from === undefined) continue;
      if (from !== undefined && record && JSON.stringify(record[field.name]) === JSON.stringify(from))
        score += 4;
      if (KINDS_OF_WORD[field.def.type]?.test(pair.to)) score += only(kind, field, record) ? 2 : 1;
      if (field.def.phrases.length > 0 && field.phrases.some((p) => ((p.lastIndex = 0), p.test(pair.to))))
        score += 2;
      if (score <= 1 || (best && score < best.score)) continue;
      // Two values of one type, and neither is named: which is meant is not guessed.
      tied = best?.score === score && pair.from === undefined && best.field.name !== field.name;
      best = tied ? best : { field, score, to, from };
    }
  }
  if (!best || tied) return undefined;
  return { field: best.field.name, ...(best.from !== undefined ? { from: best.from } : {}), to: best.to };
}

/** Names of what a sum is made of, as far as they are more than a common word: 务工收入. */
const partsOf = (kinds: readonly CompiledKind[]): string[] =>
  kinds
    .flatMap((kind) =>
      kind.fields.flatMap((one) => (one.def.type === 'amounts' ? [...one.codeOf.keys()] : [])),
    )
    .filter((part) => part.length > 3);

/** Whether the words name the field by a label, and not only one of the things that go into it (务工收入 is not 收入). */
function isCalledBy(field: CompiledField, head: string, kinds: readonly CompiledKind[]): boolean {
  const bare = partsOf(kinds).reduce((rest, part) => rest.replaceAll(part, ''), head);
  return field.def.labels.some((l) => l.length >= 2 && bare.includes(stem(l)));
}

/** "验收是7月6日" names 验收时间. */
const stem = (label: string): string => label.replace(/(?<=..)(?:时间|日期)$/, '');

/** Whether what was reported has this value alone of its type, so that a bare value can mean no other. */
function only(
  kind: CompiledKind,
  field: CompiledField,
  record: Record<string, unknown> | undefined,
): boolean {
  const said = (one: CompiledField) => record?.[one.name] !== undefined;
  return (
    said(field) && kind.fields.filter((one) => one.def.type === field.def.type && said(one)).length === 1
  );
}
