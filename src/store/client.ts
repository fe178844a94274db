import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient, type Prisma } from '../generated/prisma/client.js';

/** The database, or one transaction on it: everything in `store` works on either. */
export type Db = PrismaClient | Prisma.TransactionClient;

export interface Store {
  prisma: PrismaClient;
  url: string;
  close(): Promise<void>;
}

/** Opens a pool of at most `max` connections. Connects lazily: an unreachable server shows at the first query. */
export function openStore(url: string, max = 10): Store {
  const adapter = new PrismaPg({
    connectionString: url,
    max,
    options: '-c timezone=UTC',
    // Without a bound, a query waits for ever while the server is away and health cannot say so.
    connectionTimeoutMillis: 5000,
  });
  const prisma = new PrismaClient({ adapter });
  return { prisma, url, close: () => prisma.$disconnect() };
}
