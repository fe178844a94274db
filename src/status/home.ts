import type { Household, HouseholdIndex, Person } from '../core/household.js';
import type { LastWord, StatusLedger } from '../core/status.js';
import type { Access } from './access.js';
import { says } from './match.js';
import { placesIn } from './place.js';
import type { StatusWords } from './schema.js';

/** A household by its name as written; none where the register knows nobody of that name. */
export interface HomeAsked {
  written: string;
  households: readonly Household[];
}

const UNKNOWN = /(?:^|[镇村组的,，])(?<name>[\u4e00-\u9fff]{2,4})家/u;

/** The household whose visits a text asks after. */
export function homeIn(text: string, register: HouseholdIndex, words: StatusWords): HomeAsked | undefined {
  if (!says(text, words.household)) return undefined;
  const where = placesIn(text, register);
  const villages = where.type === 'place' ? where.place.villages : [];
  for (let i = 0; i < text.length; i++) {
    const named = register.nameAt(text, i);
    if (!named) continue;
    const there = named.households.filter((one) => villages.includes(one.village));
    return { written: named.name, households: there.length > 0 ? there : named.households };
  }
  const written = UNKNOWN.exec(text)?.groups?.['name'];
  return written === undefined ? undefined : { written, households: [] };
}

/** Whether somebody answers for a household: by its place, or as its helper. */
const mayAskHome = (access: Access, home: Household): boolean =>
  access.all ||
  access.towns.has(home.town) ||
  access.villages.has(home.village) ||
  home.helper === access.helper;

/** Whether a household is of those whose hardship is nobody else's business. */
const isDiscreet = (home: Household, { filters }: StatusWords): boolean =>
  filters.some(({ discreet, in: values }) => discreet && [home.category, home.monitorKind].some((one) => values.includes(one))); // prettier-ignore

/** For the template `status-household`. */
function homeView(home: Household, last: LastWord | undefined): object {
  const visitors = last?.data['visitors'];
  return {
    name: home.householder,
    place: `${home.village}${home.group}`,
    day: last?.day ?? '',
    by: Array.isArray(visitors) && visitors.length > 0 ? visitors.join('、') : (last?.by ?? ''),
    mode: last?.data['mode'] ?? '',
  };
}

/** Whether somebody may ask how an official's work stands: that official, and whose unit or places he or she works for. */
export function mayAskPerson(
  asker: Person,
  access: Access,
  about: Person,
  within: (villages: readonly string[]) => boolean,
): boolean {
  if (about.name === asker.name && about.unit === asker.unit) return true;
  if (asker.role === 'cadre') return false;
  if (access.all || (asker.unit !== '' && asker.unit === about.unit)) return true;
  return about.villages.length > 0 && within(about.villages);
}

/** What is said of a household. `open`: also before others; `beyond`: declined, and how the place is called in the log. */
export interface HomeSaid {
  text: string;
  open: boolean;
  beyond?: string | undefined;
}

/** When a household was last visited, and by whom; asks which where the asker has several of that name. */
export async function sayHome(
  { written, households }: HomeAsked,
  access: Access,
  words: StatusWords,
  ledger: StatusLedger,
  render: (template: string, data: object) => string,
): Promise<HomeSaid> {
  if (households.length === 0)
    return { text: render('status-household-none', { name: written }), open: true };
  const own = households.filter((one) => mayAskHome(access, one));
  const [one] = own;
  if (!one) {
    const beyond = `${written}家`;
    return { text: render('status-declined', { place: beyond }), open: true, beyond };
  }
  const places = own.map(({ village, group }) => `${village}${group}`).slice(0, 5);
  if (own.length > 1)
    return { text: render('status-household-which', { name: written, places }), open: true };
  const last = await ledger.lastOf('visit', one.code);
  return { text: render('status-household', homeView(one, last)), open: !isDiscreet(one, words) };
}
