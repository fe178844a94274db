import type { HouseholdIndex } from '../core/household.js';
import type { Condition } from '../core/status.js';
import { placesIn } from './place.js';
import type { StatusWords } from './schema.js';
import { wordsAt, without, type Span } from './spans.js';

/** What a question leaves out: places, and kinds of households. */
export interface Excepted {
  spans: Span[];
  towns: string[];
  villages: string[];
  filter: Condition[];
  titles: string[]; // of the places: 石桥村
  narrowed: string[]; // 非脱贫户
  /** A village of a name that two towns have. */
  several?: { village: string; towns: readonly string[] };
}

const JOIN = /^(?:和|与|跟|、|及|以及|还有|的|户)*/u;

/** One place or kind of household that begins here. */
interface Thing extends Span {
  take(into: Excepted): void;
}

/**
 * "除了石桥村", "不包括脱贫户", "石桥村以外", "非监测户". Words that leave something out without saying what is known are left
 * in the text: somebody will say that they were not understood.
 */
export function exceptIn(text: string, register: HouseholdIndex, words: StatusWords): Excepted {
  const found: Excepted = { spans: [], towns: [], villages: [], filter: [], titles: [], narrowed: [] };
  const things = thingsIn(text, register, words);
  const at = (from: number) => things.find((one) => one.from === from);
  const { before, after, not } = words.except;
  for (const { from, to } of wordsAt(text, [{ words: before, value: '' }])) take(from, to);
  for (const { from, to } of wordsAt(text, [{ words: not, value: '' }]))
    if (at(to) && !isTaken(from)) take(from, to, 1);
  for (const { from, to } of wordsAt(text, [{ words: after, value: '' }])) {
    const first = chainBefore(from);
    if (isTaken(from) || first.length === 0) continue;
    for (const thing of first) thing.take(found);
    found.spans.push({ from: first[0]!.from, to });
  }
  return found;

  function isTaken(place: number): boolean {
    return found.spans.some((one) => one.from <= place && place < one.to);
  }

  /** The things one after another from here on, and the words that close them: 除了甲村和乙村以外. */
  function take(from: number, start: number, most = Infinity): void {
    let end = start;
    let count = 0;
    for (let next = start; count < most; count++) {
      const thing = at(next);
      if (!thing) break;
      thing.take(found);
      end = thing.to;
      next = end + JOIN.exec(text.slice(end))![0].length;
    }
    if (count === 0) return;
    const tail = [...after].sort((a, b) => b.length - a.length).find((word) => text.startsWith(word, end));
    found.spans.push({ from, to: end + (tail?.length ?? 0) });
  }

  /** The things that end here, one joined to another. */
  function chainBefore(end: number): Thing[] {
    const chain: Thing[] = [];
    for (let to = end; ;) {
      const thing = things.find((one) => one.from < to && (one.to === to || /^(?:和|与|跟|、|及|户|这个村|村)$/u.test(text.slice(one.to, to)))); // prettier-ignore
      if (!thing) return chain;
      chain.unshift(thing);
      to = thing.from;
    }
  }
}

function thingsIn(text: string, register: HouseholdIndex, { filters }: StatusWords): Thing[] {
  const kinds = wordsAt(text, filters.map((value) => ({ words: value.words, value }))).map(
    ({ from, to, value }): Thing => ({
      from,
      to,
      take(into) {
        into.filter.push({ field: value.field, not: value.in });
        into.narrowed.push(`非${value.words[0]!}`);
      },
    }),
  ); // prettier-ignore
  const where = placesIn(text, register);
  if (where.type === 'several') return [...kinds, { from: 0, to: 0, take: (into) => (into.several = where) }];
  if (where.type === 'none') return kinds;
  const places = where.spans.map(({ from, to }): Thing => ({
    from,
    to,
    take(into) {
      const one = placesIn(without(text, [{ from: 0, to: from }, { from: to, to: text.length }]), register);
      if (one.type === 'several') into.several = one;
      if (one.type !== 'place') return;
      into.towns.push(...one.place.towns);
      into.villages.push(...one.place.villages);
      into.titles.push(one.place.title);
    },
  })); // prettier-ignore
  return [...kinds, ...places];
}
