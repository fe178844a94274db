import { BASE, NODE, OWN, ROOT, stepsOf, type Flat, type Steps } from './steps.js';

/** Many words looked for at once: what stands at a place of a text is found in the time of the longest word. Walking it allocates nothing. */
export class Trie<T> {
  private seed: Seed<T> | undefined = { next: new Map(), value: undefined };
  private flat: Flat<T> | undefined;
  private steps: Steps | undefined;

  /** The first value of a word stays. Throws once the trie has been looked at. */
  add(word: string, value: T): void {
    if (!this.seed) throw new Error('the trie is in use: no word can be added');
    if (word === '') return;
    let node = this.seed;
    for (let i = 0; i < word.length; i++) {
      const unit = word.charCodeAt(i);
      let next = node.next.get(unit);
      if (!next) node.next.set(unit, (next = { next: new Map(), value: undefined }));
      node = next;
    }
    node.value ??= value;
  }

  /** The value of a word, also while words are still added. */
  get(word: string): T | undefined {
    if (this.seed) {
      let node: Seed<T> | undefined = this.seed;
      for (let i = 0; i < word.length && node; i++) node = node.next.get(word.charCodeAt(i));
      return node?.value;
    }
    const { codes, cells } = this.steps ?? this.walk();
    let cell = codes[word.charCodeAt(0)]!;
    if (word === '' || cells[cell] !== ROOT) return undefined;
    for (let i = 1; i < word.length; i++) {
      const next = cells[cell + BASE]! + codes[word.charCodeAt(i)]!;
      if (cells[next] !== cell) return undefined;
      cell = next;
    }
    return this.flat!.values[cells[cell + NODE]!];
  }

  /** For loops that walk it themselves. No word can be added after that. */
  open(): Flat<T> {
    if (this.seed) {
      this.flat = flatten(this.seed);
      this.seed = undefined;
    }
    return this.flat!;
  }

  private walk(): Steps {
    const flat = this.open();
    return (this.steps ??= stepsOf(flat, (node) => (flat.values[node] === undefined ? 0 : ENDS)));
  }

  /** The end of the longest word that starts at `at`, `at` where none does. */
  longest(text: string, at: number): number {
    const { codes, cells } = this.steps ?? this.walk();
    let cell = at < text.length ? codes[text.charCodeAt(at)]! : 0;
    if (cells[cell] !== ROOT) return at;
    let to = at;
    for (let i = at + 1; ; i++) {
      if (cells[cell + OWN] === ENDS) to = i;
      if (i === text.length) return to;
      const next = cells[cell + BASE]! + codes[text.charCodeAt(i)]!;
      if (cells[next] !== cell) return to;
      cell = next;
    }
  }

  /** Calls back for each word that starts at `at`, shortest first. */
  each(text: string, at: number, found: (value: T, to: number) => void): void {
    const { codes, cells } = this.steps ?? this.walk();
    const { values } = this.flat!;
    let cell = at < text.length ? codes[text.charCodeAt(at)]! : 0;
    if (cells[cell] !== ROOT) return;
    for (let i = at + 1; ; i++) {
      if (cells[cell + OWN] === ENDS) found(values[cells[cell + NODE]!]!, i);
      if (i === text.length) return;
      const next = cells[cell + BASE]! + codes[text.charCodeAt(i)]!;
      if (cells[next] !== cell) return;
      cell = next;
    }
  }
}

const ENDS = 1;

interface Seed<T> {
  next: Map<number, Seed<T>>;
  value: T | undefined;
}

/** Level by level: so the children of each node come to stand side by side. */
function flatten<T>(root: Seed<T>): Flat<T> {
  const nodes: Seed<T>[] = [root];
  const units = [0];
  const starts: number[] = [];
  for (let i = 0; i < nodes.length; i++) {
    starts.push(nodes.length);
    for (const [unit, next] of [...nodes[i]!.next].sort(([a], [b]) => a - b)) {
      nodes.push(next);
      units.push(unit);
    }
  }
  starts.push(nodes.length);
  return {
    units: Uint16Array.from(units),
    starts: Uint32Array.from(starts),
    values: nodes.map((n) => n.value),
  };
}
