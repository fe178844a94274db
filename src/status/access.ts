import type { Person } from '../core/household.js';
import type { Place } from '../core/status.js';

/** What somebody may ask about: the whole county, places, or only the households they help. */
export interface Access {
  all: boolean;
  towns: ReadonlySet<string>;
  villages: ReadonlySet<string>;
  helper: string;
}

/** Names of places of the register. */
export interface Places {
  town(written: string): string | undefined;
  village(written: string): { village: string; towns: readonly string[] } | undefined;
}

/**
 * Leaders and clerks without places of their own answer for the county; with places, for these. Cadres see their
 * villages and the households they help.
 */
export function accessOf(person: Person, places: Places): Access {
  const towns = new Set<string>();
  const villages = new Set<string>();
  for (const written of person.villages) {
    const town = places.town(written);
    if (town !== undefined) towns.add(town);
    else villages.add(places.village(written)?.village ?? written);
  }
  const all = person.role !== 'cadre' && towns.size === 0 && villages.size === 0;
  return { all, towns, villages, helper: person.name };
}

/** What the asker is responsible for, as a place; the households they help where they have no places. */
export function ownPlace(access: Access): Place {
  if (access.all) return { towns: [], villages: [], title: '全县' };
  const towns = [...access.towns];
  const villages = [...access.villages];
  if (towns.length + villages.length === 0) return helped(access);
  return { towns, villages, title: [...towns, ...villages].join('、') };
}

/** The households the asker helps. */
export function helped(access: Access): Place {
  return { towns: [], villages: [], helper: access.helper, title: '您帮扶的户' };
}

/** Whether somebody may ask about a place. `townsOf` gives the towns of a village. */
export function mayAsk(
  access: Access,
  place: Place,
  townsOf: (village: string) => readonly string[],
): boolean {
  if (access.all) return true;
  if (place.helper !== undefined) return place.helper === access.helper;
  if (place.towns.length + place.villages.length === 0) return false;
  // Of two villages of one name, only the one that is meant opens the door.
  const homes = (village: string) => (place.within === undefined ? townsOf(village) : [place.within]);
  return (
    place.towns.every((town) => access.towns.has(town)) &&
    place.villages.every(
      (village) => access.villages.has(village) || homes(village).some((town) => access.towns.has(town)),
    )
  );
}
