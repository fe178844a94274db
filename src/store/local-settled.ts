import type { PrismaClient } from '../generated/prisma/client.js';

/** Held shared by every writer of local_event from before it draws its number until it has committed. */
export const WRITER_LOCK = 72707370;

const PATIENCE_MS = 2;
const TRIES = 3;

export interface Settled {
  /** Every number up to here is decided. A reading that began before this was known may still have a gap. */
  readonly mark: bigint;
  /** Resolves once all numbers up to `seq` are decided. */
  upTo(seq: bigint): Promise<void>;
  /** All numbers after `from` up to `to` were read. */
  seen(from: bigint, to: bigint): void;
}

/**
 * Numbers are drawn before they are committed, so a reader can see number 7 while 6 is still on its way, and a
 * reader that goes on from 7 never sees 6. This knows up to which number everything is decided: committed, or
 * missing for good (rolled back, lost in a crash).
 */
export function createSettled(prisma: PrismaClient): Settled {
  let mark = 0n;

  /** Waits for every writer that has begun; later ones draw higher numbers than all there are now. */
  const drain = () => prisma.$executeRaw`SELECT pg_advisory_xact_lock(${WRITER_LOCK}::bigint)`;

  const complete = async (from: bigint, to: bigint) => {
    const [row] = await prisma.$queryRaw<{ count: bigint }[]>`
      SELECT count(*) AS count FROM local_event WHERE seq > ${from} AND seq <= ${to}`;
    return row!.count === to - from;
  };

  return {
    get mark() {
      return mark;
    },
    async upTo(seq) {
      // The first time in a process the table may be long: no counting, one wait.
      for (let tries = mark === 0n ? 0 : TRIES; tries > 0 && mark < seq; tries--) {
        if (await complete(mark, seq)) break;
        if (tries > 1) await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
        else await drain();
      }
      if (mark === 0n) await drain();
      if (mark < seq) mark = seq;
    },
    seen(from, to) {
      if (from <= mark && to > mark) mark = to;
    },
  };
}
