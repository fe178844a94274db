import type { AskedPerson } from '../core/asked.js';
import type { Db } from './client.js';

/** Everybody who was asked between these moments, most often first. Duties go by their ids; `titles` names them. */
export async function askedPeople(
  db: Db,
  from: Date,
  to: Date,
  titles: (duty: string) => string,
): Promise<AskedPerson[]> {
  const nudges = await db.$queryRaw<
    { id: string; person: string; unit: string; duty: string; outgoing: string }[]
  >`
    SELECT DISTINCT p.id, p.name AS person, p.unit, n.duty, n.outgoing_id AS outgoing
    FROM nudge n JOIN person p ON p.id = n.person_id JOIN outgoing o ON o.id = n.outgoing_id
    WHERE n.at >= ${from} AND n.at < ${to} AND o.state NOT IN ('dropped', 'failed', 'withdrawn')`;
  const asks = await db.$queryRaw<{ id: string; person: string; unit: string; questions: number }[]>`
    SELECT p.id, p.name AS person, p.unit, count(*)::int AS questions
    FROM ask a JOIN contact c ON c.id = a.contact_id JOIN person p ON p.id = c.person_id
    WHERE a.asked_at >= ${from} AND a.asked_at < ${to} AND a.state <> 'withdrawn' GROUP BY p.id, p.name, p.unit`;
  const people = new Map<
    string,
    { person: string; unit: string; outgoing: Set<string>; duties: Map<string, number>; questions: number }
  >();
  const of = ({ id, person, unit }: { id: string; person: string; unit: string }) => {
    let one = people.get(id);
    if (!one) people.set(id, (one = { person, unit, outgoing: new Set(), duties: new Map(), questions: 0 }));
    return one;
  };
  for (const row of nudges) {
    const one = of(row);
    one.outgoing.add(row.outgoing);
    one.duties.set(row.duty, (one.duties.get(row.duty) ?? 0) + 1);
  }
  for (const row of asks) of(row).questions = row.questions;
  return [...people.values()]
    .map(({ person, unit, outgoing, duties, questions }) => ({
      person,
      unit,
      todos: outgoing.size,
      why: [...duties]
        .map(([duty, times]) => ({ duty, title: titles(duty), times }))
        .sort((a, b) => b.times - a.times),
      questions,
    }))
    .sort(
      (a, b) =>
        b.todos + b.questions - a.todos - a.questions || (a.unit + a.person < b.unit + b.person ? -1 : 1),
    );
}
