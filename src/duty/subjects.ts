import { chainOf, hintOf, standing } from './hints.js';
import { ADDRESSEES, type Addressee } from './schema-parts.js';
import type { DutyDefinition } from './schema.js';
import { villageId } from './responsibilities.js';
import { itemPeople, receiversOf, type Register } from './register.js';
import type { DuePerson, Home, Official, OpenItem, Proof, Subject } from './types.js';
import { holds } from './where.js';

/** One whom a duty is due from, with the households it concerns and who is to hear. */
export interface Bearer {
  subject: Subject;
  people: readonly DuePerson[];
  homes?: readonly Home[] | undefined;
  item?: OpenItem | undefined;
  record?: Proof | undefined;
  hint?: string | undefined; // said beside its name in a to-do
  town: string;
}

type Lister = (
  duty: DutyDefinition,
  register: Register,
  today: string,
  records: readonly Proof[],
) => Bearer[];

/** Everyone and everything a duty is due from. `records`: those that the duty follows, where it follows records. */
export function bearers(
  duty: DutyDefinition,
  register: Register,
  today: string,
  records: readonly Proof[] = [],
): Bearer[] {
  return LISTERS[duty.who.each](duty, register, today, records);
}

const LISTERS: Record<DutyDefinition['who']['each'], Lister> = {
  unit: (duty, register) =>
    register.units
      .filter((unit) => unitMeant(duty, unit))
      .map((unit) => {
        const leaders = register.holders('unit', unit, 'leader');
        const owners = register.holders('unit', unit, 'liaison', 'leader');
        return {
          subject: { kind: 'unit', id: unit, title: unit },
          town: '',
          people: addressed({ owner: owners, leader: leaders, office: register.office('') }),
        };
      }),
  village: (duty, register) => byPlace(duty, register, (home) => villageId(home.town, home.village)),
  town: (duty, register) => byPlace(duty, register, (home) => home.town),
  helper: (duty, register) => byHomes(duty, register, 'helper'),
  guarantor: (duty, register) => byHomes(duty, register, 'guarantor'),
  item: (duty, register, today) => {
    const chain = chainOf(duty, register.facts.items);
    return register.facts.items
      .filter((item) => itemMeant(duty, item, today))
      .map((item) => {
        const { owners, leaders } =
          duty.who.items?.of === 'receivers'
            ? receiversOf(item, duty.figures?.get(item.ledger)?.receivers ?? [], register)
            : itemPeople(item, register);
        const title = titleOf(item);
        const town = item.town ?? (owners[0] ? register.townOf(owners[0]) : '');
        return {
          subject: { kind: 'item', id: item.id, title },
          item,
          hint: hintOf(duty, item, chain, today),
          town,
          people: addressed({
            owner: owners,
            unit: copied(item, register),
            leader: leaders,
            office: register.office(town),
          }),
        };
      });
  },
  record: (duty, register, today, records) =>
    records
      .filter((record) => holds(duty.who.records?.where, record.data))
      .map((record) => {
        const town = record.town ?? '';
        const village = record.village ?? '';
        const reporter = record.personId === undefined ? undefined : register.person(record.personId);
        const cadres =
          village === '' ? [] : register.holders('village', villageId(town, village), 'village-cadre');
        const owners = cadres.length > 0 ? cadres : reporter ? [reporter] : [];
        return {
          subject: { kind: 'record', id: record.record, title: record.subject ?? record.kind },
          record,
          town,
          people: addressed({
            owner: owners,
            leader: register.leadersOfPlace(town, village),
            office: register.office(town),
          }),
        };
      }),
  office: (duty, register) => {
    const units = duty.who.office === undefined ? undefined : new RegExp(duty.who.office, 'u');
    const clerks = units
      ? register.facts.people.filter((p) => units.test(p.unit) && p.role === 'clerk')
      : register.office('');
    const leaders = [...new Set(clerks.map((p) => p.unit))].flatMap((unit) =>
      register.holders('unit', unit, 'leader'),
    );
    return [
      {
        subject: { kind: 'office', id: 'office', title: '' },
        town: '',
        people: addressed({ owner: clerks, leader: leaders }),
      },
    ];
  },
};

/** 3号饮水管网老化（完成）; of what is discreet only its kind: 5号看病（核实） */
function titleOf({ number, title, milestone, discreet, data }: OpenItem): string {
  const { about } = data;
  const shown = discreet && typeof about === 'string' ? about : title;
  return `${number === null ? '' : `${number}号`}${shown}${milestone === null || milestone === '' ? '' : `（${milestone}）`}`;
}

/** An official hears in one quality only: whoever is to do it is not told as their own leader. */
function addressed(people: Partial<Record<Addressee, readonly Official[]>>): DuePerson[] {
  const heard = new Set<string>();
  const out: DuePerson[] = [];
  for (const as of ADDRESSEES) {
    for (const { id, name } of people[as] ?? []) {
      if (heard.has(id)) continue;
      heard.add(id);
      out.push({ personId: id, name, as });
    }
  }
  return out;
}

function unitMeant({ who }: DutyDefinition, unit: string): boolean {
  const { matches, except } = who.units ?? {};
  return (
    (matches === undefined || new RegExp(matches, 'u').test(unit)) &&
    (except === undefined || !new RegExp(except, 'u').test(unit))
  );
}

function itemMeant(duty: DutyDefinition, item: OpenItem, today: string): boolean {
  const wanted = duty.who.items;
  if (!wanted || item.closed || !wanted.ledger.includes(item.ledger)) return false;
  if (wanted.states && !wanted.states.includes(item.state)) return false;
  if (wanted.except?.includes(item.state)) return false;
  if (wanted.dueClass && !wanted.dueClass.includes(item.dueClass ?? '')) return false;
  if (wanted.light) {
    const light = standing(duty, item, today)?.light;
    if (light === undefined || !wanted.light.includes(light)) return false;
  }
  return holds(wanted.where, item.data);
}

export function homeMeant({ who }: DutyDefinition, home: Home): boolean {
  const wanted = who.households;
  if (!wanted) return true;
  if (wanted.category && !wanted.category.includes(home.category)) return false;
  if (wanted.monitorKind && !wanted.monitorKind.includes(home.monitorKind)) return false;
  if (wanted.not?.category?.includes(home.category)) return false;
  if (wanted.not?.monitorKind?.includes(home.monitorKind)) return false;
  return Object.entries(wanted.attributes ?? {}).every(([column, values]) =>
    values.includes(home.attributes[column] ?? ''),
  );
}

function byPlace(duty: DutyDefinition, register: Register, idOf: (home: Home) => string): Bearer[] {
  const places = new Map<string, Home[]>();
  for (const home of register.facts.homes) {
    if (!homeMeant(duty, home)) continue;
    const id = idOf(home);
    const list = places.get(id);
    if (list) list.push(home);
    else places.set(id, [home]);
  }
  return [...places].map(([id, homes]) => {
    const { town, village } = homes[0]!;
    const asVillage = duty.who.each === 'village';
    const owners = asVillage
      ? firstOf(
          register.holders('village', id, 'village-cadre'),
          register.holders('town', town, 'clerk', 'town-cadre'),
        )
      : register.holders('town', town, 'clerk', 'town-cadre');
    const subject: Subject = asVillage
      ? { kind: 'village', id, title: village }
      : { kind: 'town', id, title: town };
    return {
      subject,
      homes,
      town,
      people: addressed({
        owner: owners,
        leader: register.leadersOfPlace(town, asVillage ? village : ''),
        office: register.office(town),
      }),
    };
  });
}

const firstOf = (...lists: Official[][]): Official[] => lists.find((list) => list.length > 0) ?? [];

/** The households of an official: as helper or guarantor, or as whom a column of the register names. */
function homesFor(
  person: Official,
  role: 'helper' | 'guarantor',
  duty: DutyDefinition,
  register: Register,
): Home[] {
  const { column } = duty.who;
  const homes =
    column === undefined
      ? register.homesOf(person.id, role)
      : register
          .namedIn(column)
          .filter(([name]) => register.named(name)?.id === person.id)
          .map(([, home]) => home);
  return homes.filter((home) => homeMeant(duty, home));
}

/** Liaisons of the units that answer for an item: the lead unit's, and those that work with it. */
function copied(item: OpenItem, register: Register): Official[] {
  return [item.leadUnit ?? '', ...item.units].flatMap((unit) =>
    unit === '' ? [] : register.ofUnit(unit, 'liaison'),
  );
}

function byHomes(duty: DutyDefinition, register: Register, role: 'helper' | 'guarantor'): Bearer[] {
  const { units, posts } = duty.who.people ?? {};
  const unitsRe = units === undefined ? undefined : new RegExp(units, 'u');
  const postsRe = posts === undefined ? undefined : new RegExp(posts, 'u');
  return register.facts.people.flatMap((person) => {
    if (unitsRe && !unitsRe.test(person.unit)) return [];
    if (postsRe && !postsRe.test(person.post)) return [];
    const homes = homesFor(person, role, duty, register);
    if (homes.length === 0) return [];
    const { town, village } = homes[0]!;
    const leaders = role === 'helper' ? register.leadersOfPlace(town, village) : [];
    return [
      {
        subject: { kind: 'person', id: person.id, title: person.name },
        homes,
        town,
        people: addressed({ owner: [person], leader: leaders, office: register.office(town) }),
      },
    ];
  });
}
