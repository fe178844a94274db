import type { HouseholdIndex } from '../core/household.js';
import type { Check, Explained, MessageInput, WorkRecord } from '../core/records.js';
import type { Definitions } from '../intents/schema.js';
import { checkRecords } from './checks.js';
import { classify, type Candidate } from './classify.js';
import type { Compiled } from './compiled.js';
import { compile } from './compile.js';
import type { Message } from './document.js';
import type { Draft } from './draft.js';
import type { Finished } from './finished.js';
import { finish } from './finish.js';
import { traceOf } from './record.js';
import { readKind } from './each.js';
import { blank } from './peel.js';
import { prepare } from './prepare.js';
import { contradict, raise } from './raise.js';
import { readable } from './readable.js';
import { partsOf } from './parts.js';
import { selfCorrected } from './self-correct.js';
import { isRepeat } from './repeat.js';
import { inOnePiece } from './sheet.js';
import { askedApart } from './questions.js';
import { findPlaceholders } from './values/index.js';

/** What understanding looks at besides the message. `definitions` may be compiled already. */
export interface UnderstandContext {
  definitions: Definitions | Compiled;
  households: HouseholdIndex;
  botNames: readonly string[];
}

/** Longer messages are read up to here: nobody writes that much by hand, and no paste may hold up the group. */
const MOST = 60_000;

/**
 * One message as records, missing fields and queries, with the words that gave each value. Pure and never throws for any text;
 * values are only what the message says or the register settles.
 */
export function understand(input: MessageInput, context: UnderstandContext): Explained {
  const compiled = 'lexicon' in context.definitions ? context.definitions : compile(context.definitions);
  const cut = inOneShape(input, input.text.length > MOST ? input.text.slice(0, MOST) : input.text);
  const seen = readable(cut);
  const read = (one: MessageInput) => understandShown(one, compiled, context);
  const out = compiled.lexicon.during(() => selfCorrected(seen.input, compiled, read) ?? read(seen.input));
  return seen.input === cut ? out : { ...out, trace: seen.restore(out.trace) };
}

/** Callers leave out what is not there; all that reads finds the same places in every input. */
function inOneShape(input: MessageInput, text: string): MessageInput {
  const { id, sentAt, sender, room, previous, villages } = input;
  return { id, text: inOnePiece(text), sentAt, sender, room, previous, villages };
}

function understandShown(input: MessageInput, compiled: Compiled, context: UnderstandContext): Explained {
  const message = prepare(input, compiled, context.botNames);
  if (message.bare === '') return silent(message, compiled);
  const repeat = isRepeat(message);
  if (repeat !== undefined)
    return {
      id: input.id,
      records: [],
      missing: [],
      checks: [{ code: 'duplicate', of: repeat }],
      trace: [],
      gaps: [],
    };

  const { rest, asked } = askedApart(message, compiled, context.households);
  const found = rest.bare === '' ? [] : readAll(rest, compiled, context.households);
  return assemble(input, rest, found, asked, compiled, context.households);
}

/** Records of one kind, in the message or the part of one that they were read from. */
interface Reading {
  candidate: Candidate;
  finished: Finished[];
  message: Message;
}

/** The records of a message; what it reports in sentences of their own is read sentence by sentence. */
function readAll(message: Message, compiled: Compiled, households: HouseholdIndex): Reading[] {
  const candidates = classify(message, compiled, households);
  const read = (of: readonly Candidate[], part: Message) => readAs(of, part, compiled, households);
  const kindOf = ({ candidate }: Reading): string => candidate.kind.def.id;
  return partsOf(message, candidates, compiled, households, read, kindOf) ?? read(candidates, message);
}

/** The records of the best kind that has any, and of those that may stand beside it. */
function readAs(
  candidates: readonly Candidate[],
  message: Message,
  compiled: Compiled,
  households: HouseholdIndex,
): Reading[] {
  const found: Reading[] = [];
  for (const candidate of candidates) {
    const first = found[0]?.candidate.kind.def;
    if (first && !first.beside.includes(candidate.kind.def.id)) continue;
    const { kind } = candidate;
    const finished = readKind(kind, message, compiled, households)
      .filter((d) => hasNeeds(kind.def.needs, d))
      .map((d) => finish(kind, d, message, households, compiled));
    if (finished.length > 0) found.push({ candidate, finished, message });
  }
  return found;
}

function hasNeeds(needs: readonly string[], draft: Draft): boolean {
  return (
    draft.formed === true ||
    needs.length === 0 ||
    needs.some(
      (n) =>
        draft.values.has(n) ||
        draft.lists.has(n) ||
        [...draft.values.keys()].some((k) => k.startsWith(`${n}.`)),
    )
  );
}

function assemble(
  input: MessageInput,
  message: Message,
  found: readonly Reading[],
  asked: readonly WorkRecord[],
  compiled: Compiled,
  households: HouseholdIndex,
): Explained {
  const out: Explained = { id: input.id, records: [], missing: [], checks: [], trace: [], gaps: [] };
  const checks: Check[] = [];
  const missing = new Set<string>();
  let stored = false;
  const kindOf = (id: string) => compiled.kinds.find((one) => one.def.id === id);
  for (const { candidate, finished, message: read } of found) {
    const { kind } = candidate;
    stored ||= kind.def.ledger !== undefined;
    contradict(kind, finished, read, compiled);
    for (const f of finished) {
      const at = out.records.push(f.record) - 1;
      out.trace.push(...traceOf(kind, f.draft, at));
      for (const { which, ...m } of f.missing) {
        out.gaps.push({ record: at, ...m });
        if (!which) missing.add(m.field);
      }
      checks.push(...f.checks);
    }
    checks.push(...checkRecords(kind, finished, read));
    for (const raised of raise(kind, finished, read, compiled, households)) {
      const at = out.records.push(raised.record) - 1;
      out.trace.push(...traceOf(kindOf(raised.record.kind) ?? kind, raised.draft, at));
    }
  }
  out.records.push(...asked);
  if (out.records.length === 0) {
    const blanks = findPlaceholders(message.text);
    const form = blanks[0]?.value ?? blankForm(message);
    if (form !== undefined) checks.push({ code: 'placeholder', text: form });
    else {
      const kind = compiled.kinds.find((k) => k.def.fallback === 'words');
      if (kind) {
        out.records.push({ kind: kind.def.id });
        checks.push(...checkRecords(kind, [], message));
      }
    }
  }
  if (stored) {
    for (const t of message.typos) checks.push({ code: 'typo', from: t.written, to: t.meant });
    if (message.forwarded) checks.push({ code: 'unverified-source' });
    for (const field of uncertainIn(found)) checks.push({ code: 'uncertain', field });
  }
  out.checks = distinct(checks);
  out.missing = [...missing].sort();
  return out;
}

function uncertainIn(found: readonly Reading[]): Set<string> {
  const fields = new Set<string>();
  for (const { finished } of found)
    for (const { draft } of finished) for (const field of draft.uncertain) fields.add(field);
  return fields;
}

/** A form with nothing in it: its first label. */
function blankForm(message: Message): string | undefined {
  const labels = message.labels.filter((l) => l.colon && l.kinds.length > 0);
  if (labels.length < 2) return undefined;
  return blank(message.text, labels)
    .replace(/【[^】\n]{0,16}】/g, '')
    .trim() === ''
    ? labels[0]!.word
    : undefined;
}

function distinct(checks: readonly Check[]): Check[] {
  if (checks.length < 2) return [...checks];
  const seen = new Set<string>();
  return checks.filter((c) => {
    const key = JSON.stringify(c);
    return seen.has(key) ? false : (seen.add(key), true);
  });
}

/** Nothing but marks, pictures or emoji. */
function silent(message: Message, compiled: Compiled): Explained {
  const kind = compiled.kinds.find((k) => k.def.fallback === 'marks');
  return {
    id: message.input.id,
    records: kind ? [{ kind: kind.def.id }] : [],
    missing: [],
    checks: [],
    trace: [],
    gaps: [],
  };
}
