import { fromLocal, localDay, toLocal } from '../core/time.js';
import { computeDues } from './dues.js';
import { planNudges } from './nudges.js';
import { wantedResponsibilities, villageId } from './responsibilities.js';
import type { DutyDefinition } from './schema.js';
import type { DutyExample } from './example-schema.js';
import type { DutyBook, Facts, Holds, Home, Proof, ProofQuery } from './types.js';

/** The county of an example: ids are names, so that what comes out can be read. */
export function factsOfExample(duty: DutyDefinition, example: DutyExample): Facts {
  const people = example.people.map((person) => ({ ...person, id: person.name }));
  const homes: Home[] = example.households;
  const home = new Map(homes.map((one) => [one.code, one]));
  const who = new Map(people.map((person) => [person.name, person]));
  const proofs: Proof[] = example.records.map((record, i) => {
    const { kind, by, at, on, household, signedBy, ...data } = record;
    const place = household === undefined ? undefined : home.get(household);
    const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
    return {
      record: `r${i + 1}`,
      kind,
      on: on ?? at.slice(0, 10),
      at: fromLocal(at),
      household,
      town: place?.town ?? text(data['town']),
      village: place?.village ?? text(data['village']),
      unit: text(data['unit']),
      subject: text(data['subject']),
      personId: who.get(by)?.id,
      reporterUnit: who.get(by)?.unit,
      names: namesIn(data),
      data,
      signedBy,
    };
  });
  const subjectId = (title: string) => idOf(example, title);
  return {
    people,
    homes,
    holds: grouped(wantedResponsibilities(people, homes)),
    away: example.absent.map(({ name, standIn }) => ({ personId: name, standInId: standIn ?? null })),
    items: example.items.map((item) => ({
      id: item.key,
      ledger: item.ledger,
      key: item.key,
      number: item.number ?? null,
      milestone: item.milestone ?? null,
      softMilestone: item.soft,
      ...(item.later && { later: item.later }),
      title: item.title,
      state: item.state,
      data: item.data,
      owner: item.owner ?? null,
      leader: item.leader ?? null,
      leadUnit: item.leadUnit ?? null,
      units: item.units,
      household: item.household ?? null,
      town: item.town ?? null,
      village: item.village ?? null,
      dueClass: item.dueClass ?? null,
      nextDue: item.nextDue ?? null,
      openedOn: item.opened.slice(0, 10),
      updatedOn: (item.updated ?? item.opened).slice(0, 10),
      closed: false,
      discreet: item.discreet,
    })),
    itemProofs: example.items.flatMap((item) =>
      item.events.map((event) => ({ item: item.key, type: event.type, at: fromLocal(event.at) })),
    ),
    said: example.said.map(({ to, subject, step, at }) => ({
      personId: to,
      duty: duty.id,
      subject: subjectId(subject),
      period: '*',
      step,
      at: fromLocal(at),
    })),
    replied: example.replies.map((reply) => ({
      personId: reply.by,
      duty: duty.id,
      subject: subjectId(reply.subject),
      period: '*',
      kind: reply.kind,
      until: reply.until === undefined ? null : fromLocal(reply.until),
      at: fromLocal(reply.at),
    })),
    proofs: (query) => proofs.filter((proof) => asked(query, proof)),
  };
}

const namesIn = (data: Record<string, unknown>): string[] =>
  ['visitors', 'people'].flatMap((field) => (Array.isArray(data[field]) ? (data[field] as string[]) : []));

export function asked(query: ProofQuery, proof: Proof): boolean {
  return query.kinds.includes(proof.kind) && proof.on >= query.from && proof.on <= query.to;
}

function idOf(example: DutyExample, title: string): string {
  const home = example.households.find((one) => one.village === title);
  if (home) return villageId(home.town, home.village);
  return example.items.find((item) => item.title === title)?.key ?? title;
}

export function grouped(wanted: ReturnType<typeof wantedResponsibilities>): Holds[] {
  const out = new Map<
    string,
    { personId: string | null; name: string; role: string; subjectKind: string; subjectIds: string[] }
  >();
  for (const { personId, name, role, subjectKind, subjectId } of wanted) {
    const key = `${personId ?? ''}|${name}|${role}|${subjectKind}`;
    const known = out.get(key);
    if (known) known.subjectIds.push(subjectId);
    else out.set(key, { personId, name, role, subjectKind, subjectIds: [subjectId] });
  }
  return [...out.values()];
}

/** What an example gives instead of what it should; empty where it comes out as it says. */
export function tryExample(duty: DutyDefinition, example: DutyExample, book: DutyBook): string[] {
  const now = fromLocal(example.now);
  const own: DutyBook = { ...book, duties: [duty] };
  const facts = factsOfExample(duty, example);
  const raw = computeDues(own, facts, now);
  // What was said or answered holds for the period that the example is about: the one it was said in.
  const periodAt = (subject: string, at: Date): string => {
    const mine = raw.filter((due) => subject === '' || due.subject.id === subject);
    const found = mine.find((due) => due.opensAt <= at && localDay(at) <= localDay(due.dueAt));
    return (found ?? mine.at(-1))?.period.key ?? '';
  };
  const dated: Facts = {
    ...facts,
    said: facts.said.map((one) => ({ ...one, period: periodAt(one.subject, one.at) })),
    replied: facts.replied.map((one) => ({ ...one, period: periodAt(one.subject, one.at) })),
  };
  const dues = computeDues(own, dated, now);
  const shown = dues.map((due) => ({
    subject: due.subject.title,
    period: due.period.key,
    due: toLocal(due.dueAt).slice(0, 16),
    state: due.state,
    ...(due.hint !== undefined && { hint: due.hint }),
    ...(due.rest && {
      rest: due.rest.map((code) => facts.homes.find((home) => home.code === code)!.householder),
    }),
  }));
  const nudges = planNudges(own, dated, dues, now).map((n) => ({
    to: nameOf(facts, n.personId),
    subject: n.due.subject.title,
    step: n.step,
  }));
  return [...differences('dues', example.dues, shown), ...differences('nudges', example.nudges, nudges)];
}

const nameOf = (facts: Facts, id: string): string =>
  facts.people.find((person) => person.id === id)?.name ?? id;

function differences(what: string, expected: readonly object[], got: readonly object[]): string[] {
  const text = (list: readonly object[]) =>
    list
      .map((one) =>
        JSON.stringify(
          Object.entries(one)
            .filter(([, v]) => v !== undefined)
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        ),
      )
      .sort();
  const [want, have] = [text(expected), text(got)];
  const show = (line: string) => JSON.stringify(Object.fromEntries(JSON.parse(line) as [string, unknown][]));
  return [
    ...want.filter((line) => !have.includes(line)).map((line) => `${what}: expected ${show(line)}`),
    ...have.filter((line) => !want.includes(line)).map((line) => `${what}: unexpected ${show(line)}`),
    ...(want.length !== have.length &&
    want.every((l) => have.includes(l)) &&
    have.every((l) => want.includes(l))
      ? [`${what}: expected ${want.length}, got ${have.length}`]
      : []),
  ];
}
