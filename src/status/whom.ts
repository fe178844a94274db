import type { HouseholdIndex, Person } from '../core/household.js';
import type { Place, StatusLedger } from '../core/status.js';
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
  if (saysOwn(text, words)) return helped(access);
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

/** Whether a text is about the asker's own households. */
export const saysOwn = (text: string, { ownHouseholds, mine }: StatusWords): boolean =>
  says(text, ownHouseholds) || says(text, mine);

/** "我还差几户" of somebody who helps no household is about their places. */
export async function meant(
  place: Place,
  text: string,
  { words, access }: Pick<Whose, 'words' | 'access'>,
  ledger: Pick<StatusLedger, 'helps'>,
): Promise<Place> {
  const loose = says(text, words.mine) && !says(text, words.ownHouseholds);
  if (!loose || place.helper !== access.helper || (await ledger.helps(access.helper))) return place;
  return { ...ownPlace(access), ...(place.except && { except: place.except }) };
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
