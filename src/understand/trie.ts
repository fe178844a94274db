/**
 * Many words looked for at once: what stands at a place of a text is found in the time of the longest word.
 * Most places are passed by after a look at one or two small tables.
 */
export class Trie<T> {
  private readonly root: Node<T> = { next: new Map(), value: undefined };
  /** 1: some word starts with this UTF-16 unit; 2: the unit is a word by itself. */
  private readonly starts = new Uint8Array(65536);
  /** Whether any word starts with these two units, by a hash of both. */
  private readonly pairs = new Uint8Array(65536);

  add(word: string, value: T): void {
    if (word === '') return;
    const first = word.charCodeAt(0);
    if (word.length === 1) this.starts[first] = 2;
    else {
      if (this.starts[first] === 0) this.starts[first] = 1;
      this.pairs[pair(first, word.charCodeAt(1))] = 1;
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
    const start = this.starts[first];
    if (start === 0 || start === undefined) return;
    if (start === 1 && this.pairs[pair(first, text.charCodeAt(at + 1))] === 0) return;
    let node: Node<T> | undefined = this.root;
    for (let i = at; i < text.length; i++) {
      node = node.next.get(text.charCodeAt(i));
      if (!node) return;
      if (node.value !== undefined) found(node.value, i + 1);
    }
  }
}

function pair(first: number, second: number): number {
  return (Math.imul(first, 0x9e37) ^ Math.imul(second, 0x85eb)) & 0xffff;
}

interface Node<T> {
  next: Map<number, Node<T>>;
  value: T | undefined;
}
