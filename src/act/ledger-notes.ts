import type { AskItem, Effect, NewRecord } from '../core/effects.js';
import type { EventOutcome, ItemState } from '../core/ledger.js';
import type { LedgerDefinition } from '../ledger/index.js';
import type { Turn } from './ports.js';
import { lackingOf, wordsOf } from './item-words.js';
import { acknowledged, isGrave, told } from './told.js';

interface Notes {
  notes: string[];
  items: AskItem[];
  asks: string[];
  effects: Effect[];
  /** Records of which this conversation hears nothing, not even a receipt. */
  silent: Set<string>;
  /** Records of which the notes tell what became of them. */
  told: Set<string>;
}

/** What a message's records change in the ledgers, in words: what moved, what did not and why, what is still asked. */
export async function ledgerNotes(turn: Turn, kept: readonly NewRecord[]): Promise<Notes> {
  const out: Notes = { notes: [], items: [], asks: [], effects: [], silent: new Set(), told: new Set() };
  const outcomes = await turn.items.outcomes(kept, turn.message);
  for (const [ledger, mine] of byLedger(turn, outcomes)) {
    const refused = mine.filter((one) => one.refusal);
    const bulk = refused.filter((one) => one.refusal!.reason === 'one');
    if (bulk.length > 0) out.notes.push(turn.templates.render('ledger-bulk', bulkOf(ledger, bulk)));
    for (const one of refused) if (one.event.recordId !== undefined) out.told.add(one.event.recordId);
    for (const one of refused)
      if (one.refusal!.reason !== 'one') out.notes.push(refusalOf(turn, ledger, one));
    for (const one of mine.filter((o) => !o.refusal)) {
      const accepted = acceptedOf(turn, ledger, one).filter((note) => note !== '');
      if ((accepted.length > 0 || isSaid(ledger, one)) && one.event.recordId !== undefined)
        out.told.add(one.event.recordId);
      out.notes.push(...accepted);
      asks(turn, ledger, one, kept, out);
      out.effects.push(...(await told(turn, ledger, one)));
      if (!hushed(turn, one.after) || !isGrave(ledger, one.after!)) continue;
      if (one.event.recordId !== undefined) out.silent.add(one.event.recordId);
      out.effects.push(...(await acknowledged(turn, ledger, one)));
    }
  }
  out.notes = out.notes.filter((note) => note !== '');
  return out;
}

/** What may be said here: nothing of a discreet item in a group. */
function byLedger(turn: Turn, outcomes: readonly EventOutcome[]): [LedgerDefinition, EventOutcome[]][] {
  const groups = new Map<string, EventOutcome[]>();
  for (const one of outcomes) groups.set(one.event.ledger, [...(groups.get(one.event.ledger) ?? []), one]);
  return [...groups].flatMap(([id, all]) => {
    const ledger = turn.items.ledger(id);
    return ledger ? [[ledger, all] as [LedgerDefinition, EventOutcome[]]] : [];
  });
}

const hushed = (turn: Turn, item: ItemState | undefined): boolean =>
  turn.message.conversationKind === 'room' && item?.discreet === true;

function bulkOf(ledger: LedgerDefinition, refused: readonly EventOutcome[]): object {
  return {
    word: ledger.word,
    items: refused.map((one) => ({
      number: one.event.data.number ?? one.before?.number ?? '',
      lacking: lackingOf(ledger, one.before),
      known: one.before !== undefined,
    })),
  };
}

function refusalOf(turn: Turn, ledger: LedgerDefinition, { event, before, refusal }: EventOutcome): string {
  if (hushed(turn, before)) return '';
  const { reason, lacking } = refusal!;
  return turn.templates.render('ledger-refused', {
    word: ledger.word,
    number: event.data.number ?? before?.number ?? '',
    act: ledger.events[event.type]!.title,
    reason,
    state: before ? ledger.states[before.state]!.title : '',
    closed: before?.closed === true,
    lacking: reason === 'needs' ? lacking.map((name) => ledger.names[name] ?? name) : lacking,
  });
}

/** What is said once has been said to this person already. */
const isSaid = (ledger: LedgerDefinition, { event, again }: Pick<EventOutcome, 'event' | 'again'>): boolean =>
  again === true && ledger.events[event.type]!.once;

function acceptedOf(
  turn: Turn,
  ledger: LedgerDefinition,
  { event, before, after, again }: EventOutcome,
): string[] {
  if (!after || hushed(turn, after)) return [];
  const { says } = ledger.events[event.type]!;
  const conflicts = (
    (after.data['conflicts'] as { event: string; field: string; kept: string; said: string }[] | undefined) ??
    []
  ).filter((one) => one.event === event.id);
  return [
    ...(says === undefined || isSaid(ledger, { event, again })
      ? []
      : [turn.templates.renderText(says, wordsOf(ledger, after, before))]),
    ...conflicts.map((one) =>
      turn.templates.render('ledger-conflict', {
        word: ledger.word,
        number: after.number ?? '',
        field: ledger.names[one.field] ?? one.field,
        kept: one.kept,
        said: one.said,
      }),
    ),
  ];
}

function asks(
  turn: Turn,
  ledger: LedgerDefinition,
  { event, before, after }: EventOutcome,
  kept: readonly NewRecord[],
  out: Notes,
): void {
  const record = kept.find((one) => one.id === event.recordId);
  if (!after || !record || before !== undefined || hushed(turn, after)) return;
  for (const [field, question] of Object.entries(ledger.requires)) {
    if (question === undefined || after[field as 'owner' | 'leadUnit'] !== undefined) continue;
    out.items.push({ recordId: record.id, index: record.index, field });
    out.asks.push(turn.templates.renderText(question, { number: after.number ?? '', title: after.title }));
  }
}
