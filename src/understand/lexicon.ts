import { Gates } from './gate.js';
import type { Cue, Found, LabelWord } from './found.js';
import { child, Trie, type Flat } from './trie.js';

/** Everything that a word can mean to somebody. */
interface Entry {
  needle: number; // of the gates, -1: none
  label: LabelWord | undefined;
  cues: Cue[] | undefined;
}

/** All labels, cues and needles of a set of definitions: one walk over a text finds them all. */
export class Lexicon {
  readonly gates = new Gates();
  private readonly words = new Trie<Entry>();
  private readonly free: Found[] = [];
  private readonly given: Found[] = [];
  private depth = 0;
  private flat: Flat<Entry> | undefined;
  /** By node of the trie, the needle that ends there plus one; 0: none. */
  private needles = new Int32Array(0);
  /** By node of the trie, 1: a label or cue ends there. */
  private named = new Uint8Array(0);

  label(word: string): LabelWord | undefined {
    return this.words.get(word)?.label;
  }

  addLabel(word: string): LabelWord {
    return (this.entry(word).label ??= { word, uses: [] });
  }

  addCue(word: string, cue: Cue): void {
    (this.entry(word).cues ??= []).push(cue);
  }

  /** Runs something that reads; what it was given meanwhile serves again afterwards. */
  during<T>(work: () => T): T {
    const mark = this.given.length;
    this.depth++;
    try {
      return work();
    } finally {
      this.depth--;
      while (this.given.length > mark) this.release(this.given.pop()!);
    }
  }

  read(text: string): Found {
    const flat = (this.flat ??= this.close());
    const { gates, needles, named } = this;
    const { roots, starts } = flat;
    const found = this.free.pop() ?? this.make();
    for (let at = 0; at < text.length; at++) {
      let node = roots[text.charCodeAt(at)]!;
      for (let to = at + 1; node !== 0; to++) {
        const needle = needles[node]!;
        if (needle !== 0) gates.see(needle - 1, at + 1);
        if (named[node] === 1) note(found, flat.values[node]!, at, to);
        if (starts[node] === starts[node + 1]) break;
        node = child(flat, node, text.charCodeAt(to));
      }
    }
    gates.settle(found);
    if (this.depth > 0) this.given.push(found);
    return found;
  }

  /** Cleared, not made anew, for the next text. */
  private release(found: Found): void {
    if (this.free.length >= MOST_FREE) return;
    for (const set of found.sets) found.first[set] = 0;
    for (const list of [
      found.sets,
      found.labels,
      found.labelFrom,
      found.labelTo,
      found.cues,
      found.cueFrom,
      found.cueTo,
    ])
      list.length = 0;
    this.free.push(found);
  }

  private entry(word: string): Entry {
    let entry = this.words.get(word);
    if (!entry) this.words.add(word, (entry = { needle: -1, label: undefined, cues: undefined }));
    return entry;
  }

  private close(): Flat<Entry> {
    for (const [word, id] of this.gates.close()) this.entry(word).needle = id;
    const flat = this.words.open();
    this.needles = Int32Array.from(flat.values, (entry) => (entry ? entry.needle + 1 : 0));
    this.named = Uint8Array.from(flat.values, (entry) => (entry && (entry.label ?? entry.cues) ? 1 : 0));
    return flat;
  }

  private make(): Found {
    return {
      first: new Int32Array(this.gates.size),
      last: new Int32Array(this.gates.size),
      sets: [],
      labels: [],
      labelFrom: [],
      labelTo: [],
      cues: [],
      cueFrom: [],
      cueTo: [],
    };
  }
}

function note(found: Found, { label, cues }: Entry, from: number, to: number): void {
  if (label !== undefined) {
    found.labels.push(label);
    found.labelFrom.push(from);
    found.labelTo.push(to);
  }
  if (cues !== undefined) {
    found.cues.push(cues);
    found.cueFrom.push(from);
    found.cueTo.push(to);
  }
}

/** As many texts are read within another: sentences, the one that is corrected. */
const MOST_FREE = 8;
