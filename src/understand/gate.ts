import { needlesOf } from './needles.js';
import { loosened } from './loosened.js';
import { Openings, Trie } from './trie.js';

/** Ids of the needles of which a text must hold one; undefined: anything goes. */
export type Gate = Int32Array | undefined;

const FEW = 3;

/** All needles of all expressions, found in one pass over a text. */
export class Gates {
  private readonly words: Trie<number>;
  private readonly ids = new Map<string, number>();
  private readonly known = new Map<string, Gate>();

  constructor(openings = new Openings()) {
    this.words = new Trie(openings);
  }

  /** The gate of an expression with that source. */
  of(source: string): Gate {
    if (this.known.has(source)) return this.known.get(source);
    const loose = source === '' ? undefined : loosened(source);
    const needles = loose === undefined ? undefined : needlesOf(loose);
    // Single characters stand nearly everywhere: looking for many of them costs more than it spares.
    const telling =
      needles && (needles.length <= FEW || needles.every((n) => n.length > 1)) ? needles : undefined;
    const gate = telling && Int32Array.from(telling, (n) => this.idOf(n));
    this.known.set(source, gate);
    return gate;
  }

  get size(): number {
    return this.ids.size;
  }

  /** Which needles stand in a text: 1 at the id of each. */
  in(text: string): Uint8Array {
    const found = new Uint8Array(this.ids.size);
    for (let at = 0; at < text.length; at++) this.words.each(text, at, (id) => (found[id] = 1));
    return found;
  }

  private idOf(needle: string): number {
    let id = this.ids.get(needle);
    if (id === undefined) {
      this.ids.set(needle, (id = this.ids.size));
      this.words.add(needle, id);
    }
    return id;
  }
}

/** Whether an expression with that gate may match anything in the message at all. */
export function passes(message: { needles: Uint8Array }, gate: Gate): boolean {
  if (gate === undefined) return true;
  for (let i = 0; i < gate.length; i++) if (message.needles[gate[i]!] === 1) return true;
  return false;
}
