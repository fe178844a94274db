import type { HouseholdIndex } from '../core/household.js';
import { saidOf } from './addition.js';
import type { Compiled, CompiledKind } from './compiled.js';
import type { Message } from './document.js';
import { newDraft, type Draft } from './draft.js';
import { lastReports, whichRecord, type Report } from './last-reports.js';
import { toRecord } from './record.js';
import { announcedTo, nameIn } from './which.js';

/** More households than these are not corrected in one message. */
const MOST = 20;

interface Part {
  named: string | undefined;
  text: string;
  at: number;
}

/**
 * "更正：甲家4口人，人均收入12000元；乙家5口人": announced as a correction, what is so is told as a report tells it, household by
 * household. Nothing where a part of it cannot be told: then it is asked about.
 */
export function readRestated(
  kind: CompiledKind,
  message: Message,
  compiled: Compiled,
  households: HouseholdIndex,
): Draft[] {
  const from = announcedTo(message.text);
  if (from === 0) return [];
  const parts = partsOf(message.text, from, compiled, households);
  if (parts.length > MOST) return [];
  const last = lastReports(message, compiled, households);
  const drafts = parts.map((part) => draftOf(kind, part, last(part.named), message, compiled, households));
  return drafts.every((one) => one !== undefined) ? drafts : [];
}

/** How many households the words name that a correction announces. */
export function namedIn(message: Message, compiled: Compiled, households: HouseholdIndex): number {
  const from = announcedTo(message.text);
  return from === 0 || message.text.includes('不是')
    ? 0
    : partsOf(message.text, from, compiled, households).length;
}

function partsOf(text: string, from: number, compiled: Compiled, households: HouseholdIndex): Part[] {
  const starts: { at: number; name: string }[] = [];
  for (let at = from; at < text.length; at++) {
    const before = text[at - 1];
    if (before !== undefined && !/[,，。;；、:\s]|[把将和]/.test(before)) continue;
    const name = nameIn(text.slice(at), compiled, households);
    if (name !== undefined) starts.push({ at, name });
  }
  if (starts.length === 0) return [{ named: undefined, text: text.slice(from), at: from }];
  // What stands before the first name would be of somebody else.
  if (text.slice(from, starts[0]!.at).trim() !== '') return [];
  return starts.map(({ at, name }, i) => ({
    named: name,
    text: text.slice(at + name.length, starts[i + 1]?.at ?? text.length).replace(/^(?:家|户)的?/u, ''),
    at,
  }));
}

function draftOf(
  kind: CompiledKind,
  { named, text, at }: Part,
  told: Report | undefined,
  message: Message,
  compiled: Compiled,
  households: HouseholdIndex,
): Draft | undefined {
  const of = told?.kind ?? (named === undefined ? undefined : visitsIn(compiled));
  if (!of) return undefined;
  const index = told && whichRecord(named ?? '', told.drafts, told.kind);
  const known = told && index !== undefined ? toRecord(told.kind, told.drafts[index - 1]!) : {};
  const said = saidOf(of, known, text, message, compiled, households);
  // What was told in words of one's own is not taken back by other words: which of them would hold is not known.
  const changes = said?.filter(({ to }) => !Array.isArray(to)) ?? [];
  if (changes.length === 0) return undefined;
  const draft = newDraft(kind.def.id, at);
  const span = { from: at, to: message.text.length, rule: 'correction:told', certainty: 'stated' as const };
  draft.values.set('changes', { value: changes, ...span });
  if (index !== undefined) draft.values.set('index', { value: index, ...span });
  if (named !== undefined) draft.values.set('named', { value: named, ...span });
  return draft;
}

/** The kind that is reported of households. */
const visitsIn = (compiled: Compiled): CompiledKind | undefined =>
  compiled.kinds.find((one) => one.def.ledger && one.fields.some((field) => field.def.type === 'household'));
