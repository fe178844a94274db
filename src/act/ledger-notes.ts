import type { AskItem, Effect, NewRecord } from '../core/effects.js';
import type { EventOutcome, ItemState, Milestone } from '../core/ledger.js';
import type { LedgerDefinition } from '../ledger/index.js';
import type { Turn } from './ports.js';

interface Notes {
  notes: string[];
  items: AskItem[];
  asks: string[];
  effects: Effect[];
}

/** What a message's records change in the ledgers, in words: what moved, what did not and why, what is still asked. */
export async function ledgerNotes(turn: Turn, kept: readonly NewRecord[]): Promise<Notes> {
  const out: Notes = { notes: [], items: [], asks: [], effects: [] };
  const outcomes = await turn.items.outcomes(kept, turn.message);
  for (const [ledger, mine] of byLedger(turn, outcomes)) {
    const refused = mine.filter((one) => one.refusal);
    const bulk = refused.filter((one) => one.refusal!.reason === 'one');
    if (bulk.length > 0) out.notes.push(turn.templates.render('ledger-bulk', bulkOf(ledger, bulk)));
    for (const one of refused)
      if (one.refusal!.reason !== 'one') out.notes.push(refusalOf(turn, ledger, one));
    for (const one of mine.filter((o) => !o.refusal)) {
      out.notes.push(...acceptedOf(turn, ledger, one));
      asks(turn, ledger, one, kept, out);
      out.effects.push(...(await told(turn, ledger, one)));
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

/** What the item does not have yet of what its closing needs. */
export function lackingOf(ledger: LedgerDefinition, item: ItemState | undefined): string[] {
  const closing = Object.values(ledger.events).find((rule) => rule.review);
  if (!closing) return [];
  return closing.needs.flatMap((need) => {
    const names = [need].flat();
    const values = item as unknown as Record<string, unknown> | undefined;
    const there = names.some((name) => {
      const value = values?.[name] ?? item?.data[name];
      return (
        value !== undefined && value !== '' && value !== 0 && !(Array.isArray(value) && value.length === 0)
      );
    });
    return there ? [] : [ledger.names[names[0]!] ?? names[0]!];
  });
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

function acceptedOf(turn: Turn, ledger: LedgerDefinition, { event, before, after }: EventOutcome): string[] {
  if (!after || hushed(turn, after)) return [];
  const { says } = ledger.events[event.type]!;
  const conflicts = (
    (after.data['conflicts'] as { event: string; field: string; kept: string; said: string }[] | undefined) ??
    []
  ).filter((one) => one.event === event.id);
  return [
    ...(says === undefined ? [] : [turn.templates.renderText(says, wordsOf(ledger, after, before))]),
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

/** What the `says` of a definition may use. */
export function wordsOf(ledger: LedgerDefinition, item: ItemState, before?: ItemState): object {
  return {
    word: ledger.word,
    number: item.number ?? '',
    title: item.title,
    state: ledger.states[item.state]!.title,
    was: before ? ledger.states[before.state]!.title : '',
    owner: item.owner ?? '',
    leader: item.leader ?? '',
    unit: item.leadUnit ?? '',
    dues: item.milestones.filter((one) => one.due !== undefined && one.doneOn === undefined).map(dueOf),
    standing: item.dueClass === 'standing',
    reviewer: item.data['toReview'] ?? '',
    reviewed: item.data['reviewer'] ?? '',
    closedOn: item.data['closedOn'] ?? '',
    evidence: item.data['evidence'] ?? 0,
    lacking: lackingOf(ledger, item),
    opened: before === undefined,
  };
}

function dueOf(one: Milestone): { name: string; due: string; soft: boolean } {
  return { name: one.name, due: one.due!, soft: one.soft === true };
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

/** Tells the one who has to deal with it, in private and within working hours. */
async function told(
  turn: Turn,
  ledger: LedgerDefinition,
  { event, before, after }: EventOutcome,
): Promise<Effect[]> {
  if (!after) return [];
  const effects: Effect[] = [];
  for (const tell of ledger.tells) {
    if (tell.event !== event.type || after.leadUnit === undefined) continue;
    // The same risk seen again is no news.
    if (before !== undefined && before.state === after.state && before.leadUnit === after.leadUnit) continue;
    const whom = await turn.items.liaison(after.leadUnit);
    if (whom?.contactId === undefined || whom.contactId === turn.message.contactId) continue;
    effects.push({
      type: 'say',
      say: {
        conversation: { privateOf: whom.contactId },
        key: `item:${event.recordId ?? event.id}`,
        purpose: 'item',
        text: turn.templates.renderText(tell.says, {
          ...wordsOf(ledger, after, before),
          detail: after.data['detail'] ?? '',
          place: placeOf(after),
          name: whom.name,
        }),
        mentions: [],
        because: {
          item: { ledger: ledger.id, key: after.key, number: after.number },
          record: event.recordId,
        },
        notBefore: turn.items.opening(turn.now),
      },
    });
  }
  return effects;
}

function placeOf(item: ItemState): string {
  return [item.place.village, item.place.household?.householder].filter((one) => one !== undefined).join('');
}
