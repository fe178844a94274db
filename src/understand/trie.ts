/**
 * Many words looked for at once: what stands at a place of a text is found in the time of the longest word. In flat
 * arrays, the children of a node side by side: walking it allocates nothing and stays in the processor's cache.
 */
export class Trie<T> {
  private seed: Seed<T> | undefined = { next: new Map(), value: undefined };
  private flat: Flat<T> | undefined;

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
    const flat = this.flat!;
    let node = word === '' ? 0 : flat.roots[word.charCodeAt(0)]!;
    for (let i = 1; i < word.length && node !== 0; i++) node = child(flat, node, word.charCodeAt(i));
    return node === 0 ? undefined : flat.values[node];
  }

  /** For loops that walk it themselves. No word can be added after that. */
  open(): Flat<T> {
    if (this.seed) {
      this.flat = flatten(this.seed);
      this.seed = undefined;
    }
    return this.flat!;
  }

  /** The end of the longest word that starts at `at`, `at` where none does. */
  longest(text: string, at: number): number {
    const flat = this.flat ?? this.open();
    let to = at;
    let i = at + 1;
    for (
      let node = flat.roots[text.charCodeAt(at)]!;
      node !== 0;
      node = child(flat, node, text.charCodeAt(i++))
    )
      if (flat.values[node] !== undefined) to = i;
    return to;
  }

  /** Calls back for each word that starts at `at`, shortest first. */
  each(text: string, at: number, found: (value: T, to: number) => void): void {
    const flat = this.flat ?? this.open();
    let i = at + 1;
    for (
      let node = flat.roots[text.charCodeAt(at)]!;
      node !== 0;
      node = child(flat, node, text.charCodeAt(i++))
    ) {
      const value = flat.values[node];
      if (value !== undefined) found(value, i);
    }
  }
}

/** Node 0 is the root. The children of a node stand from `starts[node]` up to `starts[node + 1]`, by their unit. */
export interface Flat<T> {
  roots: Uint16Array | Uint32Array; // the root's child for each unit, 0: none
  units: Uint16Array;
  starts: Uint32Array;
  values: (T | undefined)[];
}

/** The node that a unit leads to, 0: none. NaN (behind the text's end) leads nowhere. */
export function child<T>(flat: Flat<T>, node: number, unit: number): number {
  let low = flat.starts[node]!;
  let high = flat.starts[node + 1]!;
  while (high - low > FEW) {
    const middle = (low + high) >> 1;
    if (flat.units[middle]! <= unit) low = middle;
    else high = middle;
  }
  for (; low < high; low++) if (flat.units[low] === unit) return low;
  return 0;
}

const FEW = 8;

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
  const roots = nodes.length < 65536 ? new Uint16Array(65536) : new Uint32Array(65536);
  for (let i = starts[0]!; i < starts[1]!; i++) roots[units[i]!] = i;
  return {
    roots,
    units: Uint16Array.from(units),
    starts: Uint32Array.from(starts),
    values: nodes.map((n) => n.value),
  };
}
