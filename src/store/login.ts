import pg from 'pg';
import { messageOf } from '../core/errors.js';
import type { Log } from '../core/ports.js';

/** Who may use the account: one process at a time, by a lock that ends with its holder's connection. */
export interface Login {
  /** Whether this process holds it right now. */
  held(): boolean;
  /** Another process holds it. */
  standby(): boolean;
  start(): void;
  stop(): Promise<void>;
}

export interface LoginEvents {
  /** It is ours, for the first time or again after somebody else had it. False: nothing came of it, so it is asked again. */
  gained(): Promise<boolean | void>;
  /** It is somebody else's now. Not called for a mere interruption: then `held` is false for a while. */
  lost(): Promise<void>;
  /** Another process holds it. */
  standby(): void;
}

const NAMESPACE = 0x63756e; // "cun": keeps our locks apart from others' in the same database
const TRY_MS = 1_000;
const PING_MS = 2_000;
const PATIENCE_MS = 3_000;

/** Keeps trying to hold the login of a gateway. Its connection is its own: a pool would hand it to others. */
export function createLogin(deps: { url: string; gateway: string; log: Log; events: LoginEvents }): Login {
  const { log, events } = deps;
  let client: pg.Client | undefined;
  let held = false;
  let standby = false;
  let serving = false; // between `gained` and `lost`
  let stopping = false;
  let wakeUp = (): void => {};
  let loop: Promise<void> | undefined;

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({
      connectionString: deps.url,
      connectionTimeoutMillis: PATIENCE_MS,
      query_timeout: PATIENCE_MS,
      keepAlive: true,
      application_name: 'cuncunbao login',
      // The server gives the lock of a machine that vanished to the next one after half a minute, not after two hours.
      options: '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3',
    });
    fresh.on('error', (error) => drop(fresh, error));
    fresh.on('end', () => drop(fresh, new Error('connection ended')));
    await fresh.connect();
    client = fresh;
    return fresh;
  }

  /** The lock went with the connection: nothing may be sent until it is back. */
  function drop(which: pg.Client, error: unknown): void {
    if (client !== which) return;
    client = undefined;
    if (held)
      log.warn(
        { err: messageOf(error) },
        'login lost with its database connection: not sending until it is back',
      );
    held = false;
    which.end().catch(() => {});
    wakeUp();
  }

  async function round(): Promise<void> {
    const current = client ?? (await connect());
    if (held) {
      await current.query('SELECT 1');
      return;
    }
    const { rows } = await current.query<{ got: boolean }>(
      'SELECT pg_try_advisory_lock($1, hashtext($2)) AS got',
      [NAMESPACE, deps.gateway],
    );
    if (client !== current) return;
    if (rows[0]!.got) {
      held = true;
      standby = false;
      log.info({ gateway: deps.gateway }, 'login held by this process');
      if (!serving) {
        serving = (await events.gained()) !== false;
      }
    } else {
      if (!standby) log.info({ gateway: deps.gateway }, 'another process holds the login: standing by');
      standby = true;
      events.standby();
      if (serving) {
        serving = false;
        await events.lost();
      }
    }
  }

  async function run(): Promise<void> {
    while (!stopping) {
      try {
        await round();
      } catch (error) {
        if (client) drop(client, error);
        else log.warn({ err: messageOf(error) }, 'login: the database does not answer');
      }
      if (stopping) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, held ? PING_MS : TRY_MS);
        wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  return {
    held: () => held,
    standby: () => standby,
    start: () => void (loop ??= run()),
    async stop() {
      stopping = true;
      wakeUp();
      await loop;
      held = false;
      const last = client;
      client = undefined;
      await last?.end().catch(() => {}); // gives the lock back
    },
  };
}
