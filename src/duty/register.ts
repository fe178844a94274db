import type { DutySettings } from './settings-schema.js';
import { firstName, villageId } from './responsibilities.js';
import type { Facts, Home, Official, OpenItem } from './types.js';

/** Facts with the ways through them that duties need; made once for a run. */
export interface Register {
  facts: Facts;
  person(id: string): Official | undefined;
  /** The one active person of that name, if there is just one. */
  named(name: string): Official | undefined;
  holders(kind: string, id: string, ...roles: string[]): Official[];
  /** Households of a helper or guarantor. */
  homesOf(personId: string, role: string): Home[];
  home(code: string): Home | undefined;
  /** Households in which a column of the register names somebody: the first name, and the household. */
  namedIn(column: string): readonly (readonly [string, Home])[];
  leadersOfPlace(town: string, village: string): Official[];
  /** The office that hears last: of the town where it has one, else of the county. */
  office(town: string): Official[];
  /** The town in which an official works, where their unit or villages say so. */
  townOf(person: Official): string;
  units: readonly string[];
  /** Those of a unit, written with or without its county, in the first of these roles that somebody holds. */
  ofUnit(unit: string, ...roles: string[]): Official[];
  helperOf(household: string): Official[];
  /** Of the cadres of a village the one whose post says so; without such a post all of them. */
  inCharge(town: string, village: string): Official[];
}

export function createRegister(facts: Facts, settings: DutySettings): Register {
  const people = new Map(facts.people.map((p) => [p.id, p]));
  const byName = new Map<string, Official[]>();
  for (const p of facts.people) byName.set(p.name, [...(byName.get(p.name) ?? []), p]);
  const homes = new Map(facts.homes.map((h) => [h.code, h]));
  const columns = new Map<string, readonly (readonly [string, Home])[]>();
  const held = new Map<string, string[]>(); // kind|id|role → person ids
  const homesBy = new Map<string, string[]>(); // person|role → codes
  const helpers = new Map<string, string[]>(); // household → person ids
  for (const one of facts.holds) {
    if (one.personId === null || !people.has(one.personId)) continue;
    if (one.subjectKind === 'household') {
      homesBy.set(`${one.personId}|${one.role}`, [
        ...(homesBy.get(`${one.personId}|${one.role}`) ?? []),
        ...one.subjectIds,
      ]);
      if (one.role === 'helper')
        for (const code of one.subjectIds) helpers.set(code, [...(helpers.get(code) ?? []), one.personId]);
      continue;
    }
    for (const id of one.subjectIds) {
      const key = `${one.subjectKind}|${id}|${one.role}`;
      const list = held.get(key);
      if (list) list.push(one.personId);
      else held.set(key, [one.personId]);
    }
  }
  const officeUnits = new RegExp(settings.office, 'u');
  const townClerks = new Set(
    facts.holds.filter((h) => h.subjectKind === 'town' || h.subjectKind === 'village').map((h) => h.personId),
  );
  const county = facts.people.filter(
    (p) => p.role === 'clerk' && officeUnits.test(p.unit) && !townClerks.has(p.id),
  );

  function holders(kind: string, id: string, ...roles: string[]): Official[] {
    for (const role of roles) {
      const found = held.get(`${kind}|${id}|${role}`);
      if (found) return [...new Set(found)].map((person) => people.get(person)!);
    }
    return [];
  }

  const units = [...new Set(facts.people.map((p) => p.unit))].filter((unit) => unit !== '').sort();
  const inCharge = settings.inCharge.map((post) => new RegExp(post, 'u'));
  const towns = [...new Set(facts.homes.map((home) => home.town))].filter((town) => town !== '');

  return {
    facts,
    townOf: (person) =>
      towns.find((town) => person.unit.includes(town) || person.villages.includes(town)) ?? '',
    units,
    person: (id) => people.get(id),
    named(name) {
      const found = byName.get(name) ?? [];
      return found.length === 1 ? found[0] : undefined;
    },
    holders,
    ofUnit(unit, ...roles) {
      const own = holders('unit', unit, ...roles);
      if (own.length > 0) return own;
      const same = units.filter((one) => one.endsWith(unit));
      return same.length === 1 ? holders('unit', same[0]!, ...roles) : [];
    },
    helperOf: (household) => (helpers.get(household) ?? []).flatMap((id) => people.get(id) ?? []),
    inCharge(town, village) {
      const cadres = holders('village', villageId(town, village), 'village-cadre');
      for (const post of inCharge) {
        const found = cadres.filter((one) => post.test(one.post));
        if (found.length > 0) return found.slice(0, 1);
      }
      return cadres;
    },
    homesOf: (personId, role) =>
      (homesBy.get(`${personId}|${role}`) ?? []).flatMap((code) => homes.get(code) ?? []),
    home: (code) => homes.get(code),
    namedIn(column) {
      let found = columns.get(column);
      if (!found) {
        found = facts.homes.flatMap((home) => {
          const name = firstName(home.attributes[column] ?? '');
          return name === '' ? [] : [[name, home] as const];
        });
        columns.set(column, found);
      }
      return found;
    },
    leadersOfPlace(town, village) {
      const own = village === '' ? [] : holders('village', villageId(town, village), 'leader');
      return own.length > 0 ? own : holders('town', town, 'leader');
    },
    office(town) {
      const own = town === '' ? [] : holders('town', town, 'clerk');
      return own.length > 0 ? own : county;
    },
  };
}

/**
 * Who is to do it, who leads, of an item: as it names them, else of its lead unit, else the helper of its household, else
 * whoever is in charge of its village. A matter of one is told to one.
 */
export function itemPeople(item: OpenItem, register: Register): { owners: Official[]; leaders: Official[] } {
  const said = (name: string | null) =>
    name === null ? [] : [register.named(name)].filter((p) => p !== undefined);
  const firstOf = (...lists: Official[][]) => lists.find((list) => list.length > 0) ?? [];
  const unit = item.leadUnit ?? '';
  const town = item.town ?? '';
  const village = item.village ?? '';
  return {
    owners: firstOf(
      register.holders('item', item.id, 'owner'),
      said(item.owner),
      unit === '' ? [] : register.ofUnit(unit, 'liaison', 'leader'),
      item.household === null ? [] : register.helperOf(item.household),
      village === '' ? [] : register.inCharge(town, village),
    ),
    leaders: firstOf(
      register.holders('item', item.id, 'leader'),
      said(item.leader),
      unit === '' ? [] : register.ofUnit(unit, 'leader'),
      register.leadersOfPlace(town, village),
    ),
  };
}

/**
 * Who has to hand an item on that nobody has been charged with yet: its department's liaison, else that of the first unit
 * that stands in for it, else the office. Whoever reported it is not made to deal with it.
 */
export function receiversOf(
  item: OpenItem,
  standIns: readonly string[],
  register: Register,
): { owners: Official[]; leaders: Official[] } {
  const town = item.town ?? '';
  for (const unit of [item.leadUnit ?? '', ...standIns]) {
    const owners = unit === '' ? [] : register.ofUnit(unit, 'liaison', 'leader');
    if (owners.length > 0) return { owners, leaders: register.ofUnit(unit, 'leader') };
  }
  return { owners: register.office(town), leaders: register.leadersOfPlace(town, item.village ?? '') };
}
