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
  private readonly watched = new Set<number>();
  private isWatched = new Uint8Array(0); // by set
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
    this.isWatched = Uint8Array.from({ length: this.size }, (_, set) => (this.watched.has(set) ? 1 : 0));
    this.first = new Int32Array(classes.size);
    this.last = new Int32Array(classes.size);
    this.seen = new Int32Array(classes.size);
    return classOf;
  }

  /** Sets of which one is there wherever the gate lets anything pass, as rare as can be had; undefined: anything goes. */
  watchOf(gate: Gate): readonly number[] | undefined {
    const sets = gate && this.setsBelow(gate.node);
    for (const set of sets ?? []) this.watched.add(set);
    return sets;
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
    if (this.first[words] === 0) {
      this.first[words] = place;
      this.seen[this.count++] = words;
    }
    this.last[words] = place;
  }

  /** Tells the sets where their words were seen, and forgets it. */
  settle(found: Found): void {
    const { first, last, sets, watched } = found;
    let there = found.setCount;
    const { seen, starts, members, first: places, last: lasts, isWatched, count } = this;
    for (let s = 0; s < count; s++) {
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
          if (isWatched[set] === 1) watched[found.watchedCount++] = set;
          // Words are seen in the order of their first places.
        } else if (to > last[set]!) last[set] = to;
      }
    }
    found.setCount = there;
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

const MANY = 4;
const KEY_MOST = 8;
/** How much rarer a word is than one that is a character shorter. */
const RARER = 20;

/** Whether an expression with that gate may match anything in the message at all. */
export function passes(message: { found: Found }, gate: Gate): boolean {
  if (gate === undefined) return true;
  const { first, last } = message.found;
  return gate.set >= 0 ? first[gate.set] !== 0 : holds(first, last, gate.code, 0);
}

/** Whether the gate of a list of words knows them all: where it lets the list pass, one of them stands. */
export function knowsWords(gate: Gate): boolean {
  return gate !== undefined && gate.set >= 0;
}

const PARTS = 3; // where the parts of a node begin

function holds(first: Int32Array, last: Int32Array, code: Int32Array, at: number): boolean {
  const key = code[at + 1]!;
  if (key >= 0 && first[key] === 0) return false;
  const end = at + PARTS + code[at + 2]!;
  if (code[at] === 0) {
    for (let i = at + PARTS; i < end; i++) {
      const part = code[i]!;
      if (part >= 0 ? first[part] !== 0 : holds(first, last, code, ~part)) return true;
    }
    return false;
  }
  let least = 0;
  for (let i = at + PARTS; i < end; i++) {
    const part = code[i]!;
    if (part < 0) {
      if (!holds(first, last, code, ~part)) return false;
      continue;
    }
    // Each part stands behind the one before it.
    const from = first[part]!;
    if (from === 0 || last[part]! <= least) return false;
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
  const first = found.first[set]!;
  return first !== 0 && first <= to && found.last[set]! > from;
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
