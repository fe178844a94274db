import type { Found } from './found.js';
import { loosened } from './loosened.js';
import { needOf, type Need } from './needles.js';
import { isDigit } from './span.js';

/** What a text must hold for an expression to match anywhere in it; undefined: anything goes. */
export type Gate = CompiledGate | undefined;

interface CompiledGate {
  set: number; // an id of words of which one must be there, -1: look at the code
  /**
   * Nodes in a row, the whole first: 1 where all parts must be there in their order or 0 where any will do, the key,
   * how many parts, and the parts: an id of words, or ~ and where a node stands. Hundreds of parts are looked at for each
   * message: side by side in memory that costs half of what objects did.
   */
  code: Int32Array;
  node: GateNode;
}

interface GateNode {
  set: number;
  parts: readonly GateNode[];
  all: boolean;
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
  private readonly waiting: number[][] = []; // by set, who waits for it
  private closed = false;
  // By class, words that stand in the same sets: where the first and the last of them stand, those sets, and who waits for them.
  private places = new Int32Array(0);
  private members = rowsOf([]);
  private waiters = rowsOf([]);
  private seen = new Uint16Array(0);
  private count = 0; // of those seen

  /** How many sets there are. */
  get size(): number {
    return this.sets.size;
  }

  /** How many classes of words there are. Known once closed. */
  get classCount(): number {
    return this.seen.length;
  }

  /** By class, who waits for one of its words. Of use once closed. */
  get waitersOf(): Rows {
    return this.waiters;
  }

  /** All words with their classes. From here on no expression can be added. */
  close(): ReadonlyMap<string, number> {
    this.closed = true;
    const classes = new Map<string, number>();
    const members: (readonly number[])[] = [];
    const classOf = new Map<string, number>();
    for (const [word, id] of this.ids) {
      const sets = this.setsOf[id]!;
      const key = sets.join(' ');
      let known = classes.get(key);
      if (known === undefined) {
        classes.set(key, (known = classes.size));
        members.push(sets);
      }
      classOf.set(word, known);
    }
    this.members = rowsOf(members);
    this.waiters = rowsOf(
      members.map((sets) => [...new Set(sets.flatMap((set) => this.waiting[set] ?? []))]),
    );
    this.places = new Int32Array(classes.size);
    this.seen = new Uint16Array(classes.size);
    return classOf;
  }

  /**
   * Somebody, known by a number, is to be told where a word stands without which the gate lets nothing pass, one of words as
   * rare as can be had. False: anything goes.
   */
  wait(gate: Gate, waiter: number): boolean {
    if (gate === undefined) return false;
    for (const set of this.setsBelow(gate.node)) (this.waiting[set] ??= []).push(waiter);
    return true;
  }

  private setsBelow(node: GateNode): readonly number[] {
    if (node.set >= 0) return [node.set];
    const parts = node.parts.map((part) => this.setsBelow(part));
    if (!node.all) return [...new Set(parts.flat())];
    const cost = (sets: readonly number[]) => sets.reduce((sum, set) => sum + this.costs[set]!, 0);
    return parts.reduce((best, part) => (cost(part) < cost(best) ? part : best));
  }

  /** The gate of an expression with that source. */
  of(source: string): Gate {
    if (this.known.has(source)) return this.known.get(source);
    const loose = source === '' ? undefined : loosened(source);
    const node = loose === undefined ? undefined : this.nodeOf(needOf(loose));
    const gate = node && { set: node.set, code: Int32Array.from(node.set >= 0 ? [] : codeOf(node)), node };
    this.known.set(source, gate);
    return gate;
  }

  /** A word of that class stands at that place, counted from 1. Places come in order. */
  see(words: number, place: number): void {
    const known = this.places[words]!;
    if (known === 0) this.seen[this.count++] = words;
    this.places[words] = known === 0 ? stretch(place, place) : stretch(known >>> PLACE_BITS, place);
  }

  /** Tells the sets where their words were seen, and forgets it. */
  settle(found: Found): void {
    const { places: to, classes } = found;
    const { seen, places, count } = this;
    const { from: starts, items: members } = this.members;
    for (let s = 0; s < count; s++) {
      const words = seen[s]!;
      const here = places[words]!;
      places[words] = 0;
      classes[s] = words;
      const last = here & LAST_PLACE;
      const end = starts[words + 1]!;
      for (let i = starts[words]!; i < end; i++) {
        const set = members[i]!;
        const known = to[set]!;
        // Words are seen in the order of their first places.
        if (known === 0) to[set] = here;
        else if (last > (known & LAST_PLACE)) to[set] = stretch(known >>> PLACE_BITS, last);
      }
    }
    found.classCount = count;
    this.count = 0;
  }

  private nodeOf(need: Need): GateNode | undefined {
    if (need === undefined) return undefined;
    if ('words' in need) return { set: this.setOf(need.words), parts: [], all: false, key: -1 };
    const all = 'all' in need;
    const parts = (all ? need.all : need.any).map((part) => this.nodeOf(part)!);
    const node = { set: -1, parts, all, key: -1 };
    return all || parts.length < MANY ? node : { ...node, key: this.keyOf(node) };
  }

  private keyOf(node: GateNode): number {
    const sets = this.setsBelow(node);
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

/** Where the first and the last of some words stand, in one number: a place is below 65,536, no longer text is read. */
function stretch(first: number, last: number): number {
  return (first << PLACE_BITS) | last;
}
const PLACE_BITS = 16;
const LAST_PLACE = 0xffff;

/** Lists of small numbers, one behind the other: the items of list `i` stand from `from[i]` up to `from[i + 1]`. */
export interface Rows {
  from: Uint32Array;
  items: Uint16Array;
}

function rowsOf(lists: readonly (readonly number[])[]): Rows {
  const from = new Uint32Array(lists.length + 1);
  lists.forEach((list, i) => (from[i + 1] = from[i]! + list.length));
  return { from, items: Uint16Array.from(lists.flat()) };
}

const MANY = 4;
const KEY_MOST = 8;
/** How much rarer a word is than one that is a character shorter. */
const RARER = 20;

/** Whether an expression with that gate may match anything in the message at all. */
export function passes(message: { found: Found }, gate: Gate): boolean {
  if (gate === undefined) return true;
  const { places } = message.found;
  return gate.set >= 0 ? places[gate.set] !== 0 : holds(places, gate.code, 0);
}

/** Whether the gate of a list of words knows them all: where it lets the list pass, one of them stands. */
export function knowsWords(gate: Gate): boolean {
  return gate !== undefined && gate.set >= 0;
}

const PARTS = 3; // where the parts of a node begin

function holds(places: Int32Array, code: Int32Array, at: number): boolean {
  const key = code[at + 1]!;
  if (key >= 0 && places[key] === 0) return false;
  const end = at + PARTS + code[at + 2]!;
  if (code[at] === 0) {
    for (let i = at + PARTS; i < end; i++) {
      const part = code[i]!;
      if (part >= 0 ? places[part] !== 0 : holds(places, code, ~part)) return true;
    }
    return false;
  }
  let least = 0;
  for (let i = at + PARTS; i < end; i++) {
    const part = code[i]!;
    if (part < 0) {
      if (!holds(places, code, ~part)) return false;
      continue;
    }
    // Each part stands behind the one before it.
    const here = places[part]!;
    if ((here & LAST_PLACE) <= least) return false;
    const from = here >>> PLACE_BITS;
    if (from > least) least = from;
    else least++;
  }
  return true;
}

/** The same of a part of its text alone. */
export function passesIn(message: { found: Found }, gate: Gate, from: number, to: number): boolean {
  if (gate === undefined) return true;
  return gate.set >= 0
    ? within(message.found, gate.set, from, to)
    : holdsIn(message.found, gate.code, 0, from, to);
}

function holdsIn(found: Found, code: Int32Array, at: number, from: number, to: number): boolean {
  const key = code[at + 1]!;
  if (key >= 0 && !within(found, key, from, to)) return false;
  const end = at + PARTS + code[at + 2]!;
  const all = code[at] === 1;
  for (let i = at + PARTS; i < end; i++) {
    const part = code[i]!;
    const there = part >= 0 ? within(found, part, from, to) : holdsIn(found, code, ~part, from, to);
    if (there !== all) return there;
  }
  return all;
}

/** Only the first and the last place are known: between them one may stand anywhere. Places are counted from 1. */
function within(found: Found, set: number, from: number, to: number): boolean {
  const here = found.places[set]!;
  return here >>> PLACE_BITS <= to && (here & LAST_PLACE) > from;
}

/** The code of a node and all below it. */
function codeOf(node: GateNode, code: number[] = []): number[] {
  const at = code.length;
  code.push(node.all ? 1 : 0, node.key, node.parts.length, ...node.parts.map((part) => part.set));
  node.parts.forEach((part, i) => {
    if (part.set >= 0) return;
    code[at + PARTS + i] = ~code.length;
    codeOf(part, code);
  });
  return code;
}
