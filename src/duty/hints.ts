import { daysBetween } from '../calendar/index.js';
import { paceOf, type Pace } from '../core/pace.js';
import type { DutyDefinition } from './schema.js';
import type { OpenItem } from './types.js';

/** The open items by their numbers, and by the numbers they wait for, within each ledger. */
export interface Chain {
  numbered: ReadonlyMap<string, readonly OpenItem[]>;
  waiting: ReadonlyMap<string, readonly OpenItem[]>;
}

/** Undefined where a duty says nothing of what comes before and after. */
export function chainOf(duty: DutyDefinition, items: readonly OpenItem[]): Chain | undefined {
  if (!duty.chain) return undefined;
  const [numbered, waiting] = [new Map<string, OpenItem[]>(), new Map<string, OpenItem[]>()];
  for (const item of items) {
    if (item.number !== null) put(numbered, keyOf(item, item.number), item);
    for (const number of waitsFor(duty, item)) put(waiting, keyOf(item, number), item);
  }
  return { numbered, waiting };
}

const keyOf = ({ ledger }: OpenItem, number: number): string => `${ledger} ${number}`;

function put(lists: Map<string, OpenItem[]>, key: string, item: OpenItem): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

/** What is said beside the name of an item in a to-do: how far it should be, what it waits for, what waits for it. */
export function hintOf(
  duty: DutyDefinition,
  item: OpenItem,
  chain: Chain | undefined,
  today: string,
): string {
  const said = [
    ...(duty.who.items?.light ? behindOf(duty, item, today) : []),
    ...(chain ? [...before(duty, item, chain), ...after(item, chain, today)] : []),
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
function before(duty: DutyDefinition, item: OpenItem, { numbered }: Chain): string[] {
  const open = waitsFor(duty, item)
    .flatMap((number) => numbered.get(keyOf(item, number)) ?? [])
    .filter((one) => one.id !== item.id);
  return open.length === 0 ? [] : [`前面的${open.map(nameOf).join('、')}还没完成`];
}

/** A node that is late holds up what comes after it: its own next node, and those that wait for it. */
function after(item: OpenItem, { waiting }: Chain, today: string): string[] {
  if (item.nextDue === null || daysBetween(item.nextDue, today) <= 0) return [];
  const later = item.later ? [`${monthDay(item.later.due)}${item.later.name}`] : [];
  const behind = item.number === null ? [] : (waiting.get(keyOf(item, item.number)) ?? []);
  const held = [...later, ...behind.filter((one) => one.id !== item.id).map(nameOf)];
  return held.length === 0 ? [] : [`影响后面的${held.join('、')}`];
}

/** The numbers of those that an item waits for, each once. */
function waitsFor({ figures }: DutyDefinition, item: OpenItem): number[] {
  const field = figures?.get(item.ledger)?.follows;
  const wanted = field === undefined ? undefined : item.data[field];
  return [...new Set([wanted].flat())].filter((number) => typeof number === 'number');
}

const nameOf = ({ number, title, discreet }: OpenItem): string =>
  `${number === null ? '' : `${number}号`}${discreet ? '' : title}`;
const monthDay = (day: string): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
