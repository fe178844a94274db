import type { Household, HouseholdIndex } from '../core/household.js';
import type { RosterColumns } from './columns.js';
import { alike } from './alike.js';
import { createHouseholdIndex } from './index.js';
import { titleOf, type ListRow, type RosterList, type Said } from './list.js';
import { mask } from '../core/sensitive/index.js';
import { veiled } from './veiled.js';

/** A household of the register with everything the register says of it; `private` opened, for comparing only. */
export interface FullHousehold extends Household {
  guarantor: string;
  attributes: Readonly<Record<string, string>>;
  private: Readonly<Record<string, string>>;
}

/** What one source says; `rows` are those of its table, none for the register. Private values are masked. */
export interface SourceValue {
  source: string;
  rows: number[];
  value: string;
}

/** A household of which two sources say different things under one head. Nobody is right before a person has looked. */
export interface ListDifference {
  household: Household;
  title: string;
  values: SourceValue[];
}

export interface ListComparison {
  file: string;
  sheet: string;
  rows: number;
  matched: number; // households of the register
  members: boolean;
  titles: readonly string[];
}

export interface Comparison {
  lists: ListComparison[];
  differences: ListDifference[];
  /** Rows that lead to no household of the register, or to more than one. */
  unknown: { file: string; row: number; householder: string; place: string; cause: string }[];
  /** Households of the register that a list of their village leaves out. */
  absent: { file: string; household: Household }[];
  /** Villages of which a list has only a part: how many households it does not name. */
  partial: { file: string; place: string; absent: number }[];
}

/** What the register is called among the sources. */
export const REGISTER = '花名册';
/** A list that names so much of a village is one of that village; of a list of 监测户 alone nothing is missing. */
const COVERED = 3 / 4;

/**
 * Lays other lists beside the register, and beside each other: every household and head where not all of those that have
 * the head say the same. Nothing is settled, changed or guessed; a name that fits two households fits none.
 */
export function compareLists(
  register: readonly FullHousehold[],
  lists: readonly RosterList[],
  columns: RosterColumns,
): Comparison {
  const index = createHouseholdIndex(register);
  const own = new Set(
    register.flatMap((home) => [...Object.keys(home.attributes), ...Object.keys(home.private)]),
  );
  for (const column of Object.keys(columns.households))
    own.add(titleOf(column as keyof RosterColumns['households'], columns));
  const read = lists.map((list) => ({ list, found: matchRows(list, index) }));
  const bySource = read.map(({ list, found }) => ({ list, rows: found.rows }));
  return {
    lists: read.map(({ list, found }) => ({
      file: list.file,
      sheet: list.sheet,
      rows: list.rows.length,
      matched: found.rows.size,
      members: list.members,
      titles: list.titles,
    })),
    differences: register.flatMap((home) => differencesOf(home, bySource, own, columns)),
    unknown: read.flatMap(({ found }) => found.unknown),
    ...absences(register, bySource),
  };
}

interface Matched {
  rows: Map<string, ListRow[]>; // by the household's code
  unknown: Comparison['unknown'];
}

function matchRows(list: RosterList, index: HouseholdIndex): Matched {
  const rows = new Map<string, ListRow[]>();
  const unknown: Matched['unknown'] = [];
  for (const row of list.rows) {
    const found = householdOf(row, index);
    if (typeof found === 'string') {
      const place = `${row.town}${row.village}${row.group}`;
      unknown.push({
        file: list.file,
        row: row.row,
        householder: mask(row.householder),
        place,
        cause: found,
      });
    } else rows.set(found.code, [...(rows.get(found.code) ?? []), row]);
  }
  return { rows, unknown };
}

/** The household that a row is about, or why it cannot be told. */
function householdOf(
  { code, householder, town, village, group }: ListRow,
  index: HouseholdIndex,
): Household | string {
  const coded = code === '' ? undefined : index.byCode(code);
  if (coded) return coded;
  const missing = code === '' ? '' : `户编码${mask(code)}不在花名册，`;
  if (householder === '') return `${missing}没有户主`;
  const match = index.find(householder, { town, village, group });
  if (match.type === 'many') return `${missing}花名册里有${match.households.length}户叫这个名字`;
  if (match.type === 'none') return `${missing}花名册里没有这户`;
  // A name that only sounds or looks alike may be somebody else's.
  if (match.by !== 'exact' && match.by !== 'alias')
    return `${missing}花名册里只有相近的${match.household.householder}`;
  // Another code than the register's may well be another household of that name.
  return code === '' ? match.household : `${missing}同名的户编码是${match.household.code}`;
}

function differencesOf(
  home: FullHousehold,
  sources: readonly { list: RosterList; rows: ReadonlyMap<string, ListRow[]> }[],
  own: ReadonlySet<string>,
  columns: RosterColumns,
): ListDifference[] {
  const found = sources.flatMap(({ list, rows }) => {
    const mine = rows.get(home.code);
    return mine ? [{ list, rows: mine }] : [];
  });
  const population = titleOf('population', columns);
  const titles = new Set(
    found.flatMap(({ list }) => [...list.titles, ...(list.members ? [population] : [])]),
  );
  const out: ListDifference[] = [];
  for (const title of titles) {
    const said = found.flatMap(({ list, rows }) => saidBy(list, rows, title, population));
    const values = own.has(title)
      ? [{ source: REGISTER, rows: [], said: ofRegister(home, title, columns) }, ...said]
      : said;
    if (values.every(({ said }) => alike(title, said.text, values[0]!.said.text))) continue;
    out.push({ household: home, title, values: shown(values) });
  }
  return out;
}

type Voice = { source: string; rows: number[]; said: Said };

/** What a list says: of several rows that agree it says one thing; where they do not, each for itself. */
function saidBy(list: RosterList, rows: readonly ListRow[], title: string, population: string): Voice[] {
  const voices: Voice[] = [];
  for (const row of rows) {
    const said = row.values.get(title);
    // In a list of persons a household's own column is often filled on the first row only.
    if (!said || (list.members && said.text === '')) continue;
    const same = voices.find((voice) => alike(title, voice.said.text, said.text));
    if (same) same.rows.push(row.row);
    else voices.push({ source: list.file, rows: [row.row], said });
  }
  if (list.members && title === population)
    voices.push({
      source: list.file,
      rows: rows.map(({ row }) => row),
      said: { text: String(rows.length), private: false },
    });
  return voices;
}

/** Masked; where masking hides in what they differ, that is said. */
function shown(voices: readonly Voice[]): SourceValue[] {
  const written = voices.map(({ said }) => (said.private ? veiled(said.text) : mask(said.text)));
  return voices.map(({ source, rows, said }, i) => {
    const hidden = voices.some((other, j) => written[j] === written[i] && other.said.text !== said.text);
    return { source, rows, value: hidden ? `${written[i]!}（隐去处不同）` : written[i]! };
  });
}

function ofRegister(home: FullHousehold, title: string, columns: RosterColumns): Said {
  const column = (Object.keys(columns.households) as (keyof RosterColumns['households'])[]).find(
    (name) => titleOf(name, columns) === title,
  );
  if (column !== undefined) return { text: String(home[column] ?? ''), private: false };
  const secret = home.private[title];
  return secret !== undefined
    ? { text: secret, private: true }
    : { text: home.attributes[title] ?? '', private: false };
}

function absences(
  register: readonly Household[],
  sources: readonly { list: RosterList; rows: ReadonlyMap<string, ListRow[]> }[],
): Pick<Comparison, 'absent' | 'partial'> {
  const absent: Comparison['absent'] = [];
  const partial: Comparison['partial'] = [];
  const villages = new Map<string, Household[]>();
  for (const home of register) {
    const place = `${home.town}${home.village}`;
    const homes = villages.get(place);
    if (homes) homes.push(home);
    else villages.set(place, [home]);
  }
  for (const { list, rows } of sources)
    for (const [place, homes] of villages) {
      const left = homes.filter(({ code }) => !rows.has(code));
      if (left.length === 0 || left.length === homes.length) continue;
      if (homes.length - left.length >= homes.length * COVERED)
        absent.push(...left.map((household) => ({ file: list.file, household })));
      else partial.push({ file: list.file, place, absent: left.length });
    }
  return { absent, partial };
}
