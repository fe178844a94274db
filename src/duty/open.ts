import { ADDRESSEES, type Addressee } from './schema-parts.js';
import { dueKey, fairChance, historyOf, latest, nudge, type Case, type PlannedNudge } from './nudges.js';
import { stepsFor } from './steps.js';
import type { Due, DuePerson, DutyBook, Facts } from './types.js';

/** The step of what somebody asked for: none that anybody would be told of. */
const ASKED = 'asked';

/**
 * Of what is due (computed for a listing) everything that is open for these people, whether or not a step has come: what
 * is theirs to do, their own or in somebody's stead, and of others' what has been escalated to them. One entry for each
 * thing due and person.
 */
export function openFor(
  book: DutyBook,
  facts: Facts,
  dues: readonly Due[],
  personIds: ReadonlySet<string>,
  now: Date,
): PlannedNudge[] {
  const history = historyOf(facts);
  const duties = new Map(book.duties.map((duty) => [duty.id, duty]));
  return dues.flatMap((due) => {
    if (due.state === 'done' || due.state === 'waived') return [];
    const one: Case = { due, duty: duties.get(due.duty)!, book, history, now };
    const out = new Map<string, PlannedNudge>();
    for (const as of ADDRESSEES) {
      for (const person of askers(one, as, personIds)) {
        if (out.has(person.personId) || !concerns(one, as, person.personId)) continue;
        out.set(person.personId, nudge(due, ASKED, person, as));
      }
    }
    return [...out.values()];
  });
}

/** Of those who ask, who stands in that quality: as themselves, also on leave, or for one who is. */
function askers(
  { due, history }: Case,
  as: Addressee,
  personIds: ReadonlySet<string>,
): (DuePerson & { insteadOf?: string })[] {
  const refused = (personId: string) => history.refused.has(`${personId}|${due.duty}|${due.subject.id}`);
  const mine = due.people.filter((person) => person.as === as && !refused(person.personId));
  const own = mine.filter(({ personId }) => personIds.has(personId));
  const instead = mine.flatMap((person) => {
    const standIn = history.away.get(person.personId)?.standInId;
    if (standIn === null || standIn === undefined || !personIds.has(standIn) || refused(standIn)) return [];
    return [{ personId: standIn, name: history.names.get(standIn) ?? '', as, insteadOf: person.name }];
  });
  return [...own, ...instead];
}

/** An owner until it is done; whoever is to sign once it waits for that; anybody else once a step has told them, or would now. */
function concerns(one: Case, as: Addressee, personId: string): boolean {
  const { due, duty, book, history } = one;
  const steps = stepsFor(due, duty, book.settings, book.calendar);
  if (due.state === 'unsigned') return steps.some((step) => step.to === as);
  if (as === 'owner') return true;
  if (due.soft) return false;
  const said = history.said.get(dueKey(due)) ?? [];
  if (said.some((s) => s.personId === personId && steps.some((step) => step.to === as && step.id === s.step)))
    return true;
  return latest(one, as, steps) !== undefined && fairChance(one, as, steps, said);
}
