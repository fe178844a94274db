import type { payloads } from '../wechaty.js';

/**
 * Payloads that were announced and not yet fetched. A listener in this process fetches them at once; one behind a
 * network takes its time, and announcing must wait for it rather than let what it has not fetched fall away.
 */
export class Unread {
  readonly #payloads = new Map<string, payloads.Message>();
  #waiting: (() => void) | undefined;

  constructor(private readonly most: number) {}

  add(payload: payloads.Message): void {
    this.#payloads.set(payload.id, payload);
  }

  take(id: string): payloads.Message | undefined {
    const payload = this.#payloads.get(id);
    if (payload && this.#payloads.delete(id) && this.#payloads.size < this.most) this.#waiting?.();
    return payload;
  }

  /** Resolves when there is room for more; after `patienceMs` the oldest are let go, since nobody fetches them. */
  async room(patienceMs: number): Promise<void> {
    if (this.#payloads.size < this.most) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, patienceMs);
      this.#waiting = done;
      function done() {
        clearTimeout(timer);
        resolve();
      }
    });
    this.#waiting = undefined;
    for (const id of this.#payloads.keys()) {
      if (this.#payloads.size < this.most) break;
      this.#payloads.delete(id);
    }
  }

  clear(): void {
    this.#payloads.clear();
    this.#waiting?.();
  }
}
