import type { ItemState, Milestone } from '../core/ledger.js';
import { answersOf } from '../core/answers.js';
import { patternOf } from '../core/pattern.js';
import type { LedgerDefinition } from '../ledger/index.js';

/** What the item does not have yet of what its closing needs. */
export function lackingOf(ledger: LedgerDefinition, item: ItemState | undefined): string[] {
  const closing = Object.values(ledger.events).find((rule) => rule.review);
  if (!closing) return [];
  const values = item as unknown as Record<string, unknown> | undefined;
  const besides = closing.needsWhere.filter(({ field, matches }) => {
    const text = values?.[field] ?? item?.data[field];
    return typeof text === 'string' && patternOf(matches).test(text);
  });
  return [...closing.needs, ...besides.flatMap(({ needs }) => needs)].flatMap((need) => {
    const names = [need].flat();
    const there = names.some((name) => {
      const value = values?.[name] ?? item?.data[name];
      return (
        value !== undefined && value !== '' && value !== 0 && !(Array.isArray(value) && value.length === 0)
      );
    });
    return there ? [] : [ledger.names[names[0]!] ?? names[0]!];
  });
}

/** What the `says` of a definition may use. */
export function wordsOf(ledger: LedgerDefinition, item: ItemState, before?: ItemState): object {
  const closing = Object.values(ledger.events).find((rule) => rule.review);
  const answers = closing ? answersOf(closing, item) : { open: [], bad: [] };
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
    unanswered: answers.open,
    held: answers.bad,
    closed: item.closed,
    opened: before === undefined,
    changed: before ? changedOf(ledger, item, before) : [],
  };
}

/** What an event has put in the place of something else: who answers for it, until when. */
function changedOf(
  ledger: LedgerDefinition,
  item: ItemState,
  before: ItemState,
): { name: string; from: string; to: string }[] {
  return (['owner', 'leader', 'leadUnit', 'nextDue'] as const).flatMap((field) => {
    const [from, to] = [before[field], item[field]];
    if (to === undefined || from === to) return [];
    const name = field === 'nextDue' ? 'milestones' : field;
    return [{ name: ledger.names[name] ?? name, from: from ?? '', to }];
  });
}

function dueOf(one: Milestone): { name: string; due: string; soft: boolean } {
  return { name: one.name, due: one.due!, soft: one.soft === true };
}
