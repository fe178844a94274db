import type { Home, Official } from './types.js';

/** One line of who answers for what, as the roster has it. `personId` is null where the name fits nobody, or several. */
export interface Wanted {
  personId: string | null;
  name: string;
  role: string;
  subjectKind: 'household' | 'village' | 'town' | 'unit';
  subjectId: string;
}

/** A village's id: two towns may have villages of one name. */
export const villageId = (town: string, village: string): string => `${town}${village}`;

/** Responsibilities that follow from the registers of households and officials. One main helper for each household: the first named. */
export function wantedResponsibilities(people: readonly Official[], homes: readonly Home[]): Wanted[] {
  const places = placesOf(homes);
  const finder = personFinder(people, places);
  const out: Wanted[] = [];
  for (const home of homes) {
    for (const role of ['helper', 'guarantor'] as const) {
      const name = firstName(home[role]);
      if (name === '') continue;
      const person = finder(name, home.town, home.village);
      out.push({ personId: person?.id ?? null, name, role, subjectKind: 'household', subjectId: home.code });
    }
  }
  for (const person of people) {
    const { id: personId, name } = person;
    if (person.unit !== '')
      out.push({ personId, name, role: unitRole(person.role), subjectKind: 'unit', subjectId: person.unit });
    for (const place of person.villages) {
      const found = placeOf(place, person, places);
      if (found)
        out.push({
          personId,
          name,
          role: placeRole(person.role, found.kind),
          subjectKind: found.kind,
          subjectId: found.id,
        });
    }
  }
  return out;
}

/** "童瑶、雷一鸣": the first named is the main one. */
export function firstName(written: string): string {
  return written.split(/[、,，;；/\s]+/u).find((part) => part !== '') ?? '';
}

const unitRole = (role: string): string =>
  role === 'leader' ? 'leader' : role === 'clerk' ? 'liaison' : 'member';

const placeRole = (role: string, kind: 'village' | 'town'): string =>
  role === 'leader' ? 'leader' : role === 'clerk' ? 'clerk' : `${kind}-cadre`;

interface Places {
  towns: ReadonlySet<string>;
  townsOf: ReadonlyMap<string, ReadonlySet<string>>; // by village
}

export function placesOf(homes: readonly Home[]): Places {
  const towns = new Set<string>();
  const townsOf = new Map<string, Set<string>>();
  for (const { town, village } of homes) {
    if (town !== '') towns.add(town);
    let of = townsOf.get(village);
    if (!of) townsOf.set(village, (of = new Set()));
    of.add(town);
  }
  return { towns, townsOf };
}

/** A village that two towns have belongs to the person's own town, or to nobody. */
function placeOf(
  place: string,
  person: Official,
  { towns, townsOf }: Places,
): { kind: 'village' | 'town'; id: string } | undefined {
  if (towns.has(place)) return { kind: 'town', id: place };
  const candidates = [...(townsOf.get(place) ?? [])];
  const own =
    candidates.length === 1
      ? candidates
      : candidates.filter((town) => person.unit.includes(town) || person.villages.includes(town));
  return own.length === 1 ? { kind: 'village', id: villageId(own[0]!, place) } : undefined;
}

/** Of several officials with one name, the one who works where the household is; never a guess. */
function personFinder(people: readonly Official[], { townsOf }: Places) {
  const byName = new Map<string, Official[]>();
  for (const person of people) byName.set(person.name, [...(byName.get(person.name) ?? []), person]);
  return (name: string, town: string, village: string): Official | undefined => {
    const named = byName.get(name) ?? [];
    if (named.length <= 1) return named[0];
    const alone = townsOf.get(village)?.size === 1;
    const near = named.filter(
      (p) =>
        (alone && p.villages.includes(village)) ||
        p.villages.includes(town) ||
        (town !== '' && p.unit.includes(town)) ||
        p.unit.includes(village),
    );
    return near.length === 1 ? near[0] : undefined;
  };
}
