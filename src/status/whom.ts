import type { HouseholdIndex, Person } from '../core/household.js';
import type { Place } from '../core/status.js';
import { helped, ownPlace, type Access } from './access.js';
import { says } from './match.js';
import { placesIn } from './place.js';
import type { StatusWords } from './schema.js';

interface Whose {
  words: StatusWords;
  register: HouseholdIndex;
  access: Access;
  people: readonly Person[];
}

/** The place that a text means without naming one; undefined where its words mean none for this asker (咱镇, of the county). */
export function placeWords(
  text: string,
  { words, register, access }: Omit<Whose, 'people'>,
): Place | undefined {
  if (says(text, words.all)) return { towns: [], villages: [], title: '全县' };
  if (says(text, words.ownHouseholds)) return helped(access);
  const own = ownPlace(access);
  const [towns, villages] = [[...access.towns], [...access.villages]];
  if (says(text, words.ownVillage))
    return villages.length > 0 ? { towns: [], villages, title: villages.join('、') } : undefined;
  if (says(text, words.ownTown)) {
    const above = villages.flatMap((village) => register.village(village)?.towns ?? []);
    const named = [...new Set(towns.length > 0 ? towns : above)];
    return named.length > 0 ? { towns: named, villages: [], title: named.join('、') } : undefined;
  }
  return own;
}

/** The households of the official whom the text names. */
export function workerIn({ access, people }: Pick<Whose, 'access' | 'people'>): Place | undefined {
  const helper = people[0]?.name;
  if (helper === undefined) return undefined;
  return helper === access.helper
    ? helped(access)
    : { towns: [], villages: [], helper, title: `${helper}帮扶的户` };
}

/** What stands where the name of an official or a place does, and the register knows neither. */
export function strangerIn(
  text: string,
  { words, register, people }: Omit<Whose, 'access'>,
): string | undefined {
  for (const pattern of words.strangers) {
    const found = new RegExp(pattern, 'du').exec(text);
    const [from, to] = found?.indices?.groups?.['v'] ?? [];
    if (from === undefined || to === undefined) continue;
    const name = text.slice(from, to);
    const known =
      people.some((one) => name.includes(one.name) || one.name.includes(name)) ||
      register.nameAt(text, from) !== undefined ||
      placesIn(name, register).type !== 'none';
    if (!known) return name;
  }
  return undefined;
}
