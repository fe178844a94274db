import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient, type Prisma } from '../generated/prisma/client.js';
import { direct, type Sql } from './direct.js';
import { watchConnections } from './connections.js';

/** The database, or one transaction on it: everything in `store` works on either. */
export type Db = PrismaClient | Prisma.TransactionClient;

export interface Store {
  prisma: PrismaClient;
  /** Single statements of our own, past Prisma: for what is done for every message. */
  sql: Sql;
  /**
   * The same transaction, whose own statements go past Prisma, on its connection, for at most `ms` from now: later ones
   * are refused with an error that is worth trying again. `ms` must end before Prisma's own time limit.
   */
  within(tx: Prisma.TransactionClient, ms: number): Promise<Prisma.TransactionClient>;
  url: string;
  close(): Promise<void>;
}

/** Lists of ever new lengths must not fill the server's memory with statements: later ones go without a name. */
const MOST_NAMED = 200;

/** Before a statement that is to be planned for its own values each time: what suits a week does not suit a year. */
export const OWN_PLAN = '/* own plan */';

/** A connection parses and plans a statement that has a name once: for most of ours that is dearer than running it. */
function statementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    if (sql.startsWith(OWN_PLAN)) return '';
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= MOST_NAMED) return '';
    const name = `s${names.size}`;
    names.set(sql, name);
    return name;
  };
}

/** Opens a pool of at most `max` connections. Connects lazily: an unreachable server shows at the first query. */
export function openStore(url: string, max = 10): Store {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    // A plan made while the tables are small must not read them from end to end once they have grown.
    options: '-c timezone=UTC -c random_page_cost=1.1',
    // Without a bound, a query waits for ever while the server is away and health cannot say so.
    connectionTimeoutMillis: 5000,
  });
  // Between the pool's listener and that of whoever borrows it, a connection that ends would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  const nameOf = statementNames();
  const within = watchConnections(pool, nameOf);
  const adapter = new PrismaPg(pool, { disposeExternalPool: true, statementNameGenerator: nameOf });
  const prisma = new PrismaClient({ adapter });
  return { prisma, sql: direct(pool, nameOf), within, url, close: () => prisma.$disconnect() };
}
