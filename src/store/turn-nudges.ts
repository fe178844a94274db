import { newId } from '../core/ids.js';
import type { AskedSummary, LastTodo, NudgeDeed, TodoPoint } from '../core/nudges.js';
import { dayToDate } from '../core/time.js';
import type { Db } from './client.js';
import { addTodoRequest, TODO_LIST } from './todo-requests.js';

/** What a person was sent, as deciding sees it. */
export class NudgeRows {
  constructor(private readonly tx: Db) {}

  async lastTodo(contactId: string, since: Date): Promise<LastTodo | undefined> {
    const rows = await this.tx.$queryRaw<{ id: string; saidAt: Date; points: TodoPoint[] | null }[]>`
      SELECT o.id, o.created_at AS "saidAt", o.because->'lines' AS points
      FROM outgoing o JOIN conversation c ON c.id = o.conversation_id AND c.kind = 'private' AND c.contact_id = ${contactId}::uuid
      WHERE o.purpose IN ('todo', ${TODO_LIST}) AND o.because ? 'lines' AND o.created_at >= ${since} AND o.state NOT IN ('dropped', 'failed', 'withdrawn')
      ORDER BY o.seq DESC LIMIT 1`;
    const row = rows[0];
    return row && { id: row.id, saidAt: row.saidAt, points: row.points ?? [] };
  }

  async asked(contactId: string, from: Date): Promise<AskedSummary> {
    const contact = await this.tx.contact.findUnique({
      where: { id: contactId },
      select: { personId: true },
    });
    const duties =
      contact?.personId == null
        ? []
        : await this.tx.$queryRaw<{ duty: string; outgoing: string }[]>`
            SELECT DISTINCT n.duty, n.outgoing_id AS outgoing FROM nudge n JOIN outgoing o ON o.id = n.outgoing_id
            WHERE n.person_id = ${contact.personId}::uuid AND n.at >= ${from} AND o.state NOT IN ('dropped', 'failed', 'withdrawn')`;
    const questions = await this.tx.ask.count({ where: { contactId, askedAt: { gte: from } } });
    const times = new Map<string, number>();
    for (const { duty } of duties) times.set(duty, (times.get(duty) ?? 0) + 1);
    return {
      todos: new Set(duties.map((row) => row.outgoing)).size,
      duties: [...times].map(([duty, count]) => ({ duty, times: count })).sort((a, b) => b.times - a.times),
      questions,
    };
  }
}

/** Keeps what people answered. Words of somebody who is bound to no official lead to nothing. */
export async function doNudges(tx: Db, deeds: readonly NudgeDeed[], now: Date): Promise<void> {
  for (const deed of deeds) {
    // Who asks is answered in any case, if only that the roster does not know them.
    if (deed.deed === 'todo') {
      await addTodoRequest(tx, { messageId: deed.messageId, contactId: deed.contactId }, now);
      continue;
    }
    const contact = await tx.contact.findUnique({
      where: { id: deed.contactId },
      select: { personId: true },
    });
    if (contact?.personId == null) continue;
    await doOne(tx, deed, contact.personId, now);
  }
}

type OfPerson = Exclude<NudgeDeed, { deed: 'todo' }>;

async function doOne(tx: Db, deed: OfPerson, personId: string, now: Date): Promise<void> {
  switch (deed.deed) {
    case 'reply': {
      const { duty, subject, period, kind, messageId, until } = deed;
      await tx.nudgeReply.create({
        data: {
          id: newId(now.getTime()),
          personId,
          duty,
          subject,
          period,
          kind,
          messageId,
          at: now,
          until: until ?? null,
        },
      });
      return;
    }
    case 'away': {
      const { messageId, day } = deed;
      const open = await tx.absence.count({
        where: {
          personId,
          endedAt: null,
          from: { lte: dayToDate(day) },
          OR: [{ to: null }, { to: { gte: dayToDate(day) } }],
        },
      });
      if (open === 0)
        await tx.absence.create({
          data: { id: newId(now.getTime()), personId, from: dayToDate(day), messageId },
        });
      return;
    }
    case 'back':
      await tx.absence.updateMany({
        where: {
          personId,
          endedAt: null,
          from: { lte: dayToDate(deed.day) },
          OR: [{ to: null }, { to: { gte: dayToDate(deed.day) } }],
        },
        data: { endedAt: now },
      });
      return;
    case 'sign':
      // The digest is of the record as it was signed: a change afterwards makes the signature void.
      await tx.$executeRaw`
        INSERT INTO signature (id, record_id, digest, person_id, message_id, at)
        SELECT gen_random_uuid(), r.id, encode(sha256(convert_to(r.data::text, 'UTF8')), 'hex'), ${personId}::uuid, ${deed.messageId}::uuid, ${now}
        FROM record r WHERE r.id = ANY(${[...deed.records]}::uuid[]) AND r.state = 'active'
          AND NOT EXISTS (SELECT 1 FROM signature s WHERE s.record_id = r.id AND s.person_id = ${personId}::uuid AND s.voided_at IS NULL AND s.at >= r.updated_at)`;
  }
}
