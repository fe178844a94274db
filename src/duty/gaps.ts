import { addDays, periodOf, weekdayOf, yearOf } from '../calendar/index.js';
import { fromLocal, localDay, toLocal } from '../core/time.js';
import { createRegister } from './register.js';
import type { Due, DutyBook, Facts } from './types.js';

/** Something nobody answers for, somebody who cannot be told or answers for nobody, or what waits for the office. */
export interface Gap {
  kind: 'nobody' | 'no-helper' | 'idle' | 'away' | 'refused' | 'unreached' | 'calendar' | 'question' | 'plan';
  what: string; // the duty, the town, the year
  count: number;
  names: string[]; // the first of them
}

/** What a clerk hears about it, once a week. */
export interface GapNotice {
  personId: string;
  period: string;
  gaps: Gap[];
}

/** From November on the next year's table is asked for: the notice comes then. */
const ASK_FROM = '11-01';

/** Gaps in responsibilities, for the office of each town and of the county; only at the weekly time, and once a week. */
export function gapNotices(
  book: DutyBook,
  facts: Facts,
  dues: readonly Due[],
  unreached: ReadonlySet<string>,
  now: Date,
): GapNotice[] {
  const day = localDay(now);
  const { weekly } = book.settings;
  const at = weekdayOf(day) === weekly.weekday ? day : undefined;
  // On a day off, the first working day after it.
  const moved =
    at === undefined &&
    !book.calendar.isWorkday(addDays(day, weekly.weekday - weekdayOf(day))) &&
    book.calendar.workdayFrom(addDays(day, weekly.weekday - weekdayOf(day))) === day;
  if ((at === undefined && !moved) || toLocal(now).slice(11, 16) < weekly.at) return [];
  const period = periodOf('week', day).key;
  const register = createRegister(facts, book.settings);
  const byTown = gapsByTown(book, facts, dues, unreached, day);
  const told = facts.said.filter((s) => s.duty === 'gaps');
  const heard = new Set(told.filter((s) => s.period === period).map((s) => s.personId));
  const since = fromLocal(`${addDays(day, -7 * weekly.again + 1)}T00:00`);
  const known = new Set(told.filter((s) => s.at >= since).map((s) => `${s.personId}|${s.subject}`));
  const byClerk = new Map<string, Gap[]>();
  for (const [town, gaps] of byTown)
    for (const clerk of register.office(town))
      byClerk.set(clerk.id, [...(byClerk.get(clerk.id) ?? []), ...gaps]);
  return [...byClerk]
    .filter(([personId]) => !heard.has(personId) && !facts.away.some((a) => a.personId === personId))
    .map(([personId, gaps]) => ({
      personId,
      period,
      gaps: gaps
        .filter((gap) => WEEKLY.has(gap.kind) || !known.has(`${personId}|${gapId(gap)}`))
        .slice(0, book.settings.lines),
    }))
    .filter(({ gaps }) => gaps.length > 0);
}

/** What waits for the office itself is named each week; the same gap is no news before some weeks have gone. */
const WEEKLY: ReadonlySet<Gap['kind']> = new Set(['question', 'plan', 'calendar']);

/** The gap as it stands: with one more, or other names, it is another. */
export const gapId = ({ kind, what, count, names }: Gap): string =>
  ['gap', kind, what, count, ...names].join('|');

function gapsByTown(
  book: DutyBook,
  facts: Facts,
  dues: readonly Due[],
  unreached: ReadonlySet<string>,
  day: string,
): Map<string, Gap[]> {
  const out = new Map<string, Map<string, Gap>>();
  const most = book.settings.names;
  const add = (town: string, kind: Gap['kind'], what: string, name: string) => {
    let gaps = out.get(town);
    if (!gaps) out.set(town, (gaps = new Map<string, Gap>()));
    const key = `${kind}|${what}`;
    const gap = gaps.get(key) ?? { kind, what, count: 0, names: [] };
    gap.count++;
    if (name !== '' && gap.names.length < most && !gap.names.includes(name)) gap.names.push(name);
    gaps.set(key, gap);
  };
  const titles = new Map(book.duties.map((duty) => [duty.id, duty.title]));
  const names = new Map(facts.people.map((p) => [p.id, p.name]));
  const away = new Map(facts.away.map((one) => [one.personId, one.standInId]));
  const towns = townsOf(facts);
  for (const due of dues) {
    if (due.state === 'done' || due.state === 'waived') continue;
    const town = due.item?.town ?? towns.get(due.subject.id) ?? '';
    const owners = due.people.filter((p) => p.as === 'owner');
    if (owners.length === 0) add(town, 'nobody', titles.get(due.duty) ?? due.duty, due.subject.title);
    for (const owner of owners)
      if (away.get(owner.personId) === null)
        add(town, 'away', names.get(owner.personId) ?? owner.name, titles.get(due.duty) ?? '');
    for (const owner of owners) if (unreached.has(owner.personId)) add(town, 'unreached', '', owner.name);
  }
  const helped = new Set(
    facts.holds
      .filter((h) => h.subjectKind === 'household' && h.role === 'helper' && h.personId !== null)
      .flatMap((h) => h.subjectIds),
  );
  for (const home of facts.homes)
    if (!helped.has(home.code)) add(home.town, 'no-helper', home.village, home.householder);
  const helping = new Set(facts.holds.filter((h) => h.role === 'helper').map((h) => h.personId));
  const delegates = book.settings.delegates.map((post) => new RegExp(post, 'u'));
  for (const { id, name, post } of facts.people)
    if (delegates.some((one) => one.test(post)) && !helping.has(id))
      add(towns.get(id) ?? '', 'idle', '', name);
  for (const { number, text } of facts.waiting?.questions ?? [])
    add('', 'question', '', `${number}号“${text}”`);
  for (const { short, title } of facts.waiting?.plans ?? []) add('', 'plan', '', `方案${short}《${title}》`);
  const refusals = facts.replied.filter((reply) => reply.kind === 'not-mine');
  for (const reply of refusals) {
    const still = dues.find(
      (due) =>
        due.duty === reply.duty &&
        due.subject.id === reply.subject &&
        due.people.some((p) => p.as === 'owner' && p.personId === reply.personId),
    );
    if (still)
      add(
        still.item?.town ?? towns.get(reply.subject) ?? '',
        'refused',
        titles.get(reply.duty) ?? reply.duty,
        names.get(reply.personId) ?? '',
      );
  }
  if (day.slice(5) >= ASK_FROM && !book.calendar.knows(yearOf(day) + 1))
    add('', 'calendar', String(yearOf(day) + 1), '');
  return new Map(
    [...out].map(([town, gaps]) => [town, [...gaps.values()].sort((a, b) => b.count - a.count)]),
  );
}

/** The town of a place or a helper. */
function townsOf(facts: Facts): Map<string, string> {
  const out = new Map<string, string>();
  const homes = new Map(facts.homes.map((home) => [home.code, home]));
  for (const home of facts.homes) out.set(`${home.town}${home.village}`, home.town).set(home.town, home.town);
  for (const one of facts.holds) {
    const first = one.subjectKind === 'household' ? homes.get(one.subjectIds[0] ?? '') : undefined;
    if (one.personId !== null && first) out.set(one.personId, first.town);
  }
  return out;
}
