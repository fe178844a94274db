import { daysBetween, periodOf, shiftPeriod, type DayText, type PeriodKind } from '../calendar/index.js';
import { localDay, toLocal } from '../core/time.js';
import type { PlannedNudge } from './nudges.js';
import type { DutyDefinition } from './schema.js';
import type { DutySettings } from './settings-schema.js';
import type { Due, DutyBook, Facts, Home } from './types.js';

/** One point of a to-do: a duty of one person, with everything it is due for. */
export interface TodoLine {
  duty: string;
  as: PlannedNudge['as'];
  text: string; // what is to be done
  /** 未签: reported, but not signed. */
  state: 'open' | 'late' | 'unsigned';
  when: string; // 今天12:00前, 今天内, 已过期2天
  subjects: string[]; // the first of them; empty where the duty is the person's own
  more: number;
  rest: string[]; // households that are missing, the first of them
  restCount: number;
  total: number;
  owners: string[]; // who is to do it, where a leader or the office hears
  insteadOf: string;
  /** How many times are still wanted, where it is to be done more than once. */
  left: number;
  reply: string;
  nudges: PlannedNudge[];
}

/** The one private message of a morning: its points, most urgent first. */
export interface Todo {
  personId: string;
  lines: TodoLine[];
  /** Points that wait for the next morning. */
  deferred: number;
}

/** How a list is laid out: how many points at most, and whether what a person has to do themselves comes first. */
export interface TodoShape {
  most: number;
  ownFirst: boolean;
}

/** Merges what is to be said into one message for each person, most urgent first, by default no longer than a glance. */
export function composeTodos(
  book: DutyBook,
  facts: Facts,
  nudges: readonly PlannedNudge[],
  now: Date,
  shape: TodoShape = { most: book.settings.lines, ownFirst: false },
): Todo[] {
  const duties = new Map(book.duties.map((duty) => [duty.id, duty]));
  const homes = new Map(facts.homes.map((home) => [home.code, home]));
  const byPerson = new Map<string, PlannedNudge[]>();
  for (const nudge of nudges) {
    const list = byPerson.get(nudge.personId);
    if (list) list.push(nudge);
    else byPerson.set(nudge.personId, [nudge]);
  }
  return [...byPerson].map(([personId, mine]) => {
    const groups = new Map<string, PlannedNudge[]>();
    for (const nudge of mine) {
      const key = [
        nudge.due.duty,
        nudge.as,
        nudge.due.state,
        whenOf(nudge.due, now, book.settings),
        nudge.insteadOf ?? '',
      ].join('|');
      groups.set(key, [...(groups.get(key) ?? []), nudge]);
    }
    const lines = [...groups.values()]
      .sort(
        (a, b) =>
          (shape.ownFirst ? Number(isOwn(b[0]!)) - Number(isOwn(a[0]!)) : 0) ||
          urgency(a[0]!, now) - urgency(b[0]!, now) ||
          a[0]!.due.dueAt.getTime() - b[0]!.due.dueAt.getTime(),
      )
      .map((group) => lineOf(group, duties.get(group[0]!.due.duty)!, book.settings, homes, now));
    const kept = lines.slice(0, shape.most);
    return { personId, lines: kept, deferred: lines.length - kept.length };
  });
}

/** To be done by whoever reads it: their own point, or a report that waits for their signature. */
export const isOwn = ({ as, due }: PlannedNudge): boolean => as === 'owner' || due.state === 'unsigned';

/** Late before today's, today's before the coming; within that by priority, the soft last. */
function urgency({ due }: PlannedNudge, now: Date): number {
  const days = daysBetween(localDay(now), localDay(due.dueAt));
  const band =
    due.state === 'unsigned'
      ? 1
      : due.state === 'late'
        ? 0
        : days <= 0
          ? 1
          : days <= 1
            ? 2
            : days <= 3
              ? 3
              : 4;
  return (due.soft ? 100 : 0) + band * 10 + due.priority;
}

/** Until when, as one says it. */
export function whenOf(due: Due, now: Date, settings: DutySettings): string {
  const [day, time] = [localDay(due.dueAt), toLocal(due.dueAt).slice(11, 16)];
  const days = daysBetween(localDay(now), day);
  const hour = time === settings.endOfDay ? '' : time;
  if (due.state === 'late') return days === 0 ? '今天已到期' : `已过期${-days}天`;
  if (days === 0) return hour ? `今天${hour}前` : '今天内';
  if (days === 1) return hour ? `明天${hour}前` : '明天内';
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日${hour}前`;
}

function lineOf(
  group: readonly PlannedNudge[],
  duty: DutyDefinition,
  settings: DutySettings,
  homes: ReadonlyMap<string, Home>,
  now: Date,
): TodoLine {
  const first = group[0]!;
  const titles = group
    .filter(({ due }) => !(due.subject.kind === 'person' && first.as === 'owner') && due.subject.title !== '')
    .map(({ due }) => `${subjectTitle(due, duty)}${due.hint ?? ''}`);
  const rest = [...new Set(group.flatMap(({ due }) => due.rest ?? []))];
  const owners = group.flatMap(({ due }) => due.people.filter((p) => p.as === 'owner').map((p) => p.name));
  return {
    duty: duty.id,
    as: first.as,
    text: textOf(first.due, duty, settings, localDay(now)),
    state: first.due.state === 'unsigned' ? 'unsigned' : first.due.state === 'late' ? 'late' : 'open',
    when:
      first.due.state === 'late' && duty.late !== undefined ? duty.late : whenOf(first.due, now, settings),
    subjects: titles.slice(0, settings.names),
    more: Math.max(0, titles.length - settings.names),
    rest: rest.slice(0, settings.names).map((code) => homeName(homes.get(code), code, duty)),
    restCount: rest.length,
    total: group.reduce((sum, { due }) => sum + (due.total ?? 0), 0),
    owners: first.as === 'owner' ? [] : [...new Set(owners)].slice(0, settings.names),
    insteadOf: first.insteadOf ?? '',
    left: group.length === 1 ? (first.due.times ?? 0) - (first.due.done ?? 0) : 0,
    reply: first.as === 'owner' ? duty.reply : '',
    nudges: [...group],
  };
}

/** 本周 said of a week that is over is 上周; longer ago, the days it is late by tell which. */
function textOf(
  { period }: Due,
  { text, cadence }: DutyDefinition,
  settings: DutySettings,
  today: DayText,
): string {
  const words = settings.periods[cadence.every as PeriodKind];
  if (!words || period.to >= today || !text.startsWith(words.now)) return text;
  const last = shiftPeriod(cadence.every as PeriodKind, periodOf(cadence.every as PeriodKind, today), -1);
  return `${period.key === last.key ? words.last : words.before}${text.slice(words.now.length)}`;
}

const subjectTitle = (due: Due, duty: DutyDefinition): string =>
  duty.discreet && due.item ? maskedWithin(due) : due.subject.title;

/** A discreet item goes by its number or by its ledger key's householder, surname only. */
function maskedWithin(due: Due): string {
  const name = due.item?.data['householder'] ?? due.item?.data['borrower'] ?? due.item?.data['subject'];
  if (typeof name === 'string') return due.subject.title.replaceAll(name, surnameOnly(name));
  return due.subject.title;
}

const homeName = (home: Home | undefined, code: string, duty: DutyDefinition): string =>
  home === undefined ? code : duty.discreet ? surnameOnly(home.householder) : home.householder;

/** 向守义 → 向** */
export const surnameOnly = (name: string): string =>
  `${[...name][0] ?? ''}${'*'.repeat(Math.max(1, [...name].length - 1))}`;
