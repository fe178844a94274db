import { Gates } from './gate.js';
import type { Cue, Found, LabelWord } from './found.js';
import { BASE, NODE, OWN, ROOT, stepsOf, type Steps } from './steps.js';
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
  private entries: (Entry | undefined)[] = []; // by node
  private row = new Uint16Array(4096);

  label(word: string): LabelWord | undefined {
    return this.words.get(word)?.label;
  }

  /** A word is a label for a field of a kind. */
  addLabel(word: string, kind: number, field: number): void {
    const { kinds, fields } = (this.entry(word).label ??= { word, kinds: NONE, fields: NONE });
    this.entry(word).label = {
      word,
      kinds: Uint16Array.of(...kinds, kind),
      fields: Uint16Array.of(...fields, field),
    };
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
    const { codes, cells } = this.steps ?? this.close();
    const { gates, entries } = this;
    const end = text.length;
    const row = this.codesOf(text, codes);
    const found = this.free.pop() ?? this.make();
    for (let at = 0; at < end; at++) {
      let cell = row[at]!;
      if (cells[cell] !== ROOT) continue;
      for (let to = at + 1; ; to++) {
        const here = cells[cell + OWN]!;
        if (here >= NEEDLE) gates.see((here >> NEEDLE_BITS) - 1, at + 1);
        if ((here & NAMED) !== 0) note(found, entries[cells[cell + NODE]!]!, at, to);
        if ((here & GOES_ON) === 0 || to === end) break;
        const next = cells[cell + BASE]! + row[to]!;
        if (cells[next] !== cell) break;
        cell = next;
      }
    }
    gates.settle(found);
    if (this.depth > 0) this.given.push(found);
    return found;
  }

  /** The codes of all its units: each is asked for several times. */
  private codesOf(text: string, codes: Uint16Array): Uint16Array {
    if (text.length > this.row.length) this.row = new Uint16Array(text.length);
    const { row } = this;
    for (let at = 0; at < text.length; at++) row[at] = codes[text.charCodeAt(at)]!;
    return row;
  }

  /** Cleared, not made anew, for the next text. */
  private release(found: Found): void {
    if (this.free.length >= MOST_FREE) return;
    found.places.fill(0);
    found.classCount = found.labelCount = found.cueCount = 0;
    this.free.push(found);
  }

  private entry(word: string): Entry {
    let entry = this.words.get(word);
    if (!entry) this.words.add(word, (entry = { needle: -1, label: undefined, cues: undefined }));
    return entry;
  }

  /** From here on no word can be added, and texts are read. */
  close(): Steps {
    for (const [word, id] of this.gates.close()) this.entry(word).needle = id;
    const { units, starts, values } = this.words.open();
    this.entries = values;
    return (this.steps = stepsOf({ units, starts }, (node) => {
      const entry = values[node];
      const goesOn = starts[node] === starts[node + 1] ? 0 : GOES_ON;
      if (!entry) return goesOn;
      return ((entry.needle + 1) << NEEDLE_BITS) | goesOn | (entry.label || entry.cues ? NAMED : 0);
    }));
  }

  private make(): Found {
    return {
      places: new Int32Array(this.gates.size),
      classes: new Uint16Array(this.gates.classCount),
      classCount: 0,
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

const NONE = new Uint16Array(0);

// What the walk asks of a node: whether a word goes on or a label or cue ends there, and the needle that does, plus one.
const GOES_ON = 1;
const NAMED = 2;
const NEEDLE_BITS = 2;
const NEEDLE = 1 << NEEDLE_BITS;

/** As many texts are read within another: sentences, the one that is corrected. */
const MOST_FREE = 8;
