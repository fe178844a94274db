import { numeral, numeralValue } from '../core/numerals.js';
import type { HouseholdIndex } from '../core/household.js';
import type { Condition, Place } from '../core/status.js';
import type { Span } from './spans.js';

/** What a question says about where. `several`: a village of that name is in more than one town. */
export type WhereAsked =
  | { type: 'none' }
  | { type: 'place'; place: Place; group?: Condition | undefined; spans: readonly Span[] }
  | { type: 'several'; village: string; towns: readonly string[] };

const TOWN_LENGTHS = [6, 5, 4, 3, 2] as const;

/** Towns, villages and the group (组) that a question names, as the register calls them. */
export function placesIn(text: string, register: HouseholdIndex): WhereAsked {
  const towns: string[] = [];
  const villages = new Map<string, readonly string[]>();
  const spans: Span[] = [];
  for (let i = 0; i < text.length; i++) {
    const town = townAt(text, i, register);
    if (town) {
      if (!towns.includes(town.name)) towns.push(town.name);
      spans.push({ from: i, to: i + town.length });
      i += town.length - 1;
      continue;
    }
    const village = register.villageAt(text, i);
    if (village) {
      villages.set(village.village, village.towns);
      spans.push({ from: i, to: i + village.written.length });
      i += village.written.length - 1;
    }
  }
  if (villages.size === 0)
    return towns.length === 0
      ? { type: 'none' }
      : { type: 'place', place: { towns, villages: [], title: towns.join('、') }, spans };
  // A town said beside its village only says which village is meant.
  const homes = new Set([...villages.values()].flat());
  const within = towns.length === 1 && homes.has(towns[0]!) ? towns[0] : undefined;
  for (const [village, in_] of villages)
    if (in_.length > 1 && within === undefined) return { type: 'several', village, towns: in_ };
  const names = [...villages.keys()];
  const group = groupIn(text);
  if (group) spans.push(group);
  const place: Place = {
    towns: within === undefined ? towns : [],
    villages: names,
    title: `${[...(within === undefined ? towns : []), ...names].join('、')}${group?.condition.in![0] ?? ''}`,
    ...(within === undefined ? {} : { within }),
  };
  return { type: 'place', place, group: group?.condition, spans };
}

function townAt(
  text: string,
  at: number,
  register: HouseholdIndex,
): { name: string; length: number } | undefined {
  for (const length of TOWN_LENGTHS) {
    const written = text.slice(at, at + length);
    if (written.length < length) continue;
    const name = /[镇乡办道]$/.test(written) ? register.town(written) : undefined;
    if (name !== undefined) return { name, length };
  }
  return undefined;
}

/** 3组, 第三组, 三组: as registers write it. */
function groupIn(text: string): (Span & { condition: Condition }) | undefined {
  const found = /第?(\d{1,2}|[一二三四五六七八九十]{1,3})组/.exec(text);
  if (!found) return undefined;
  const number = numeralValue(found[1]!);
  const name = number === undefined ? found[1]! : numeral(number);
  return {
    from: found.index,
    to: found.index + found[0].length,
    condition: { field: 'group', in: [`${name}组`, `${found[1]!}组`] },
  };
}
