import type { Span } from './span.js';

/** Which places of a text are spoken for. Close it when done: its memory serves the next. */
export class Cover {
  private static readonly free: Uint8Array[] = [];

  static over(length: number): Cover {
    const kept = Cover.free.pop();
    return new Cover(
      kept && kept.length > length ? kept : new Uint8Array(Math.max(LEAST, length + 1)),
      length,
    );
  }

  private constructor(
    private readonly taken: Uint8Array,
    private readonly length: number,
  ) {}

  add(span: Span): void {
    const to = Math.min(span.to, this.length + 1);
    for (let at = Math.max(0, span.from); at < to; at++) this.taken[at] = 1;
  }

  has(at: number): boolean {
    return at <= this.length && this.taken[at] === 1;
  }

  /** Whether any place of a span is taken. */
  meets(span: Span): boolean {
    const to = Math.min(span.to, this.length + 1);
    for (let at = span.from; at < to; at++) if (this.taken[at] === 1) return true;
    return false;
  }

  close(): void {
    this.taken.fill(0, 0, this.length + 1);
    if (Cover.free.length < MOST_FREE) Cover.free.push(this.taken);
  }
}

const LEAST = 1024;
const MOST_FREE = 4;
