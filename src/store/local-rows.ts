import type { LocalMessage } from '../chat/local/network.js';
import type { Attachment } from '../core/chat.js';
import { AppError } from '../core/errors.js';
import { Prisma } from '../generated/prisma/client.js';
import type { Sealer } from './seal.js';

/** What stands beside the text. Attachments may say as much about people as the text does, so they are sealed too. */
export interface EventPayload {
  mentions?: string[];
  quote?: string; // id
  recalls?: string; // id
  attachments?: string; // base64 of the sealed JSON
}

export interface EventRow {
  seq: bigint;
  id: string;
  type: LocalMessage['type'];
  room_id: string | null;
  person_id: string | null;
  sender_id: string;
  sealed: Uint8Array;
  payload: EventPayload;
  sent: number; // ms
  recalled: number | null; // ms
  sender_name: string | null;
  quoted_sealed: Uint8Array | null;
  quoted_sender: string | null;
}

// Times travel as numbers: no session's time zone can shift them.
export const SELECT_EVENT = Prisma.sql`
  SELECT e.seq, e.id, e.type, e.room_id, e.person_id, e.sender_id, e.sealed, e.payload,
    (extract(epoch FROM e.sent_at) * 1000)::float8 AS sent,
    (extract(epoch FROM e.recalled_at) * 1000)::float8 AS recalled,
    coalesce(nullif(m.alias, ''), c.name) AS sender_name,
    q.sealed AS quoted_sealed,
    coalesce(nullif(qm.alias, ''), qc.name) AS quoted_sender
  FROM local_event e
  LEFT JOIN local_contact c ON c.id = e.sender_id
  LEFT JOIN local_member m ON m.room_id = e.room_id AND m.contact_id = e.sender_id
  LEFT JOIN local_event q ON q.id = e.payload->>'quote'
  LEFT JOIN local_contact qc ON qc.id = q.sender_id
  LEFT JOIN local_member qm ON qm.room_id = q.room_id AND qm.contact_id = q.sender_id`;

export function toLocalMessage(row: EventRow, sealer: Sealer): LocalMessage {
  const { payload } = row;
  return {
    seq: row.seq,
    id: row.id,
    type: row.type,
    place: row.room_id === null ? { person: row.person_id ?? '' } : { room: row.room_id },
    sender: row.sender_id,
    senderName: row.sender_name ?? '',
    text: open(row.sealed, row.id, sealer),
    attachments: payload.attachments
      ? (JSON.parse(open(Buffer.from(payload.attachments, 'base64'), row.id, sealer)) as Attachment[])
      : [],
    mentions: payload.mentions ?? [],
    ...(payload.quote && row.quoted_sealed
      ? {
          quoted: {
            id: payload.quote,
            sender: row.quoted_sender ?? '',
            text: open(row.quoted_sealed, payload.quote, sealer),
          },
        }
      : {}),
    ...(payload.recalls ? { recalls: payload.recalls } : {}),
    sentAt: new Date(Math.round(row.sent)),
    recalledAt: row.recalled === null ? null : new Date(Math.round(row.recalled)),
  };
}

function open(sealed: Uint8Array, id: string, sealer: Sealer): string {
  try {
    return sealer.open(sealed);
  } catch (cause) {
    throw new AppError(
      'sealed-unreadable',
      `message ${id} of the local groups cannot be decrypted: the data key is not the one it was written with`,
      { cause },
    );
  }
}
