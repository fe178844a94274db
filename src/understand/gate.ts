import type { Found } from './found.js';
import { loosened } from './loosened.js';
import { needOf, type Need } from './needles.js';
import { isDigit } from './span.js';

/** What a text must hold for an expression to match anywhere in it; undefined: anything goes. */
export type Gate = GateNode | undefined;

interface GateNode {
  set: number; // an id of words of which one must be there, -1: look at the parts
  parts: readonly GateNode[];
  all: boolean; // all the parts, in their order; else any
  /** Of many parts of which any will do: the words without which none does, -1: not known. One look spares the parts. */
  key: number;
}

/** What is found of the needles of all expressions; the lexicon tells where each stands. */
export class Gates {
  private readonly ids = new Map<string, number>();
  private readonly setsOf: number[][] = []; // by word
  private readonly sets = new Map<string, number>();
  private readonly known = new Map<string, Gate>();
  private readonly costs: number[] = []; // by set, how often it may be there
  private readonly wordsOf: (readonly string[])[] = []; // by set
  private closed = false;
  // By class, words that stand in the same sets: where the first and the last of them stand, and those sets in a row.
  private first = new Int32Array(0);
  private last = new Int32Array(0);
  private starts = new Int32Array(0);
  private members = new Int32Array(0);
  private seen = new Int32Array(0);
  private count = 0; // of those seen

  /** How many sets there are. */
  get size(): number {
    return this.sets.size;
  }

  /** All words with their classes. From here on no expression can be added. */
  close(): ReadonlyMap<string, number> {
    this.closed = true;
    const classes = new Map<string, number>();
    const starts: number[] = [];
    const members: number[] = [];
    const classOf = new Map<string, number>();
    for (const [word, id] of this.ids) {
      const sets = this.setsOf[id]!;
      const key = sets.join(' ');
      let known = classes.get(key);
      if (known === undefined) {
        classes.set(key, (known = classes.size));
        starts.push(members.length);
        members.push(...sets);
      }
      classOf.set(word, known);
    }
    starts.push(members.length);
    this.starts = Int32Array.from(starts);
    this.members = Int32Array.from(members);
    this.first = new Int32Array(classes.size);
    this.last = new Int32Array(classes.size);
    this.seen = new Int32Array(classes.size);
    return classOf;
  }

  /** Sets of which one is there wherever the gate lets anything pass, as rare as can be had; undefined: anything goes. */
  watchOf(gate: Gate): readonly number[] | undefined {
    if (gate === undefined) return undefined;
    if (gate.set >= 0) return [gate.set];
    const parts = gate.parts.map((part) => this.watchOf(part)!);
    if (!gate.all) return [...new Set(parts.flat())];
    const cost = (sets: readonly number[]) => sets.reduce((sum, set) => sum + this.costs[set]!, 0);
    return parts.reduce((best, part) => (cost(part) < cost(best) ? part : best));
  }

  /** The gate of an expression with that source. */
  of(source: string): Gate {
    if (this.known.has(source)) return this.known.get(source);
    const loose = source === '' ? undefined : loosened(source);
    const gate = loose === undefined ? undefined : this.gateOf(needOf(loose));
    this.known.set(source, gate);
    return gate;
  }

  /** A word of that class stands at that place, counted from 1. Places come in order. */
  see(words: number, place: number): void {
    if (this.first[words] === 0) {
      this.first[words] = place;
      this.seen[this.count++] = words;
    }
    this.last[words] = place;
  }

  /** Tells the sets where their words were seen, and forgets it. */
  settle(found: Found): void {
    const { first, last, sets } = found;
    let there = found.setCount;
    const { seen, starts, members, first: places, last: lasts } = this;
    for (let s = 0; s < this.count; s++) {
      const words = seen[s]!;
      const from = places[words]!;
      const to = lasts[words]!;
      places[words] = 0;
      const end = starts[words + 1]!;
      for (let i = starts[words]!; i < end; i++) {
        const set = members[i]!;
        if (first[set] === 0) {
          first[set] = from;
          last[set] = to;
          sets[there++] = set;
        } else {
          if (from < first[set]!) first[set] = from;
          if (to > last[set]!) last[set] = to;
        }
      }
    }
    found.setCount = there;
    this.count = 0;
  }

  private gateOf(need: Need): Gate {
    if (need === undefined) return undefined;
    if ('words' in need) return { set: this.setOf(need.words), parts: [], all: false, key: -1 };
    const all = 'all' in need;
    const parts = (all ? need.all : need.any).map((part) => this.gateOf(part)!);
    const gate = { set: -1, parts, all, key: -1 };
    return all || parts.length < MANY ? gate : { ...gate, key: this.keyOf(gate) };
  }

  private keyOf(gate: GateNode): number {
    const sets = this.watchOf(gate)!;
    // A key of everyday characters would stand nearly everywhere.
    if (sets.reduce((sum, set) => sum + this.costs[set]!, 0) > KEY_MOST) return -1;
    return this.setOf(new Set(sets.flatMap((set) => this.wordsOf[set]!)));
  }

  private setOf(words: ReadonlySet<string>): number {
    const list = [...words].sort();
    const key = list.join('\n');
    let set = this.sets.get(key);
    if (set === undefined) {
      this.sets.set(key, (set = this.sets.size));
      this.wordsOf.push(list);
      for (const word of list) this.setsOf[this.idOf(word)]!.push(set);
      this.costs.push(
        list.reduce(
          (sum, word) => sum + (isDigit(word.charCodeAt(0)) ? 10 : 1) / RARER ** (word.length - 1),
          0,
        ),
      );
    }
    return set;
  }

  private idOf(word: string): number {
    let id = this.ids.get(word);
    if (id === undefined) {
      if (this.closed) throw new Error('the gates are in use: no expression can be added');
      this.ids.set(word, (id = this.ids.size));
      this.setsOf.push([]);
    }
    return id;
  }
}

const MANY = 4;
const KEY_MOST = 8;
/** How much rarer a word is than one that is a character shorter. */
const RARER = 20;

/** Whether an expression with that gate may match anything in the message at all. */
export function passes(message: { found: Found }, gate: Gate): boolean {
  if (gate === undefined) return true;
  return gate.set >= 0 ? message.found.first[gate.set] !== 0 : holds(message.found, gate);
}

function holds(found: Found, node: GateNode): boolean {
  if (node.set >= 0) return found.first[node.set] !== 0;
  if (node.key >= 0 && found.first[node.key] === 0) return false;
  const { parts } = node;
  if (!node.all) {
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i]!;
      if (part.set >= 0 ? found.first[part.set] !== 0 : holds(found, part)) return true;
    }
    return false;
  }
  let least = 0;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    if (part.set < 0) {
      if (!holds(found, part)) return false;
      continue;
    }
    // Each part stands behind the one before it.
    const first = found.first[part.set]!;
    if (first === 0 || found.last[part.set]! <= least) return false;
    if (first > least) least = first;
    else least++;
  }
  return true;
}

/** The same of a part of its text alone. */
export function passesIn(message: { found: Found }, gate: Gate, from: number, to: number): boolean {
  return gate === undefined || holdsIn(message.found, gate, from, to);
}

function holdsIn(found: Found, node: GateNode, from: number, to: number): boolean {
  if (node.set >= 0) return within(found, node.set, from, to);
  if (node.key >= 0 && !within(found, node.key, from, to)) return false;
  const { parts, all } = node;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    const there = part.set >= 0 ? within(found, part.set, from, to) : holdsIn(found, part, from, to);
    if (there !== all) return there;
  }
  return all;
}

/** Only the first and the last place are known: between them one may stand anywhere. Places are counted from 1. */
function within(found: Found, set: number, from: number, to: number): boolean {
  const first = found.first[set]!;
  return first !== 0 && first <= to && found.last[set]! > from;
}
