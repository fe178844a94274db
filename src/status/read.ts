import type { HouseholdIndex, Person } from '../core/household.js';
import type { Condition, Dimension, Place, StatusPeriod } from '../core/status.js';
import { normalise } from '../understand/normalise.js';
import type { Access } from './access.js';
import type { Among } from './among.js';
import { conditionsIn, leaving } from './conditions.js';
import { exceptIn } from './except.js';
import { homeIn, type HomeAsked } from './home.js';
import { timesIn, type Times } from './limits.js';
import type { StatusDefinitions } from './load.js';
import { says } from './match.js';
import { asksOwnFigure, asksRule, otherUnit } from './own-figure.js';
import { placesIn } from './place.js';
import type { Lookup, StatusWords } from './schema.js';
import { wordsAt, without, type Span } from './spans.js';
import { standing } from './standing.js';
import { CLAUSE, declinedIn, thingsIn, type Found } from './things.js';
import { unreadIn } from './unread.js';
import { placeWords, strangerIn, workerIn } from './whom.js';

/** A question about where things stand, settled down to ids: it can be kept and taken up again. */
export interface Asked {
  metrics: string[];
  lookup?: string | undefined;
  /** The words in which the thing looked up is named. */
  name?: string | undefined;
  place: Place;
  period?: StatusPeriod | undefined; // absent: as things stand now, or ever since
  /** Further periods, each answered beside the first: 昨天和今天. */
  also?: StatusPeriod[] | undefined;
  filter: Condition[];
  /** What the number is narrowed to, in the words of the question: 监测户, 进度80%以上. */
  narrowed?: string[] | undefined;
  times?: Times | undefined;
  by?: Dimension | undefined;
  /** Only places whose figure lies within a bound. */
  among?: Among | undefined;
  /** Asked for as a share: compared in percentage points. */
  share?: boolean | undefined;
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
  | { type: 'unread'; words: string[] } // a figure of the own county; these words nobody understands, none: not kept
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

const FOLLOW_UP = 18; // characters: longer texts are questions of their own
const ALONE = 4;
const SHARE = /率|百分点|占比|比例/u;
const SHORT = 10; // and without a word that takes it up, so long

/** The words alone. */
export const bareOf = (text: string): string => text.replace(/@\S+\s?/g, '').replace(/[\p{P}\s]+/gu, '');

/** As questions are compared: simplified, half width, without whom it is said to and without blanks. */
export const plainOf = (raw: string): string =>
  normalise(raw)
    .text.replace(/@\S+\s?/g, '')
    .replace(/[ \t\u3000]+/g, '')
    .trim();

/** What a text asks about where things stand. Never guesses between two numbers or two villages of one name. */
export function readQuestion(raw: string, context: ReadContext): Reading {
  const { definitions, register, previous } = context;
  const { words } = definitions;
  const text = plainOf(raw);
  if (previous && words.detail.includes(bareOf(text))) return { type: 'detail', asked: previous };
  const home = homeIn(text, register, words);
  if (home) return { type: 'household', ...home };
  const except = exceptIn(text, register, words);
  const times = timesIn(text, words);
  const rest = without(text, [...except.spans, ...(times?.spans ?? []), ...namesOfPlaces(text, register)]);
  const found = thingsIn(rest, definitions);
  const { decline, read } = declinedIn(rest, found, definitions);
  if (decline) return { type: 'declined', template: decline.template };
  const takenUp = /呢|^那|^(?:比|和|跟|与|较|对比)/.test(text);
  if (previous && (found.type !== 'found' || (found.weak && takenUp))) {
    const follow = followUp(text, previous, context);
    if (follow) return follow;
  }
  if (found.type === 'several') return { type: 'which-metric', titles: found.titles };
  if (found.type === 'nothing')
    return asksOwnFigure(text, words) ? { type: 'unread', words: [] } : { type: 'none' };
  return readAsked(text, { ...found, words: [...found.words, ...read] }, context);
}

/** Of 石桥村 the 石桥: no bridge is asked for. What kind of place it is stays. */
function namesOfPlaces(text: string, register: HouseholdIndex): Span[] {
  const where = placesIn(text, register);
  if (where.type !== 'place') return [];
  return where.spans.map(({ from, to }) => ({ from, to: /[村镇乡]/.test(text[to - 1]!) ? to - 1 : to }));
}

type Things = Extract<Found, { type: 'found' }>;

/** Place, days and conditions of a question whose numbers are known; nothing where a word of it was taken for none of these. */
function readAsked(text: string, found: Things, context: ReadContext): Reading {
  const { definitions, register, access, people = [], previous, now } = context;
  const { words } = definitions;
  const { metrics, lookup } = found;
  const stranger =
    lookup || asksRule(text, words) ? undefined : strangerIn(text, { words, register, people });
  if (stranger !== undefined && !found.words.some((word) => word.length > 1 && stranger.includes(word)))
    return { type: 'unknown-name', name: stranger };
  const names = lookup ? [] : [...new Set(people.map((one) => one.name))];
  if (names.length > 1) return { type: 'one-person', names };
  const conditions = conditionsIn(text, metrics, found.period, context);
  if ('village' in conditions) return { type: 'which-town', ...conditions };
  const { where, filter, narrowed, when } = conditions;
  const before = where || names.length > 0 ? undefined : goesOn(text, previous, words);
  const place =
    (lookup ? undefined : workerIn({ access, people })) ??
    where ??
    before?.place ??
    placeWords(text, { words, register, access });
  // "几户" alone may mean anything.
  if (found.weak && bareOf(text).length < ALONE && conditions.spans.length === 0) return { type: 'none' };
  const unread = lookup
    ? conditions.except.titles
    : unreadIn(text, { spans: [...conditions.spans, ...wordsAt(text, [{ words: names.flatMap((name) => [name, ...words.called.map((one) => name + one)]), value: '' }])], words: [...found.words, ...common(words)], titles: found.titles, fillers: words.fillers }); // prettier-ignore
  if (!place) return { type: 'unread', words: wordsOf(text, [...words.ownTown, ...words.ownVillage]) };
  const counts =
    conditions.by === undefined
      ? []
      : [{ village: '村', town: '镇', group: '组', category: '类' }[conditions.by]];
  if (conditions.by === 'group' && place && place.villages.length !== 1 && place.helper === undefined)
    unread.push(...wordsOf(text, words.by.group));
  const other = lookup || found.overview !== undefined ? undefined : otherUnit(text, metrics, counts, words);
  if (other !== undefined) unread.push(other);
  if (unread.length > 0) {
    const asks = found.weak ? asksOwnFigure(text, words) : !asksRule(text, words);
    return asks ? { type: 'unread', words: unread } : { type: 'none' };
  }
  if (conditions.among && !metrics.every((metric) => metric.comparable))
    return { type: 'declined', template: 'status-no-comparing' };
  const timed = lookup ? {} : standing(metrics, when, now, conditions.usual);
  if ('unread' in timed) return { type: 'unread', words: timed.unread };
  const inherited = before && filter.length === 0 ? before : { filter, narrowed };
  const asked: Asked = {
    metrics: metrics.map((m) => m.id),
    ...(found.overview !== undefined ? { overview: found.overview } : {}),
    ...(lookup ? { lookup: lookup.id, name: nameIn(text, lookup) } : {}),
    place: leaving(place, conditions.except),
    ...timed,
    ...(before && when.periods.length === 0 ? { period: before.period } : {}),
    filter: inherited.filter,
    narrowed: inherited.narrowed,
    ...(conditions.times ? { times: conditions.times } : {}),
    ...(conditions.by ? { by: conditions.by } : {}),
    ...(conditions.among ? { among: conditions.among } : {}),
    ...(SHARE.test(text) ? { share: true } : {}),
    list: says(text, words.list),
    discreet: conditions.discreet || metrics.some((m) => m.discreet),
  };
  return before ? { type: 'detail', asked } : { type: 'asked', asked };
}

const wordsOf = (text: string, words: readonly string[]): string[] =>
  [words.find((word) => text.includes(word))!].filter(Boolean);

/** Words that place, sort or list, whatever is counted. */
const common = (words: StatusWords): string[] => [
  ...Object.values(words.by).flat(),
  ...words.all, ...words.own, ...words.ownTown, ...words.ownVillage, ...words.ownHouseholds, ...words.mine, ...words.list, ...words.detail,
]; // prettier-ignore

const OWN = ['all', 'own', 'ownTown', 'ownVillage', 'ownHouseholds', 'mine'] as const;

/** "走访明细" after an answer: the list of what was asked before, where it says no place of its own. */
function goesOn(text: string, previous: Asked | undefined, words: StatusWords): Asked | undefined {
  if (!previous || bareOf(text).length > FOLLOW_UP || !says(text, words.detail)) return undefined;
  return OWN.some((key) => says(text, words[key])) ? undefined : previous;
}

/** "比上周呢", "那青石沟村呢", "上个月呢": the last question with something changed, if all of it is understood. */
function followUp(text: string, previous: Asked, context: ReadContext): Reading | undefined {
  const { definitions, register, access, now } = context;
  const { words, metrics: known } = definitions;
  const short = bareOf(text).length <= SHORT && !says(text, words.list);
  if (text.length > FOLLOW_UP || !(short || /呢|那|比/.test(text))) return undefined;
  const metrics = previous.metrics.flatMap((id) => known.get(id) ?? []);
  const conditions = conditionsIn(text, metrics, 'none', context);
  if ('village' in conditions) return { type: 'which-town', ...conditions };
  const { where, except, when, filter, narrowed, discreet, times, by, spans } = conditions;
  const unread = unreadIn(text, { spans, words: common(words), fillers: words.fillers });
  if (unread.length > 0) return undefined;
  const own = OWN.some((key) => says(text, words[key]));
  const place = where ?? (own ? placeWords(text, { words, register, access }) : undefined);
  const leaves = except.towns.length + except.villages.length > 0;
  const timed = when.periods.length > 0 || when.compare ? standing(metrics, when, now, undefined) : {};
  if ('unread' in timed) return { type: 'unread', words: timed.unread };
  const changes: Partial<Asked> = {
    ...(place || leaves ? { place: leaving(place ?? previous.place, except) } : {}),
    ...(timed.period ? { also: undefined } : {}),
    ...timed,
    ...(filter.length > 0 ? { filter, narrowed, discreet } : {}),
    ...(times ? { times } : {}),
    ...(by ? { by, among: undefined } : {}),
    ...(SHARE.test(text) ? { share: true } : {}),
  };
  if (Object.keys(changes).filter((key) => key !== 'share').length === 0) return undefined;
  return { type: 'asked', asked: { ...previous, compare: undefined, ...changes } };
}

/** What is left of a question about a named thing once the words that ask (the last group) are gone. */
function nameIn(text: string, lookup: Lookup): string {
  const asking = lookup.ask.flatMap((ask) => ask.all.at(-1)!).sort((a, b) => b.length - a.length);
  let name = text.split(CLAUSE)[0]!;
  for (const word of asking) name = name.replaceAll(word, '');
  return name.replace(/[吗呢了的]+$/u, '');
}
