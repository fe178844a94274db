/**
 * What tries over the same texts share: which of them have a word that starts with a unit, and with a pair of units.
 * One look at one small table answers for all; a table for each would not stay in the processor's cache.
 */
export class Openings {
  readonly starts = new Uint16Array(65536);
  readonly pairs = new Uint8Array(65536);
  private taken = 0;

  /** A number for one more trie, at most eight. */
  next(): number {
    if (this.taken === 8) throw new RangeError('at most eight tries share their openings');
    return this.taken++;
  }
}

/** Many words looked for at once: what stands at a place of a text is found in the time of the longest word. */
export class Trie<T> {
  private readonly root: Node<T> = { next: new Map(), value: undefined };
  private readonly some: number; // the bit in `starts`: a longer word starts here
  private readonly alone: number; // the bit in `starts`: the unit is a word by itself
  private readonly pair: number; // the bit in `pairs`

  constructor(private readonly openings = new Openings()) {
    const number = openings.next();
    this.some = 1 << (2 * number);
    this.alone = 2 << (2 * number);
    this.pair = 1 << number;
  }

  add(word: string, value: T): void {
    if (word === '') return;
    const first = word.charCodeAt(0);
    if (word.length === 1) this.openings.starts[first]! |= this.alone;
    else {
      this.openings.starts[first]! |= this.some;
      this.openings.pairs[pairOf(first, word.charCodeAt(1))]! |= this.pair;
    }
    let node = this.root;
    for (let i = 0; i < word.length; i++) {
      const unit = word.charCodeAt(i);
      let next = node.next.get(unit);
      if (!next) node.next.set(unit, (next = { next: new Map(), value: undefined }));
      node = next;
    }
    node.value ??= value;
  }

  get(word: string): T | undefined {
    let node: Node<T> | undefined = this.root;
    for (let i = 0; i < word.length && node; i++) node = node.next.get(word.charCodeAt(i));
    return node?.value;
  }

  /** Calls back for each word that starts at `at`, shortest first. */
  each(text: string, at: number, found: (value: T, to: number) => void): void {
    const first = text.charCodeAt(at);
    const start = this.openings.starts[first]! & (this.some | this.alone);
    if (start === 0) return;
    if (
      start === this.some &&
      (this.openings.pairs[pairOf(first, text.charCodeAt(at + 1))]! & this.pair) === 0
    )
      return;
    let node: Node<T> | undefined = this.root;
    for (let i = at; i < text.length; i++) {
      node = node.next.get(text.charCodeAt(i));
      if (!node) return;
      if (node.value !== undefined) found(node.value, i + 1);
    }
  }
}

function pairOf(first: number, second: number): number {
  return (Math.imul(first, 0x9e37) ^ Math.imul(second, 0x85eb)) & 0xffff;
}

interface Node<T> {
  next: Map<number, Node<T>>;
  value: T | undefined;
}
