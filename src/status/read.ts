import type { HouseholdIndex, Person } from '../core/household.js';
import type { Condition, Dimension, Place, StatusPeriod } from '../core/status.js';
import { normalise } from '../understand/normalise.js';
import { ownPlace, helped, type Access } from './access.js';
import type { StatusDefinitions } from './load.js';
import { homeIn, type HomeAsked } from './home.js';
import { best, says } from './match.js';
import { compareIn, periodOfQuestion, statedPeriod } from './periods.js';
import { placesIn } from './place.js';
import type { Decline, Lookup, Metric } from './schema.js';

/** A question about where things stand, settled down to ids: it can be kept and taken up again. */
export interface Asked {
  metrics: string[];
  lookup?: string | undefined;
  /** The words in which the thing looked up is named. */
  name?: string | undefined;
  place: Place;
  period?: StatusPeriod | undefined; // absent: as things stand now, or ever since
  filter: Condition[];
  by?: Dimension | undefined;
  list: boolean;
  discreet: boolean;
  compare?: StatusPeriod | undefined;
  /** Several numbers asked for as one: of these, what nobody has recorded is left out. */
  overview?: string | undefined; // what they are called together
}

export type Reading =
  | { type: 'asked'; asked: Asked }
  | { type: 'detail'; asked: Asked } // the list behind the last answer
  | { type: 'which-town'; village: string; towns: readonly string[] }
  | { type: 'which-metric'; titles: string[] }
  | { type: 'declined'; template: string } // not given, whatever the numbers are
  | { type: 'unknown-name'; name: string } // neither an official nor a place of the register
  | { type: 'one-person'; names: string[] }
  | ({ type: 'household' } & HomeAsked)
  | { type: 'none' };

export interface ReadContext {
  definitions: StatusDefinitions;
  register: HouseholdIndex;
  access: Access;
  now: string; // local, YYYY-MM-DDTHH:mm:ss
  people?: readonly Person[]; // officials that the text names
  previous?: Asked | undefined; // the last question answered in this conversation, if it was a moment ago
}

const CLAUSE = /[,，。.?？!！;；\n]+/;
const FOLLOW_UP = 16; // characters: longer texts are questions of their own

/** The words alone. */
export const bareOf = (text: string): string => text.replace(/@\S+\s?/g, '').replace(/[\p{P}\s]+/gu, '');

/** What a text asks about where things stand. Never guesses between two numbers or two villages of one name. */
export function readQuestion(raw: string, context: ReadContext): Reading {
  const { words } = context.definitions;
  const text = normalise(raw)
    .text.replace(/@\S+\s?/g, '')
    .replace(/[ \t\u3000]+/g, '')
    .trim();
  const bare = bareOf(text);
  if (context.previous && words.detail.includes(bare)) return { type: 'detail', asked: context.previous };

  // What is left out of a place cannot be said in one number here: it is not answered as if it were asked for.
  if (/除了|除去|除.{1,12}(?:以外|之外)|不含|不算/.test(text)) return { type: 'none' };
  const home = homeIn(text, context.register, words);
  if (home) return { type: 'household', ...home };
  const found = thingsIn(text, context.definitions);
  const decline = declinedIn(text, found, context.definitions);
  if (decline) return { type: 'declined', template: decline.template };
  if (found.type !== 'found') {
    const follow = followUp(text, context);
    return (
      follow ?? (found.type === 'several' ? { type: 'which-metric', titles: found.titles } : { type: 'none' })
    );
  }
  const where = placesIn(text, context.register);
  if (where.type === 'several') return { type: 'which-town', village: where.village, towns: where.towns };
  const { metrics, lookup, period: usual } = found;
  const stranger = lookup ? undefined : strangerIn(text, context);
  if (stranger !== undefined) return { type: 'unknown-name', name: stranger };
  const named = lookup ? [] : namesOf(context);
  if (named.length > 1) return { type: 'one-person', names: named };
  const worker = lookup ? undefined : workerIn(context);
  const narrowed = filtersIn(text, context);
  const compared = compareIn(text, context);
  const asked: Asked = {
    metrics: metrics.map((m) => m.id),
    ...(found.overview !== undefined ? { overview: found.overview } : {}),
    ...(lookup ? { lookup: lookup.id, name: nameIn(text, lookup) } : {}),
    place: worker ?? (where.type === 'place' ? where.place : placeWords(text, context)),
    ...periodOfQuestion(compared.rest, usual, context.now),
    filter: [...narrowed.filter, ...(where.type === 'place' && where.group ? [where.group] : [])],
    ...dimensionIn(text, context),
    list: says(text, words.list),
    discreet: narrowed.discreet || metrics.some((m) => m.discreet),
    ...(compared.compare ? { compare: compared.compare } : {}),
  };
  return { type: 'asked', asked };
}

type Found =
  | {
      type: 'found';
      metrics: Metric[];
      lookup?: Lookup | undefined;
      period: Metric['period'];
      overview: string | undefined;
    }
  | { type: 'several'; titles: string[] }
  | { type: 'nothing' };

/** Which numbers are asked for: clause by clause, and of the whole where no clause says enough. */
function thingsIn(text: string, definitions: StatusDefinitions): Found {
  const { metrics, overviews, lookups } = definitions;
  const things = [...metrics.values(), ...overviews, ...lookups];
  const hits = text
    .split(CLAUSE)
    .map((clause) => best(clause, things))
    .filter((hit) => hit.found.length > 0);
  const all = hits.length > 0 ? hits : [best(text, things)].filter((hit) => hit.found.length > 0);
  if (all.length === 0) return { type: 'nothing' };
  const unclear = all.find((hit) => hit.found.length > 1);
  if (unclear) return { type: 'several', titles: unclear.found.map((thing) => thing.title) };
  const chosen = all.map((hit) => hit.found[0]!);
  const ids = new Set<string>();
  for (const thing of chosen) {
    if ('metrics' in thing) thing.metrics.forEach((id) => ids.add(id));
    else if (metrics.has(thing.id)) ids.add(thing.id);
  }
  const first = chosen[0]!;
  return {
    type: 'found',
    metrics: [...ids].map((id) => metrics.get(id)!),
    lookup: chosen.find((thing): thing is Lookup => 'show' in thing),
    overview: chosen.find((thing) => 'metrics' in thing)?.title,
    period: 'period' in first ? first.period : 'none',
  };
}

/** What is asked and not given. Places are compared only by numbers whose definition allows it. */
function declinedIn(text: string, found: Found, { declines }: StatusDefinitions): Decline | undefined {
  const decline = best(text, declines).found[0];
  if (!decline?.units) return decline;
  const comparable = found.type === 'found' && found.metrics.length > 0 && !found.lookup;
  return comparable && found.metrics.every((metric) => metric.comparable) ? undefined : decline;
}

/** "比上周呢", "那青石沟村呢", "上个月呢": the last question with something changed. */
function followUp(text: string, context: ReadContext): Reading | undefined {
  const { previous } = context;
  if (!previous || text.length > FOLLOW_UP || !/呢|那|比/.test(text)) return undefined;
  const where = placesIn(text, context.register);
  if (where.type === 'several') return { type: 'which-town', village: where.village, towns: where.towns };
  const compared = compareIn(text, context);
  const period = compared.now ? { period: compared.now } : statedPeriod(text, context.now);
  const { filter, discreet } = filtersIn(text, context);
  const changes = {
    ...(where.type === 'place' ? { place: where.place } : {}),
    ...period,
    ...(filter.length > 0 ? { filter, discreet } : {}),
    ...(compared.compare ? { compare: compared.compare } : {}),
    ...dimensionIn(text, context),
  };
  if (Object.keys(changes).length === 0) return undefined;
  return { type: 'asked', asked: { ...previous, compare: undefined, ...changes } };
}

function placeWords(text: string, { definitions: { words }, access }: ReadContext): Place {
  if (says(text, words.all)) return { towns: [], villages: [], title: '全县' };
  return says(text, words.ownHouseholds) ? helped(access) : ownPlace(access);
}

const namesOf = ({ people = [] }: ReadContext): string[] => [...new Set(people.map((one) => one.name))];

/** What stands where the name of an official or a place does, and the register knows neither. */
function strangerIn(text: string, { definitions, register, people = [] }: ReadContext): string | undefined {
  for (const pattern of definitions.words.strangers) {
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

/** The households of the official whom the text names. */
function workerIn(context: ReadContext): Place | undefined {
  const { access } = context;
  const [helper] = namesOf(context);
  if (helper === undefined) return undefined;
  return helper === access.helper
    ? helped(access)
    : { towns: [], villages: [], helper, title: `${helper}帮扶的户` };
}

function filtersIn(text: string, { definitions }: ReadContext): { filter: Condition[]; discreet: boolean } {
  const hits = definitions.words.filters.filter((filter) => says(text, filter.words));
  return {
    // "脱贫户和监测户": either of them; a household has but one category.
    filter: [...new Set(hits.map((hit) => hit.field))].map((field) => ({
      field,
      in: hits.flatMap((hit) => (hit.field === field ? hit.in : [])),
    })),
    discreet: hits.some((hit) => hit.discreet),
  };
}

function dimensionIn(text: string, { definitions: { words } }: ReadContext): { by?: Dimension } {
  for (const by of ['category', 'group', 'village', 'town'] as const)
    if (says(text, words.by[by])) return { by };
  return {};
}

/** What is left of a question about a named thing once the words that ask (the last group) are gone. */
function nameIn(text: string, lookup: Lookup): string {
  const asking = lookup.ask.flatMap((ask) => ask.all.at(-1)!).sort((a, b) => b.length - a.length);
  let name = text.split(CLAUSE)[0]!;
  for (const word of asking) name = name.replaceAll(word, '');
  return name.replace(/[吗呢了的]+$/u, '');
}
