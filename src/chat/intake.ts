/**
 * Arrivals in the order in which the gateway announced them. Reading a message takes a look-up or two, and a sender
 * not seen before takes longer than one already known: looked up side by side, handed on strictly in order.
 */
export class Intake<T> {
  readonly #line: { load: () => Promise<T | undefined>; done: boolean; value?: T | undefined }[] = [];
  #started = 0; // of the line's first entries
  #running = 0;
  #open = false;

  constructor(
    private readonly concurrency: number,
    private readonly deliver: (item: T) => void,
  ) {}

  get size(): number {
    return this.#line.length;
  }

  /** `load` resolves with undefined for what is not to be handed on; it must not reject. */
  push(load: () => Promise<T | undefined>): void {
    this.#line.push({ load, done: false });
    this.#pump();
  }

  /** From now on what is read is handed on; before, it waits. */
  open(): void {
    this.#open = true;
    this.#flush();
  }

  close(): void {
    this.#open = false;
  }

  #pump(): void {
    while (this.#running < this.concurrency && this.#started < this.#line.length) {
      const slot = this.#line[this.#started++]!;
      this.#running++;
      const settle = (value: T | undefined) => {
        slot.done = true;
        slot.value = value;
        this.#running--;
        this.#flush();
        this.#pump();
      };
      slot.load().then(settle, () => settle(undefined));
    }
  }

  #flush(): void {
    if (!this.#open) return;
    let count = 0;
    while (count < this.#line.length && this.#line[count]!.done) count++;
    if (count === 0) return;
    const ready = this.#line.splice(0, count);
    this.#started -= count;
    for (const slot of ready) if (slot.value !== undefined) this.deliver(slot.value);
  }
}
