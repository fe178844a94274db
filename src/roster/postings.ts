/** A hash → many numbers, as flat arrays: 600,000 postings take about 10 MB. Built once, then only read. */
export class Postings {
  private hashes = new Uint32Array(1024);
  private ids = new Int32Array(1024);
  private count = 0;
  private heads = new Int32Array(0);
  private next = new Int32Array(0);

  add(hash: number, id: number): void {
    if (this.count === this.hashes.length) {
      this.hashes = grown(this.hashes, new Uint32Array(this.count * 2));
      this.ids = grown(this.ids, new Int32Array(this.count * 2));
    }
    this.hashes[this.count] = hash;
    this.ids[this.count++] = id;
  }

  /** Makes what was added findable. */
  seal(): this {
    let size = 1024;
    while (size < this.count * 1.5) size *= 2;
    this.heads = new Int32Array(size).fill(-1);
    this.next = new Int32Array(this.count);
    for (let i = this.count - 1; i >= 0; i--) {
      const slot = this.hashes[i]! & (size - 1);
      this.next[i] = this.heads[slot]!;
      this.heads[slot] = i;
    }
    return this;
  }

  /** Calls `each` for every number added under this hash until it returns false. Hashes can collide: verify. */
  visit(hash: number, each: (id: number) => boolean): void {
    if (this.heads.length === 0) return;
    const wanted = hash >>> 0;
    for (let i = this.heads[wanted & (this.heads.length - 1)]!; i !== -1; i = this.next[i]!) {
      if (this.hashes[i] === wanted && !each(this.ids[i]!)) return;
    }
  }
}

function grown<A extends Uint32Array | Int32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}

/** One step of a 32-bit hash over small numbers; start with any number, end with `finish`. */
export function mix(hash: number, value: number): number {
  const h = Math.imul(hash ^ value, 0x9e3779b1);
  return h ^ (h >>> 15);
}

export function finish(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
