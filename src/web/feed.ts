import { messageOf } from '../core/errors.js';
import type { Log } from '../core/ports.js';
import type { LocalMessage, LocalNetwork } from '../chat/local/network.js';

/** Reads what is new in the local groups once, however many pages are open, and hands it to all of them. */
export interface Feed {
  /** The newest message of every conversation that has one. */
  latest(): Promise<LocalMessage[]>;
  /** `end` is called when the feed closes under the listener. */
  subscribe(listener: FeedListener): () => void;
  readonly listeners: number;
  /** The number of the newest message that was handed out; listeners get every one above it. */
  readonly cursor: bigint;
  close(): void;
}

export interface FeedListener {
  next(messages: LocalMessage[]): void;
  end(): void;
}

const BATCH = 500;
/** A lost hint must not leave a page behind for longer than this. */
const SWEEP_MS = 5000;

export function createFeed(network: LocalNetwork, log: Log): Feed {
  const listeners = new Set<FeedListener>();
  const newest = new Map<string, LocalMessage>();
  let cursor: bigint | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let closed = false;

  const note = (message: LocalMessage) => {
    const key = 'room' in message.place ? `room ${message.place.room}` : `person ${message.place.person}`;
    if ((newest.get(key)?.seq ?? -1n) < message.seq) newest.set(key, message);
    if (cursor === undefined || cursor < message.seq) cursor = message.seq;
  };

  /** Where the feed starts: at the newest message of each conversation, not at the beginning of time. */
  const prime = async () => {
    const places = [
      ...(await network.rooms()).map((r) => ({ room: r.id })),
      ...(await network.people()).map((p) => ({ person: p.id })),
    ];
    for (let at = 0; at < places.length; at += 8) {
      const found = await Promise.all(
        places.slice(at, at + 8).map((place) => network.messages(place, { limit: 1 })),
      );
      found.flat().forEach(note);
    }
    cursor ??= 0n;
  };

  const read = async () => {
    try {
      do {
        again = false;
        if (cursor === undefined) await prime();
        for (let more = true; more && !closed;) {
          const batch = await network.since(cursor!, BATCH);
          batch.forEach(note);
          if (batch.length > 0) for (const listener of listeners) listener.next(batch);
          more = batch.length === BATCH;
        }
      } while (again && !closed);
    } finally {
      running = undefined; // in the same step as the last look at `again`: no hint falls between
    }
  };

  /** One reader at a time: a hint during a read makes it read once more. */
  const refresh = (): Promise<void> => {
    again = true;
    return (running ??= read());
  };
  const hint = () => {
    if (!closed && (cursor !== undefined || listeners.size > 0)) {
      refresh().catch((error: unknown) =>
        log.warn({ err: error }, `live updates could not be read: ${messageOf(error)}`),
      );
    }
  };

  const off = network.onNew(hint);
  const sweep = setInterval(() => {
    if (listeners.size > 0) hint();
  }, SWEEP_MS);
  sweep.unref();

  return {
    async latest() {
      await refresh();
      return [...newest.values()];
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get cursor() {
      return cursor ?? 0n;
    },
    get listeners() {
      return listeners.size;
    },
    close() {
      closed = true;
      off();
      clearInterval(sweep);
      for (const listener of listeners) listener.end();
      listeners.clear();
    },
  };
}
