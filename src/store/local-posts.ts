import { BOT_ID, type LocalNetwork, type LocalPlace, type LocalPost } from '../chat/local/network.js';
import type { Attachment } from '../core/chat.js';
import { AppError } from '../core/errors.js';
import type { Clock } from '../core/ports.js';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import { mentionedIn } from './local-mentions.js';
import type { EventPayload } from './local-rows.js';
import { WRITER_LOCK } from './local-settled.js';
import type { Sealer } from './seal.js';

type Posts = Pick<LocalNetwork, 'post' | 'recall' | 'join' | 'leave' | 'rename'>;

/** What is written into the local groups: one statement each, which checks, numbers and stores. */
export function createLocalPosts(prisma: PrismaClient, sealer: Sealer, clock: Clock): Posts {
  const seal = (text: string) => Buffer.from(sealer.seal(text));
  const now = () => Prisma.sql`to_timestamp(${clock.now().getTime()}::float8 / 1000)`;

  /**
   * Stores one event for every row of `allowed` (none or one), which may carry room, person and sender of its own.
   * The lock comes before the number: see local-settled.
   */
  const insert = async (
    allowed: Prisma.Sql,
    event: { type: string; text: string; payload: EventPayload },
  ) => {
    const rows = await prisma.$queryRaw<{ id: string }[]>`
      WITH writer AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(${WRITER_LOCK}::bigint)::text AS held),
      allowed AS (${allowed}),
      numbered AS MATERIALIZED (
        SELECT nextval('local_event_seq_seq'::regclass) AS seq, allowed.* FROM writer, allowed)
      INSERT INTO local_event (seq, id, type, room_id, person_id, sender_id, sealed, payload, sent_at)
      SELECT seq, 'm' || lpad(seq::text, 12, '0'), ${event.type}, room, person, sender,
        ${seal(event.text)}, ${JSON.stringify(event.payload)}::jsonb, ${now()}
      FROM numbered RETURNING id`;
    return rows[0];
  };

  return {
    async post(post) {
      const attachments = post.attachments ?? [];
      if (post.text.trim() === '' && attachments.length === 0) {
        throw new AppError('text-empty', 'the message is empty: it needs a text or an attachment');
      }
      await check(prisma, post);
      const mentions = await mentionsOf(prisma, post);
      const event = {
        type: typeOf(attachments),
        text: post.text,
        payload: {
          ...(mentions.length > 0 ? { mentions } : {}),
          ...(post.quote === undefined ? {} : { quote: post.quote }),
          ...(attachments.length > 0
            ? { attachments: seal(JSON.stringify(attachments)).toString('base64') }
            : {}),
        },
      };
      const stored = await insert(mayPost(post), event);
      return stored ?? whyNot(prisma, post.place, post.sender);
    },

    async recall(id) {
      const event = { type: 'recall', text: '', payload: { recalls: id } };
      const recalled = Prisma.sql`
        UPDATE local_event SET recalled_at = ${now()}
        WHERE id = ${id} AND recalled_at IS NULL AND type IN ('text', 'image', 'file')
        RETURNING room_id AS room, person_id AS person, sender_id AS sender`;
      if (!id.includes('\0') && (await insert(recalled, event))) return;
      const known = id.includes('\0') ? null : await prisma.localEvent.findUnique({ where: { id } });
      throw known?.recalledAt
        ? new AppError('already-recalled', `message ${id} was recalled already`)
        : new AppError('unknown-message', `there is no message ${JSON.stringify(id)} that could be recalled`);
    },

    async join(room, person) {
      await known(prisma, { room }, person);
      await insert(
        Prisma.sql`INSERT INTO local_member (room_id, contact_id) VALUES (${room}, ${person}) ON CONFLICT DO NOTHING
          RETURNING room_id AS room, NULL::text AS person, contact_id AS sender`,
        { type: 'join', text: '', payload: {} },
      );
    },

    async leave(room, person) {
      await known(prisma, { room }, person);
      const left = await insert(
        Prisma.sql`DELETE FROM local_member WHERE room_id = ${room} AND contact_id = ${person}
          RETURNING room_id AS room, NULL::text AS person, contact_id AS sender`,
        { type: 'leave', text: '', payload: {} },
      );
      if (!left) throw notAMember(room, person);
    },

    async rename(room, topic) {
      const clean = topic.replaceAll('\0', '').trim();
      if (clean === '') throw new AppError('text-empty', 'the name of a group must not be empty');
      await known(prisma, { room });
      await insert(
        Prisma.sql`UPDATE local_room SET topic = ${clean} WHERE id = ${room} AND topic <> ${clean}
          RETURNING id AS room, NULL::text AS person, ''::text AS sender`,
        { type: 'topic', text: clean, payload: {} },
      );
    },
  };
}

function typeOf(attachments: readonly Attachment[]): 'text' | 'image' | 'file' {
  if (attachments.length === 0) return 'text';
  return attachments.every((a) => a.type.startsWith('image/')) ? 'image' : 'file';
}

/** A row where the sender may post there: a member of the group; in private the person or the bot. */
function mayPost({ place, sender }: LocalPost): Prisma.Sql {
  if ('room' in place) {
    return Prisma.sql`SELECT room_id AS room, NULL::text AS person, contact_id AS sender FROM local_member
      WHERE room_id = ${place.room} AND contact_id = ${sender}`;
  }
  return Prisma.sql`SELECT NULL::text AS room, id AS person, ${sender}::text AS sender FROM local_contact
    WHERE id = ${place.person} AND (${sender}::text = id OR ${sender}::text = ${BOT_ID}) AND id <> ${BOT_ID}`;
}

/** What the statement itself does not look at. Most messages have neither odd ids nor a quote. */
async function check(prisma: PrismaClient, post: LocalPost): Promise<void> {
  const ids = ['room' in post.place ? post.place.room : post.place.person, post.sender];
  if (ids.some((id) => id.includes('\0'))) await known(prisma, post.place, post.sender);
  if (post.quote === undefined) return;
  const quoted = post.quote.includes('\0')
    ? null
    : await prisma.localEvent.findUnique({
        where: { id: post.quote },
        select: { roomId: true, personId: true },
      });
  const here =
    'room' in post.place ? quoted?.roomId === post.place.room : quoted?.personId === post.place.person;
  if (!here) {
    throw new AppError(
      'unknown-message',
      `there is no message ${JSON.stringify(post.quote)} here to reply to`,
    );
  }
}

async function mentionsOf(prisma: PrismaClient, post: LocalPost): Promise<string[]> {
  // jsonb takes neither NUL nor half a surrogate pair, and no id has them.
  if (post.mentions)
    return [...new Set(post.mentions)].filter((id) => !id.includes('\0') && isWellFormed(id));
  if (!('room' in post.place) || !/[@＠]/.test(post.text)) return [];
  const members = await prisma.localMember.findMany({
    where: { roomId: post.place.room },
    select: { contactId: true, alias: true, contact: { select: { name: true } } },
  });
  return mentionedIn(
    post.text,
    members.map((m) => ({ id: m.contactId, names: [m.alias, m.contact.name] })),
  );
}

function isWellFormed(text: string): boolean {
  return Buffer.from(text, 'utf8').toString('utf8') === text;
}

/** Throws the AppError that says which of the ids is unknown. */
async function known(prisma: PrismaClient, place: LocalPlace, person?: string): Promise<void> {
  if ('room' in place) {
    const room = place.room.includes('\0')
      ? null
      : await prisma.localRoom.findUnique({ where: { id: place.room } });
    if (!room) throw new AppError('unknown-room', `there is no group ${JSON.stringify(place.room)}`);
  }
  const people = [...('person' in place ? [place.person] : []), ...(person === undefined ? [] : [person])];
  for (const id of people) {
    const contact = id.includes('\0') ? null : await prisma.localContact.findUnique({ where: { id } });
    if (!contact) throw new AppError('unknown-person', `there is no person ${JSON.stringify(id)}`);
  }
}

async function whyNot(prisma: PrismaClient, place: LocalPlace, sender: string): Promise<never> {
  await known(prisma, place, sender);
  throw 'room' in place
    ? notAMember(place.room, sender)
    : new AppError(
        'not-a-member',
        `${sender} cannot write in the private talk of ${place.person} with the bot`,
      );
}

function notAMember(room: string, person: string): AppError {
  return new AppError(
    'not-a-member',
    `${JSON.stringify(person)} is not a member of group ${JSON.stringify(room)}`,
  );
}
