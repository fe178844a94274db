import type { LocalMessage, LocalNetwork, LocalPlace } from '../chat/local/network.js';
import { AppError } from '../core/errors.js';
import type { Clock, Log } from '../core/ports.js';
import { silentLog } from '../core/ports.js';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import { blobOf, saveFile } from './blobs.js';
import { createLocalHints } from './local-hints.js';
import { localPeople, localRooms } from './local-people.js';
import { createLocalPosts } from './local-posts.js';
import { SELECT_EVENT, type EventRow, toLocalMessage } from './local-rows.js';
import { createSettled } from './local-settled.js';
import type { Sealer } from './seal.js';

export { localPosition, seedLocalNetwork, type LocalDemo } from './local-seed.js';

const PAGE = 500;

/**
 * The local groups in the database of `prisma`. `url` is that same database: hints about what is new travel between
 * processes over a connection of their own. Message texts and attachments are encrypted with `sealer`.
 */
export function createLocalNetwork(
  prisma: PrismaClient,
  sealer: Sealer,
  options: { url: string; clock: Clock; log?: Log },
): LocalNetwork {
  const settled = createSettled(prisma);
  const hints = createLocalHints(prisma, options.url, options.log ?? silentLog);
  const posts = createLocalPosts(prisma, sealer, options.clock);
  const told = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work;
    hints.tell();
    return result;
  };

  /**
   * What `where` selects, oldest first. Where a writer may still have been at work on an earlier row it is read once
   * more, only as far as the first time: what came meanwhile may have gaps of its own. `from`: every number after it
   * is asked for, so that a reading without a gap needs no second one.
   */
  const read = async (
    where: Prisma.Sql,
    order: Prisma.Sql,
    limit: number,
    from?: bigint,
  ): Promise<LocalMessage[]> => {
    const query = (all: Prisma.Sql) =>
      prisma.$queryRaw<EventRow[]>`${SELECT_EVENT} WHERE ${all} ORDER BY ${order} LIMIT ${limit}`;
    const known = settled.mark;
    let rows = await query(where);
    const last = rows.reduce((most, row) => (row.seq > most ? row.seq : most), 0n);
    const dense = from !== undefined && last - from === BigInt(rows.length);
    if (dense) settled.seen(from, last);
    else if (last > known) {
      await settled.upTo(last);
      rows = await query(Prisma.sql`${where} AND e.seq <= ${last}`);
    }
    return rows.map((row) => toLocalMessage(row, sealer)).sort((a, b) => (a.seq < b.seq ? -1 : 1));
  };

  return {
    rooms: () => localRooms(prisma),
    people: () => localPeople(prisma),
    post: (post) => told(posts.post(post)),
    recall: (id) => told(posts.recall(id)),
    keep: async (file) => (await saveFile(prisma, file)).blob,
    file: (id) => blobOf(prisma, id),
    join: (room, person) => told(posts.join(room, person)),
    leave: (room, person) => told(posts.leave(room, person)),
    rename: (room, topic) => told(posts.rename(room, topic)),
    async messages(place, { after, limit = PAGE } = {}) {
      const here = ofPlace(place);
      if (after === undefined) return read(here, Prisma.sql`e.seq DESC`, limit);
      const from = await seqOf(prisma, after);
      return read(Prisma.sql`${here} AND e.seq > ${from}`, Prisma.sql`e.seq`, limit);
    },
    since: (seq, limit) => read(Prisma.sql`e.seq > ${seq}`, Prisma.sql`e.seq`, limit, seq),
    onNew: (listener) => hints.onNew(listener),
    close: () => hints.close(),
  };
}

function ofPlace(place: LocalPlace): Prisma.Sql {
  const id = 'room' in place ? place.room : place.person;
  if (id.includes('\0')) return Prisma.sql`false`;
  return 'room' in place ? Prisma.sql`e.room_id = ${id}` : Prisma.sql`e.person_id = ${id}`;
}

async function seqOf(prisma: PrismaClient, id: string): Promise<bigint> {
  const rows = id.includes('\0')
    ? []
    : await prisma.$queryRaw<{ seq: bigint }[]>`SELECT seq FROM local_event WHERE id = ${id}`;
  if (!rows[0]) throw new AppError('unknown-message', `there is no message ${JSON.stringify(id)}`);
  return rows[0].seq;
}
