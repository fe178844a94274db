/**
 * Keeps order where it matters: the items of one key are handled one after another, different keys side by side,
 * at most `concurrency` at a time. Nothing is dropped; a handler that rejects is the handler's own affair.
 */
export class Lanes<T> {
  readonly #waiting = new Map<string, T[]>();
  readonly #turn: string[] = []; // keys with work that nobody runs yet
  #running = 0;
  #size = 0;
  #idle: (() => void)[] = [];

  constructor(
    private readonly concurrency: number,
    private readonly handle: (item: T) => Promise<void>,
  ) {}

  /** Items that were added and are not yet handled. */
  get size(): number {
    return this.#size;
  }

  add(key: string, item: T): void {
    this.#size++;
    const lane = this.#waiting.get(key);
    if (lane) {
      lane.push(item);
      return;
    }
    this.#waiting.set(key, [item]);
    this.#turn.push(key);
    this.#next();
  }

  /** Resolves once nothing is left. */
  idle(): Promise<void> {
    if (this.#size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Forgets what waits and returns how many that were; what runs is not interrupted. */
  clear(): number {
    let count = 0;
    for (const lane of this.#waiting.values()) count += lane.splice(0).length;
    this.#size -= count;
    return count;
  }

  #next(): void {
    while (this.#running < this.concurrency) {
      const key = this.#turn.shift();
      if (key === undefined) return;
      this.#running++;
      void this.#run(key);
    }
  }

  async #run(key: string): Promise<void> {
    const lane = this.#waiting.get(key)!;
    // A busy lane hands its turn on after a while, so that the others get theirs.
    for (let i = 0; i < 16; i++) {
      const item = lane.shift();
      if (item === undefined) break;
      try {
        await this.handle(item);
      } catch {
        // `handle` reports its own failures; a lane outlives them.
      }
      this.#size--;
    }
    this.#running--;
    if (lane.length > 0) this.#turn.push(key);
    else this.#waiting.delete(key);
    if (this.#size === 0) for (const done of this.#idle.splice(0)) done();
    this.#next();
  }
}
