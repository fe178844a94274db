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
  /** By node of the trie, all that the walk asks: whether a word goes on or a label or cue ends there, and the needle that does, plus one. */
  private ends = new Int32Array(0);

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
    const { gates, ends } = this;
    const { roots } = flat;
    const found = this.free.pop() ?? this.make();
    for (let at = 0; at < text.length; at++) {
      let node = roots[text.charCodeAt(at)]!;
      for (let to = at + 1; node !== 0; to++) {
        const here = ends[node]!;
        if (here >= NEEDLE) gates.see((here >> NEEDLE_BITS) - 1, at + 1);
        if ((here & NAMED) !== 0) note(found, flat.values[node]!, at, to);
        if ((here & GOES_ON) === 0) break;
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
    const { first, sets, setCount } = found;
    for (let i = 0; i < setCount; i++) first[sets[i]!] = 0;
    found.setCount = found.watchedCount = found.labelCount = found.cueCount = 0;
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
    this.ends = Int32Array.from(flat.values, (entry, node) => {
      const goesOn = flat.starts[node] === flat.starts[node + 1] ? 0 : GOES_ON;
      if (!entry) return goesOn;
      return ((entry.needle + 1) << NEEDLE_BITS) | goesOn | (entry.label || entry.cues ? NAMED : 0);
    });
    return flat;
  }

  private make(): Found {
    return {
      first: new Int32Array(this.gates.size),
      last: new Int32Array(this.gates.size),
      sets: new Int32Array(this.gates.size),
      setCount: 0,
      watched: new Int32Array(this.gates.size),
      watchedCount: 0,
      labels: [],
      labelFrom: [],
      labelTo: [],
      labelCount: 0,
      cues: [],
      cueFrom: [],
      cueTo: [],
      cueCount: 0,
    };
  }
}

function note(found: Found, { label, cues }: Entry, from: number, to: number): void {
  if (label !== undefined) {
    const at = found.labelCount++;
    found.labels[at] = label;
    found.labelFrom[at] = from;
    found.labelTo[at] = to;
  }
  if (cues !== undefined) {
    const at = found.cueCount++;
    found.cues[at] = cues;
    found.cueFrom[at] = from;
    found.cueTo[at] = to;
  }
}

const GOES_ON = 1;
const NAMED = 2;
const NEEDLE_BITS = 2;
const NEEDLE = 1 << NEEDLE_BITS;

/** As many texts are read within another: sentences, the one that is corrected. */
const MOST_FREE = 8;
