import { Gates } from './gate.js';
import type { Cue, Found, LabelWord } from './found.js';
import { stepsOf, type Steps } from './steps.js';
import { Trie } from './trie.js';

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
  private steps: Steps | undefined;
  private entries: (Entry | undefined)[] = []; // by place of the steps
  /** By place, all that the walk asks: whether a word goes on or a label or cue ends there, and the needle that does, plus one. */
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
    const { roots, codes, bases, parents } = (this.steps ??= this.close());
    const { gates, ends, entries } = this;
    const end = text.length;
    const found = this.free.pop() ?? this.make();
    for (let at = 0; at < end; at++) {
      let place = roots[text.charCodeAt(at)]!;
      for (let to = at + 1; place !== 0; to++) {
        const here = ends[place]!;
        if (here >= NEEDLE) gates.see((here >> NEEDLE_BITS) - 1, at + 1);
        if ((here & NAMED) !== 0) note(found, entries[place]!, at, to);
        if ((here & GOES_ON) === 0 || to === end) break;
        const next = bases[place]! + codes[text.charCodeAt(to)]!;
        place = parents[next] === place ? next : 0;
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

  private close(): Steps {
    for (const [word, id] of this.gates.close()) this.entry(word).needle = id;
    const flat = this.words.open();
    const steps = stepsOf(flat);
    this.entries = Array.from(steps.nodes, (node) => flat.values[node]);
    this.ends = Int32Array.from(steps.nodes, (node) => {
      if (node === 0) return 0;
      const entry = flat.values[node];
      const goesOn = flat.starts[node] === flat.starts[node + 1] ? 0 : GOES_ON;
      if (!entry) return goesOn;
      return ((entry.needle + 1) << NEEDLE_BITS) | goesOn | (entry.label || entry.cues ? NAMED : 0);
    });
    return steps;
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
