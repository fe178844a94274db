import type pg from 'pg';
import { AppError } from '../core/errors.js';
import type { Prisma } from '../generated/prisma/client.js';
import { direct } from './direct.js';

/** The server's process at the other end of a connection; `pg` knows it and does not say so in its types. */
const pidOf = (client: pg.PoolClient): number => (client as unknown as { processID: number }).processID;

/**
 * Remembers a pool's connections, to find the one that a transaction of Prisma's has borrowed: see `Store.within`. Where
 * it cannot be found (a pooler stands between), the transaction is given back as it is.
 */
export function watchConnections(
  pool: pg.Pool,
  nameOf: (query: { sql: string }) => string,
): (tx: Prisma.TransactionClient, ms: number) => Promise<Prisma.TransactionClient> {
  const byPid = new Map<number, pg.PoolClient>();
  const returned = new WeakMap<pg.PoolClient, number>(); // how often it came back
  pool.on('connect', (client) => byPid.set(pidOf(client), client));
  pool.on('remove', (client) => {
    if (byPid.get(pidOf(client)) === client) byPid.delete(pidOf(client));
  });
  pool.on('release', (_error, client) => returned.set(client, (returned.get(client) ?? 0) + 1));

  return async (tx, ms) => {
    const until = performance.now() + ms;
    const [row] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
    const client = byPid.get(row!.pid);
    if (!client) return tx;
    const before = returned.get(client);
    const query: pg.PoolClient['query'] = ((given: pg.QueryConfig) => {
      // On a connection that was given back, a statement would be a transaction of its own.
      if (returned.get(client) !== before || performance.now() > until)
        throw new AppError('transaction-over', 'timeout exceeded: the transaction has ended', {
          retry: true,
        });
      return client.query(given);
    }) as pg.PoolClient['query'];
    const { $queryRaw, $executeRaw } = direct({ query }, nameOf);
    // Not assigned: `tx` is a proxy, and would take it for itself.
    return Object.create(tx, {
      $queryRaw: { value: $queryRaw },
      $executeRaw: { value: $executeRaw },
    }) as Prisma.TransactionClient;
  };
}
