import { localDay } from '../core/time.js';
import type { DutyDefinition } from './schema.js';
import { ADDRESSEES, type Addressee } from './schema-parts.js';
import { stepsFor, type Step } from './steps.js';
import type { Away, Due, DuePerson, DutyBook, Facts, Replied, Said, Shown } from './types.js';

/** One step to be said to one person about one thing due. */
export interface PlannedNudge {
  key: string; // unique: duty|subject|period|step|person
  personId: string;
  due: Due;
  step: string;
  as: Addressee;
  /** Whom the person stands in for. */
  insteadOf?: string | undefined;
}

export const nudgeKey = (due: Due, step: string, personId: string): string =>
  [due.duty, due.subject.id, due.period.key, step, personId].join('|');

/** What has to be said now about what is due: of each person's steps only the latest whose time has come, and no step twice. */
export function planNudges(book: DutyBook, facts: Facts, dues: readonly Due[], now: Date): PlannedNudge[] {
  const history = historyOf(facts);
  const duties = new Map(book.duties.map((duty) => [duty.id, duty]));
  return dues.flatMap((due) => {
    if (due.state === 'done' || due.state === 'waived' || due.opensAt > now) return [];
    return planOne({ due, duty: duties.get(due.duty)!, book, history, now });
  });
}

export interface History {
  said: ReadonlyMap<string, Said[]>; // by duty|subject|period
  snoozed: ReadonlyMap<string, Replied>; // the last 明天再提醒, by person|duty|subject|period
  shown: ReadonlyMap<string, Shown[]>; // by person|duty|subject|period
  refused: ReadonlySet<string>; // 不是我负责, by person|duty|subject
  away: ReadonlyMap<string, Away>;
  names: ReadonlyMap<string, string>;
}

export const dueKey = (due: {
  duty: string;
  period: string | { key: string };
  subject: string | { id: string };
}): string =>
  [
    due.duty,
    typeof due.subject === 'string' ? due.subject : due.subject.id,
    typeof due.period === 'string' ? due.period : due.period.key,
  ].join('|');

export function historyOf(facts: Facts): History {
  const said = new Map<string, Said[]>();
  for (const one of facts.said) push(said, dueKey(one), one);
  const shown = new Map<string, Shown[]>();
  for (const one of facts.shown ?? []) push(shown, `${one.personId}|${dueKey(one)}`, one);
  const snoozed = new Map<string, Replied>();
  const refused = new Set<string>();
  for (const reply of facts.replied) {
    if (reply.kind === 'not-mine') refused.add(`${reply.personId}|${reply.duty}|${reply.subject}`);
    if (reply.until === null) continue;
    const key = `${reply.personId}|${dueKey(reply)}`;
    const known = snoozed.get(key);
    if (!known || known.at < reply.at) snoozed.set(key, reply);
  }
  return {
    said,
    snoozed,
    shown,
    refused,
    away: new Map(facts.away.map((one) => [one.personId, one])),
    names: new Map(facts.people.map((p) => [p.id, p.name])),
  };
}

function push<V>(lists: Map<string, V[]>, key: string, one: V): void {
  const list = lists.get(key);
  if (list) list.push(one);
  else lists.set(key, [one]);
}

export interface Case {
  due: Due;
  duty: DutyDefinition;
  book: DutyBook;
  history: History;
  now: Date;
}

function planOne(one: Case): PlannedNudge[] {
  const { due, duty, book, history } = one;
  const steps = stepsFor(due, duty, book.settings, book.calendar);
  const said = history.said.get(dueKey(due)) ?? [];
  const out: PlannedNudge[] = [];
  for (const as of ADDRESSEES) {
    if (due.soft && as !== 'owner') continue;
    const last = latest(one, as, steps);
    const people = present(one, as);
    if (last && people.length > 0 && fairChance(one, as, steps, said)) {
      for (const person of people) {
        if (heard(person.personId, last, steps, said) || isSnoozed(one, person.personId)) continue;
        out.push(nudge(due, last.id, person, as));
      }
    }
    for (const person of people) {
      const again = comesAgain(one, person.personId, said);
      if (again !== undefined && !out.some((n) => n.personId === person.personId))
        out.push(nudge(due, again, person, as));
    }
  }
  return out.filter((n) => !seenToday(one, n.personId));
}

/** They asked today and saw it as it stands: it need not be said again before tomorrow. What is to be signed is. */
const seenToday = ({ due, history, now }: Case, personId: string): boolean =>
  due.state !== 'unsigned' &&
  (history.shown.get(`${personId}|${dueKey(due)}`) ?? []).some(
    (seen) => seen.state === due.state && localDay(seen.at) === localDay(now),
  );

export const nudge = (
  due: Due,
  step: string,
  person: DuePerson & { insteadOf?: string | undefined },
  as: Addressee,
): PlannedNudge => ({
  key: nudgeKey(due, step, person.personId),
  personId: person.personId,
  due,
  step,
  as,
  ...(person.insteadOf === undefined ? {} : { insteadOf: person.insteadOf }),
});

/** Of the steps of that quality whose time has come, the last; none that nobody should hear any more. */
export function latest({ duty, book, now }: Case, as: Addressee, steps: readonly Step[]): Step | undefined {
  const last = steps.filter((step) => step.to === as && step.at <= now).at(-1);
  const { every } = duty.cadence;
  if (!last || every === 'item' || every === 'record') return last;
  const [from, today] = [localDay(last.at), localDay(now)];
  return from < today && book.calendar.workdaysBetween(from, today) > book.settings.lapse[every]
    ? undefined
    : last;
}

/** The people of that quality who are there: for one who is away, the stand-in; without one, nobody. */
function present({ due, history }: Case, as: Addressee): (DuePerson & { insteadOf?: string })[] {
  const out = new Map<string, DuePerson & { insteadOf?: string }>();
  for (const person of due.people) {
    if (person.as !== as || history.refused.has(`${person.personId}|${due.duty}|${due.subject.id}`)) continue;
    const away = history.away.get(person.personId);
    if (!away) {
      out.set(person.personId, person);
      continue;
    }
    const standIn = away.standInId;
    const name = standIn === null ? undefined : history.names.get(standIn);
    if (standIn === null || name === undefined || history.away.has(standIn) || out.has(standIn)) continue;
    out.set(standIn, { personId: standIn, name, as, insteadOf: person.name });
  }
  return [...out.values()];
}

/** That step or a later one was said already: after a clock set back, nothing is said anew. */
function heard(personId: string, step: Step, steps: readonly Step[], said: readonly Said[]): boolean {
  const from = steps.findIndex((s) => s.id === step.id);
  const mine = said.filter((s) => s.personId === personId);
  return mine.some((s) => againOn(s, step) || steps.findIndex((known) => known.id === s.step) >= from);
}

/** Reminded again on their own wish: that day's step, and those before it, are said with it. */
const againOn = (said: Said, step: Step): boolean =>
  said.step.startsWith('again-') && localDay(step.at) <= localDay(said.at);

/** Whoever comes after hears only once those before had their word, and a day to act on it. */
export function fairChance(one: Case, as: Addressee, steps: readonly Step[], said: readonly Said[]): boolean {
  const today = localDay(one.now);
  const before: readonly Addressee[] =
    as === 'owner' || as === 'unit' ? [] : as === 'leader' ? ['owner'] : ['owner', 'leader'];
  return before.every((earlier) => {
    const last = latest(one, earlier, steps);
    const people = present(one, earlier);
    if (!last || people.length === 0) return true;
    return people.some(({ personId }) => {
      const mine = said.filter((s) => s.personId === personId && localDay(s.at) < today);
      // Whoever asked and saw it had their word as well: asking every morning keeps nothing from anybody.
      const seen = one.history.shown.get(`${personId}|${dueKey(one.due)}`) ?? [];
      return (
        heard(personId, last, steps, mine) ||
        seen.some((s) => localDay(s.at) < today && localDay(s.at) >= localDay(last.at))
      );
    });
  });
}

function isSnoozed({ due, history, now }: Case, personId: string): boolean {
  const until = history.snoozed.get(`${personId}|${dueKey(due)}`)?.until;
  return until !== undefined && until !== null && until > now;
}

/** Asked to be reminded again, and the time has come: a step of its own, once. */
function comesAgain(
  { due, history, now }: Case,
  personId: string,
  said: readonly Said[],
): string | undefined {
  const reply = history.snoozed.get(`${personId}|${dueKey(due)}`);
  if (!reply?.until || reply.until > now) return undefined;
  const since = said.some((s) => s.personId === personId && s.at >= reply.until!);
  return since ? undefined : `again-${localDay(reply.until)}`;
}
