/** Many words looked for at once: what stands at a place of a text is found in the time of the longest word. */
export class Trie<T> {
  private readonly root: Node<T> = { next: new Map(), value: undefined };
  /** Whether any word starts with this UTF-16 unit: spares most places the map lookup. */
  private readonly starts = new Uint8Array(65536);

  add(word: string, value: T): void {
    if (word === '') return;
    this.starts[word.charCodeAt(0)] = 1;
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
    if (this.starts[text.charCodeAt(at)] !== 1) return;
    let node: Node<T> | undefined = this.root;
    for (let i = at; i < text.length; i++) {
      node = node.next.get(text.charCodeAt(i));
      if (!node) return;
      if (node.value !== undefined) found(node.value, i + 1);
    }
  }
}

interface Node<T> {
  next: Map<number, Node<T>>;
  value: T | undefined;
}
