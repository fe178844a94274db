import pg from 'pg';
import { messageOf } from '../core/errors.js';
import type { Log } from '../core/ports.js';
import type { PrismaClient } from '../generated/prisma/client.js';
import { newId } from '../core/ids.js';

const CHANNEL = 'cuncunbao_local';
/** Writers that notify wait for each other's commit, so one word covers everything of a moment. */
const TELL_MS = 10;
/** A hint that got lost (a process killed between storing and telling) costs no more than this. */
const POLL_MS = 1500;
const RECONNECT_MS = 1000;

export interface LocalHints {
  /** Something new was stored: listeners here at once, those in other processes soon. */
  tell(): void;
  onNew(listener: () => void): () => void;
  close(): Promise<void>;
}

export function createLocalHints(prisma: PrismaClient, url: string, log: Log): LocalHints {
  const self = newId();
  const listeners = new Set<() => void>();
  let client: pg.Client | undefined;
  let poll: NodeJS.Timeout | undefined;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;
  let here = false; // a hint to the listeners of this process is under way
  let telling: Promise<void> | undefined; // to other processes
  let again = false;

  const hint = () => {
    if (here || closed) return;
    here = true;
    setImmediate(() => {
      here = false;
      if (!closed) for (const listener of listeners) listener();
    });
  };

  const tellOthers = async () => {
    do {
      again = false;
      await prisma.$executeRaw`SELECT pg_notify(${CHANNEL}, ${self})`.catch((error: unknown) =>
        log.debug({ err: error }, `others were not told of a new message: ${messageOf(error)}`),
      );
      await new Promise((resolve) => setTimeout(resolve, TELL_MS));
    } while (again && !closed);
    telling = undefined;
  };

  const reconnect = (was: pg.Client) => {
    if (client !== was) return;
    client = undefined;
    was.end().catch(() => {});
    if (closed) return;
    retry = setTimeout(listen, RECONNECT_MS);
    retry.unref();
  };

  const listen = () => {
    const fresh = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000, keepAlive: true });
    client = fresh;
    fresh.on('error', () => reconnect(fresh));
    fresh.on('end', () => reconnect(fresh));
    fresh.on('notification', ({ payload }) => {
      if (payload !== self) hint();
    });
    fresh
      .connect()
      .then(() => fresh.query(`LISTEN ${CHANNEL}`))
      // What was stored while nobody listened has to be looked for.
      .then(hint)
      .catch((error: unknown) => {
        log.debug({ err: error }, `no live hints from the database: ${messageOf(error)}`);
        reconnect(fresh);
      });
  };

  return {
    tell() {
      hint();
      if (closed) return;
      again = true;
      telling ??= tellOthers();
    },
    onNew(listener) {
      listeners.add(listener);
      if (!poll && !closed) {
        listen();
        poll = setInterval(hint, POLL_MS);
        poll.unref();
      }
      return () => listeners.delete(listener);
    },
    async close() {
      closed = true;
      clearInterval(poll);
      clearTimeout(retry);
      listeners.clear();
      const last = client;
      client = undefined;
      await Promise.all([telling, last?.end().catch(() => {})]);
    },
  };
}
