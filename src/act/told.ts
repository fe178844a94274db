import type { Effect } from '../core/effects.js';
import type { EventOutcome, ItemState } from '../core/ledger.js';
import { patternOf } from '../core/pattern.js';
import type { LedgerDefinition } from '../ledger/index.js';
import { wordsOf } from './item-words.js';
import type { Turn } from './ports.js';

/** So grave that no group hears of it: what counts as such is in the ledger's definition. */
export function isGrave({ grave }: LedgerDefinition, item: ItemState): boolean {
  return grave.some(({ field, matches }) => {
    const value = item.data[field];
    return typeof value === 'string' && patternOf(matches).test(value);
  });
}

interface Whom {
  name: string;
  unit: string;
  contactId: string;
}

/** The one who has to deal with it: of the department, else of the units that stand in for it. */
async function whomOf(turn: Turn, ledger: LedgerDefinition, item: ItemState): Promise<Whom | undefined> {
  for (const unit of [item.leadUnit, ...(ledger.route?.otherwise ?? [])]) {
    const found = unit === undefined ? undefined : await turn.items.liaison(unit);
    if (found?.contactId !== undefined) return { name: found.name, unit: unit!, contactId: found.contactId };
  }
  return undefined;
}

/** Who answers for it, or whoever had closed it: the one official of that name. */
async function named(
  turn: Turn,
  after: ItemState,
  before: ItemState | undefined,
  whom: 'owner' | 'closer',
): Promise<Whom | undefined> {
  const name = whom === 'owner' ? after.owner : before?.closed ? before.data['reviewer'] : undefined;
  if (typeof name !== 'string' || name === '') return undefined;
  const contactId = await turn.items.contact(name);
  return contactId === undefined ? undefined : { name, unit: '', contactId };
}

/** Tells the one who has to deal with it, in private: within working hours, what is grave at once. */
export async function told(
  turn: Turn,
  ledger: LedgerDefinition,
  { event, before, after }: EventOutcome,
): Promise<Effect[]> {
  if (!after) return [];
  const effects: Effect[] = [];
  const reached = new Set([turn.message.contactId]);
  for (const tell of ledger.tells) {
    if (tell.event !== event.type || (tell.whom === 'liaison' && after.leadUnit === undefined)) continue;
    // The same risk seen again is no news.
    const same = before?.state === after.state && before.leadUnit === after.leadUnit;
    if (same && (tell.whom !== 'owner' || before.owner === after.owner)) continue;
    const whom =
      tell.whom === 'liaison'
        ? await whomOf(turn, ledger, after)
        : await named(turn, after, before, tell.whom);
    if (!whom || reached.has(whom.contactId)) continue;
    reached.add(whom.contactId);
    const grave = isGrave(ledger, after);
    effects.push({
      type: 'say',
      say: {
        conversation: { privateOf: whom.contactId },
        key: `item:${event.recordId ?? event.id}${tell.whom === 'liaison' ? '' : `:${whom.contactId}`}`,
        purpose: 'item',
        text: turn.templates.renderText(tell.says, {
          ...wordsOf(ledger, after, before),
          // Health and hardship are read on demand by who answers for them, not pushed onto a screen.
          detail: after.discreet ? '' : (after.data['detail'] ?? ''),
          about: aboutOf(ledger, after),
          place: placeOf(after),
          name: whom.name,
          by: event.data.by.name,
          grave,
        }),
        mentions: [],
        because: {
          item: { ledger: ledger.id, key: after.key, number: after.number },
          record: event.recordId,
        },
        ...(grave ? {} : { notBefore: turn.items.opening(turn.now) }),
      },
    });
  }
  return effects;
}

/** Tells who said it in a group, in private, that it was kept and who has it. */
export async function acknowledged(
  turn: Turn,
  ledger: LedgerDefinition,
  { after }: EventOutcome,
): Promise<Effect[]> {
  const whom = await whomOf(turn, ledger, after!);
  const { contactId, id, topic, sentAt } = turn.message;
  return [
    {
      type: 'say',
      say: {
        conversation: { privateOf: contactId },
        key: `grave:${id}`,
        purpose: 'hint',
        text: turn.templates.render('grave-kept', {
          topic,
          whom: whom && whom.contactId !== contactId ? whom.name : '',
          unit: whom?.unit ?? after!.leadUnit ?? '',
        }),
        mentions: [],
        because: { message: id, item: { ledger: ledger.id, key: after!.key } },
        expiresAt: new Date(sentAt.getTime() + turn.receiptTtlMs),
      },
    },
  ];
}

/** What kind of thing it is, in a word: 住房, 看病. */
export function aboutOf({ route, title }: LedgerDefinition, item: ItemState): string {
  const value = route && item.data[route.field];
  return (typeof value === 'string' ? route?.titles[value] : undefined) ?? title;
}

/** Where, and whose: the household, or the name that was said where it is not settled; of what is discreet the surname only. */
export function placeOf(item: ItemState): string {
  const { subject } = item.data;
  const name = item.place.household?.householder ?? (typeof subject === 'string' ? subject : undefined);
  const shown = name !== undefined && item.discreet ? surnameOnly(name) : name;
  return [item.place.village, shown].filter((one) => one !== undefined).join('');
}

const surnameOnly = (name: string): string =>
  `${[...name][0] ?? ''}${'*'.repeat(Math.max(1, [...name].length - 1))}`;
