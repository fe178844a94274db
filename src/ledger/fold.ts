import type {
  EventOutcome,
  ItemState,
  LedgerEvent,
  Milestone,
  Refusal,
  WorkingDays,
} from '../core/ledger.js';
import { localDay } from '../core/time.js';
import { forbids, isOneOf, type TaskSpan } from './guard.js';
import { classMilestones, heldAgain, milestonesOf, newlyDone, nextDueOf, withClocks } from './milestones.js';
import { stands } from './refused.js';
import type { LedgerDefinition, LedgerEventRule } from './schema.js';

export interface FoldContext {
  days: WorkingDays;
  tasks?: readonly TaskSpan[] | undefined;
}

export interface Folded {
  item?: ItemState | undefined;
  outcomes: EventOutcome[]; // one an event that was not refused long ago, in order
}

/** In the order in which things were said, whatever the order in which they were worked off. */
export function inOrder(events: readonly LedgerEvent[]): LedgerEvent[] {
  return [...events].sort(
    (a, b) =>
      a.at.getTime() - b.at.getTime() ||
      compare(a.messageId ?? a.id, b.messageId ?? b.id) ||
      a.data.order - b.data.order ||
      compare(a.id, b.id),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What an item is, from what happened to it. Events that may not change it are passed over, with the reason. */
export function fold(ledger: LedgerDefinition, events: readonly LedgerEvent[], context: FoldContext): Folded {
  let item: ItemState | undefined;
  const outcomes: EventOutcome[] = [];
  for (const event of inOrder(events)) {
    const rule = ledger.events[event.type];
    if (!rule || stands(event, item)) continue;
    const before = item;
    const result = step(ledger, rule, item, event, context);
    if ('reason' in result) outcomes.push({ event, before, after: before, refusal: result });
    else outcomes.push({ event, before, after: (item = result) });
  }
  return { item, outcomes };
}

function step(
  ledger: LedgerDefinition,
  rule: LedgerEventRule,
  item: ItemState | undefined,
  event: LedgerEvent,
  context: FoldContext,
): ItemState | Refusal {
  if (!item && !rule.opens) return { eventId: event.id, reason: 'new', lacking: [] };
  const opening = item === undefined || (item.closed && rule.reopens);
  const base = item ?? blank(ledger, event);
  const said = saying(ledger, rule, base, event, opening);
  const verdict = forbids(ledger, rule, said, item?.state ?? base.state, event, context.tasks ?? []);
  if (verdict && (item !== undefined || verdict.reason !== 'state')) return { eventId: event.id, ...verdict };
  return moved(ledger, rule, said, event, opening, context);
}

function blank(ledger: LedgerDefinition, event: LedgerEvent): ItemState {
  return {
    ledger: ledger.id,
    key: event.key,
    number: event.data.number,
    title: '',
    state: Object.keys(ledger.states)[0]!,
    closed: false,
    data: {},
    units: [],
    place: event.data.place,
    milestones: [],
    discreet: ledger.discreet === true,
    parentKey: event.data.parentKey,
    planId: event.data.planId,
    openedAt: event.at,
  };
}

const COLUMNS = ['title', 'owner', 'leader', 'leadUnit'] as const;
/** Kept by their own rules, or no property of the item. */
const APART = new Set<string>([
  ...COLUMNS,
  'units',
  'milestones',
  'number',
  'evidence',
  'reviewer',
  'closedOn',
  'each',
]);

/** The item with what the event says about it; its state is still the old one. */
function saying(
  ledger: LedgerDefinition,
  rule: LedgerEventRule,
  item: ItemState,
  event: LedgerEvent,
  opening: boolean,
): ItemState {
  const { fields, by, saidIn } = event.data;
  const overruled =
    rule.overrule !== undefined &&
    (saidIn === 'command' || (saidIn === 'private' && isOneOf(rule.overrule, by)));
  const over = rule.sets === 'replace' || overruled;
  const updates = over || rule.sets === 'update';
  const keeps = rule.sets === 'none';
  const next: ItemState = { ...item, data: { ...item.data }, units: [...item.units] };
  const conflicts = [...((item.data['conflicts'] as object[] | undefined) ?? [])];
  for (const name of COLUMNS) {
    const value = fields[name];
    if (keeps || typeof value !== 'string' || value === '') continue;
    if (item[name] === undefined || item[name] === '' || over) next[name] = value;
    // What nobody numbers is named by what was said of it: said in other words it is still the same.
    else if (item[name] !== value && !(name === 'title' && ledger.number === 'counted'))
      conflicts.push({ field: name, kept: item[name], said: value, by: by.name, event: event.id });
  }
  if (!keeps) {
    const units = fields['units'];
    if (Array.isArray(units) && (over || item.units.length === 0))
      next.units = units.filter((u): u is string => typeof u === 'string');
    const milestones = milestonesOf(fields['milestones']);
    if (milestones.length > 0 && (overruled || item.milestones.length === 0 || opening))
      next.milestones = milestones;
    else conflicts.push(...otherDues(item, milestones, event));
    for (const [name, value] of Object.entries(fields)) {
      if (APART.has(name) || value === undefined) continue;
      if (updates || next.data[name] === undefined || opening) next.data[name] = value;
    }
    const dueClass = event.data.dueClass;
    if (dueClass !== undefined && (item.dueClass === undefined || overruled || opening))
      next.dueClass = dueClass;
    const place = event.data.place;
    next.place = {
      household: item.place.household ?? place.household,
      town: item.place.town ?? place.town,
      village: item.place.village ?? place.village,
    };
  }
  for (const { field } of rule.questions?.of ?? [])
    if (fields[field] !== undefined) next.data[field] = fields[field];
  if (conflicts.length > 0) next.data['conflicts'] = conflicts;
  const evidence = Number(fields['evidence'] ?? 0);
  if (evidence > 0) next.data['evidence'] = Math.max(evidence, Number(item.data['evidence'] ?? 0));
  if (rule.claims && typeof fields['reviewer'] === 'string') next.data['toReview'] = fields['reviewer'];
  if (next.number === undefined && event.data.number !== undefined) next.number = event.data.number;
  const { discreet } = ledger;
  if (typeof discreet === 'object' && discreet.values.includes(String(next.data[discreet.field])))
    next.discreet = true;
  const route = ledger.route;
  if (route && next.leadUnit === undefined) next.leadUnit = route.to[String(next.data[route.field])];
  const about = route?.titles[String(next.data[route.field])];
  if (about !== undefined) next.data['about'] = about;
  return next;
}

/** A term that is not one of the item's: kept, and said; whoever may overrule changes it. */
function otherDues(item: ItemState, milestones: readonly Milestone[], event: LedgerEvent): object[] {
  const [said] = milestones.flatMap((one) => one.due ?? []);
  const known = item.milestones.flatMap((one) => one.due ?? []);
  if (said === undefined || known.length === 0 || milestones.some((one) => known.includes(one.due ?? '')))
    return [];
  const kept = item.nextDue ?? known.at(-1)!;
  return [{ field: 'milestones', kept, said, by: event.data.by.name, event: event.id }];
}

/** The item after the event: its state, its clocks, and who did it. */
function moved(
  ledger: LedgerDefinition,
  rule: LedgerEventRule,
  item: ItemState,
  event: LedgerEvent,
  opening: boolean,
  context: FoldContext,
): ItemState {
  const { fields, by, day } = event.data;
  const next: ItemState = { ...item, data: { ...item.data } };
  const to = typeof rule.to === 'string' ? rule.to : rule.to?.map[String(fields[rule.to.field])];
  if (to !== undefined) next.state = to;
  else if (opening && item.closed) next.state = Object.keys(ledger.states)[0]!;
  next.closed = ledger.states[next.state]!.closed;
  if (opening && item.closed) {
    next.data['rounds'] = [
      ...((item.data['rounds'] as object[] | undefined) ?? []),
      { openedAt: item.openedAt.toISOString(), closedAt: item.closedAt?.toISOString() },
    ];
    const shown = ledger.from.flatMap((source) => Object.keys(source.words));
    for (const name of [
      ...shown,
      'respondedOn',
      'responseHours',
      'claimedBy',
      'claimedOn',
      'reviewer',
      'closedOn',
      'evidence',
      'toReview',
    ])
      delete next.data[name];
    for (const name of shown) if (fields[name] !== undefined) next.data[name] = fields[name];
    if (Number(fields['evidence'] ?? 0) > 0) next.data['evidence'] = Number(fields['evidence']);
    next.openedAt = event.at;
    next.milestones = milestonesOf(fields['milestones']);
  }
  if (rule.claims) {
    // A new claim is reviewed anew.
    for (const { questions } of Object.values(ledger.events))
      for (const { field } of questions?.of ?? []) delete next.data[field];
    next.data['claimedBy'] = by.name;
    next.data['claimedOn'] = day;
  }
  if (rule.reports) next.data['reportedOn'] = day;
  if (rule.responds && !opening && next.data['respondedOn'] === undefined) {
    next.data['respondedOn'] = localDay(event.at);
    next.data['responseHours'] = hoursBetween(next.openedAt, event.at);
  }
  const opened = localDay(next.openedAt);
  if (next.milestones.length === 0) next.milestones = classMilestones(ledger, next.dueClass, opened);
  if (next.dueClass === undefined && next.milestones.length > 0) next.dueClass = 'dated';
  if (item.closed && !next.closed) next.milestones = heldAgain(next);
  const before = next.milestones;
  next.milestones = withClocks(ledger, rule, event, next.milestones, fields, context.days);
  if (next.closed && !item.closed) next.data['doneByClosing'] = newlyDone(before, next.milestones);
  if (next.dueClass === undefined && next.milestones.length > 0) next.dueClass = 'dated';
  if (next.closed) {
    if (!item.closed || opening) next.closedAt = event.at;
    if (rule.review) next.data['reviewer'] = by.name;
    const closedOn = fields['closedOn'];
    next.data['closedOn'] =
      typeof closedOn === 'string' && closedOn <= localDay(event.at) ? closedOn : localDay(event.at);
  } else {
    delete next.closedAt;
    delete next.data['closedOn'];
    delete next.data['reviewer'];
  }
  next.nextDue = nextDueOf(next);
  return next;
}

/** In hours, to a tenth: nights and days off count, for whoever waits waits then too. */
const hoursBetween = (from: Date, to: Date): number =>
  Math.round((to.getTime() - from.getTime()) / 360_000) / 10;
