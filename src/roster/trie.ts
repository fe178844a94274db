/**
 * A prefix tree in flat arrays: one open-addressing table from (node, character) to node. Looking something up in
 * running text allocates nothing and costs the same at 200 and at 200,000 names. Characters are UTF-16 units.
 */
export class Trie<T> {
  private mask = 0xfff;
  private fromNode = new Int32Array(this.mask + 1).fill(-1);
  private fromChar = new Uint16Array(this.mask + 1);
  private target = new Int32Array(this.mask + 1);
  private edges = 0;
  private nodes = 1;
  private values: (T | undefined)[] = [undefined];
  private readonly first = new Int32Array(0x10000);
  /** A bit for each unit that an entry starts with. Most of a text starts none: so little memory is always at hand. */
  private readonly starts = new Uint32Array(0x10000 / 32);

  set(text: string, value: T): void {
    let node = 0;
    for (let i = 0; i < text.length; i++) {
      const char = foldDot(text.charCodeAt(i));
      const next = this.step(node, char);
      if (next > 0) {
        node = next;
        continue;
      }
      const made = this.nodes++;
      this.values.push(undefined);
      if (node === 0) {
        this.first[char] = made;
        this.starts[char >>> 5]! |= 1 << (char & 31);
      } else this.link(node, char, made);
      node = made;
    }
    this.values[node] = value;
  }

  get(text: string): T | undefined {
    let node = 0;
    for (let i = 0; i < text.length; i++) {
      node = this.step(node, foldDot(text.charCodeAt(i)));
      if (node <= 0) return undefined;
    }
    return this.values[node];
  }

  /** The value of the longest entry that starts at `at`, of those that `accept` lets pass. */
  longestAt(text: string, at: number, accept?: (value: T) => boolean): T | undefined {
    let found: T | undefined;
    let node = 0;
    if (!this.mayStart(text.charCodeAt(at))) return undefined;
    for (let i = at; i < text.length; i++) {
      node = this.step(node, foldDot(text.charCodeAt(i)));
      if (node <= 0) break;
      const value = this.values[node];
      if (value !== undefined && (accept === undefined || accept(value))) found = value;
    }
    return found;
  }

  private mayStart(unit: number): boolean {
    const char = foldDot(unit);
    return (this.starts[char >>> 5]! & (1 << (char & 31))) !== 0;
  }

  private step(node: number, char: number): number {
    if (node === 0) return this.first[char]!;
    let slot = spread(node, char) & this.mask;
    for (;;) {
      const from = this.fromNode[slot]!;
      if (from === -1) return -1;
      if (from === node && this.fromChar[slot] === char) return this.target[slot]!;
      slot = (slot + 1) & this.mask;
    }
  }

  private link(node: number, char: number, to: number): void {
    if (++this.edges * 2 > this.mask) this.grow();
    let slot = spread(node, char) & this.mask;
    while (this.fromNode[slot] !== -1) slot = (slot + 1) & this.mask;
    this.fromNode[slot] = node;
    this.fromChar[slot] = char;
    this.target[slot] = to;
  }

  private grow(): void {
    const { fromNode, fromChar, target } = this;
    this.mask = this.mask * 2 + 1;
    this.fromNode = new Int32Array(this.mask + 1).fill(-1);
    this.fromChar = new Uint16Array(this.mask + 1);
    this.target = new Int32Array(this.mask + 1);
    for (let old = 0; old < fromNode.length; old++) {
      if (fromNode[old] === -1) continue;
      let slot = spread(fromNode[old]!, fromChar[old]!) & this.mask;
      while (this.fromNode[slot] !== -1) slot = (slot + 1) & this.mask;
      this.fromNode[slot] = fromNode[old]!;
      this.fromChar[slot] = fromChar[old]!;
      this.target[slot] = target[old]!;
    }
  }
}

const MIDDLE_DOT = 0xb7;

/** The dots that people type inside a name (买买提·玉素甫) are one and the same. */
function foldDot(char: number): number {
  return char === 0x30fb || char === 0x2022 || char === 0x2027 || char === 0xff65 ? MIDDLE_DOT : char;
}

function spread(node: number, char: number): number {
  let h = Math.imul(node, 0x9e3779b1) ^ Math.imul(char, 0x85ebca6b);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}
