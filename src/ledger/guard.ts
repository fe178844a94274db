import { answersOf } from '../core/answers.js';
import type { Doer, ItemState, LedgerEvent, Refusal } from '../core/ledger.js';
import { patternOf } from '../core/pattern.js';
import type { LedgerDefinition, LedgerEventRule, Who } from './schema.js';

/** When a task of the item was opened and closed. */
export interface TaskSpan {
  openedAt: Date;
  closedAt?: Date | undefined;
}

type Verdict = Pick<Refusal, 'reason' | 'lacking'>;

/** Whether somebody is one of those who may. */
export function isOneOf(who: Who, by: Doer): boolean {
  if (by.role === '') return false;
  return (who.roles as string[]).includes(by.role) || who.posts.some((post) => patternOf(post).test(by.post));
}

/** Why an event may not change the item, or undefined where it may. `item` is as it would be with what the event says. */
export function forbids(
  ledger: LedgerDefinition,
  rule: LedgerEventRule,
  item: ItemState,
  state: string,
  event: LedgerEvent,
  tasks: readonly TaskSpan[],
): Verdict | undefined {
  const no = (reason: Verdict['reason'], lacking: string[] = []): Verdict => ({ reason, lacking });
  const { by, saidIn, together } = event.data;
  const decreed = saidIn === 'plan' || saidIn === 'command';
  if (rule.one && together > 1) return no('one');
  if (rule.where === 'private' && saidIn === 'room') return no('private');
  if (rule.who && !decreed && !isOneOf(rule.who, by)) return no('who');
  if (isForConcerned(rule, item, event)) {
    // In a group whoever speaks is known to those who are in it; in private there is nothing but the register.
    if (saidIn === 'private' && by.role === '' && by.name !== item.owner) return no('unknown');
    if (isElsewhere(item, by)) return no('place', [item.place.village!, item.owner ?? '']);
  }
  if (rule.who?.except.includes('owner') && item.owner !== undefined && item.owner === by.name)
    return no('self');
  if (rule.who?.except.includes('claimer') && item.data['claimedBy'] === by.name) return no('self');
  if (rule.review) {
    const named = event.data.fields['reviewer'];
    if (typeof named === 'string' && named !== by.name) return no('reviewer', [named]);
  }
  const open =
    rule.from.length > 0 ? rule.from.includes(state) : rule.reopens || !ledger.states[state]!.closed;
  if (!open) return no('state', [state]);
  const lacking = needsOf(rule, item).filter((need) => ![need].flat().some((name) => isThere(item, name)));
  if (lacking.length > 0)
    return no(
      'needs',
      lacking.map((need) => [need].flat()[0]!),
    );
  const answers = answersOf(rule, item);
  if (answers.bad.length > 0) return no('answers', answers.bad);
  if (rule.questions?.required && answers.open.length > 0) return no('needs', answers.open);
  if (rule.tasks) {
    const left = tasks.filter(
      (t) => t.openedAt <= event.at && (t.closedAt === undefined || t.closedAt > event.at),
    );
    if (left.length > 0) return no('tasks', [String(left.length)]);
  }
  return undefined;
}

/** What the event wants of an item: always, and where its texts show what some wants go with. */
export function needsOf(rule: LedgerEventRule, item: ItemState): LedgerEventRule['needs'] {
  const more = rule.needsWhere.filter(({ field, matches }) => patternOf(matches).test(textOf(item, field)));
  return [...rule.needs, ...more.flatMap(({ needs }) => needs)];
}

const textOf = (item: ItemState, field: string): string => {
  const value = (item as unknown as Record<string, unknown>)[field] ?? item.data[field];
  return typeof value === 'string' ? value : '';
};

/** Whether the event may come only from those whom the item concerns. */
function isForConcerned({ concerned }: LedgerEventRule, item: ItemState, { at, data }: LedgerEvent): boolean {
  if (typeof concerned === 'boolean') return concerned;
  return item.openedAt < at && concerned.some((name) => isSaid(data.fields[name]));
}

const isSaid = (value: unknown): boolean =>
  value !== undefined && value !== '' && value !== 0 && value !== false;

/** A cadre who is responsible for other places than the item's, and who is not named for it, alone or with the unit. */
function isElsewhere({ place, owner, leader, leadUnit, units }: ItemState, by: Doer): boolean {
  const { village, town } = place;
  const places = by.villages ?? [];
  if (by.role !== 'cadre' || village === undefined || places.length === 0) return false;
  if (places.some((one) => one === town || plain(one) === plain(village))) return false;
  if (by.name === owner || by.name === leader) return false;
  return ![leadUnit, ...units].some((unit) => unit !== undefined && unit !== '' && by.unit.includes(unit));
}

const plain = (village: string): string => village.replace(/(?:村|社区)$/u, '');

function isThere(item: ItemState, name: string): boolean {
  const value = (item as unknown as Record<string, unknown>)[name] ?? item.data[name];
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return false;
  return !Array.isArray(value) || value.length > 0;
}
