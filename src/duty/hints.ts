import { daysBetween } from '../calendar/index.js';
import { paceOf, type Pace } from '../core/pace.js';
import type { DutyDefinition } from './schema.js';
import type { OpenItem } from './types.js';

/** What is said beside the name of an item in a to-do: how far it should be, what it waits for, what waits for it. */
export function hintOf(
  duty: DutyDefinition,
  item: OpenItem,
  items: readonly OpenItem[],
  today: string,
): string {
  const said = [
    ...(duty.who.items?.light ? behindOf(duty, item, today) : []),
    ...(duty.chain ? [...before(duty, item, items), ...after(duty, item, items, today)] : []),
  ];
  return said.length === 0 ? '' : `（${said.join('；')}）`;
}

/** How an item stands against the plan of its ledger, where that has one. */
export function standing({ figures }: DutyDefinition, item: OpenItem, today: string): Pace | undefined {
  const rule = figures?.get(item.ledger)?.pace;
  return rule && paceOf(rule, { ...item, soft: item.softMilestone }, today);
}

/** 应到45%，报了30% */
function behindOf(duty: DutyDefinition, item: OpenItem, today: string): string[] {
  const pace = standing(duty, item, today);
  if (!pace) return [];
  const { unit } = duty.figures!.get(item.ledger)!.pace!;
  return [`应到${pace.planned}${unit}，${pace.done === undefined ? '还没报过' : `报了${pace.done}${unit}`}`];
}

/** Those it has to wait for that are still open: items that are closed are not among the open ones. */
function before(duty: DutyDefinition, item: OpenItem, items: readonly OpenItem[]): string[] {
  const wanted = waitsFor(duty, item);
  const open = items.filter((one) => isBefore(one, item, wanted));
  return open.length === 0 ? [] : [`前面的${open.map(nameOf).join('、')}还没完成`];
}

/** A node that is late holds up what comes after it: its own next node, and those that wait for it. */
function after(duty: DutyDefinition, item: OpenItem, items: readonly OpenItem[], today: string): string[] {
  if (item.nextDue === null || daysBetween(item.nextDue, today) <= 0) return [];
  const later = item.later ? [`${monthDay(item.later.due)}${item.later.name}`] : [];
  const waiting = items.filter((one) => isBefore(item, one, waitsFor(duty, one))).map(nameOf);
  const held = [...later, ...waiting];
  return held.length === 0 ? [] : [`影响后面的${held.join('、')}`];
}

function waitsFor({ figures }: DutyDefinition, item: OpenItem): unknown {
  const field = figures?.get(item.ledger)?.follows;
  return field === undefined ? undefined : item.data[field];
}

function isBefore(one: OpenItem, item: OpenItem, wanted: unknown): boolean {
  if (one.id === item.id || one.ledger !== item.ledger || one.number === null) return false;
  return [wanted].flat().includes(one.number);
}

const nameOf = ({ number, title, discreet }: OpenItem): string =>
  `${number === null ? '' : `${number}号`}${discreet ? '' : title}`;
const monthDay = (day: string): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
