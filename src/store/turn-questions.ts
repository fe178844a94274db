import type { Effect, NewQuestion } from '../core/effects.js';
import type { Db } from './client.js';

type Close = Extract<Effect, { type: 'question.close' }>;

/** Questions that were not answered at once, as deciding sees them; `settled` writes what the turn itself has decided. */
export class QuestionRows {
  constructor(
    private readonly tx: Db,
    private readonly settled: () => Promise<void>,
  ) {}

  async offered(
    conversationId: string,
    contactId: string,
    since: Date,
  ): Promise<{ id: string; choices: string[] } | undefined> {
    await this.settled();
    const row = await this.tx.questionHandover.findFirst({
      where: { conversationId, contactId, state: 'offered', askedAt: { gte: since } },
      orderBy: { number: 'desc' },
      select: { id: true, choices: true },
    });
    return row ?? undefined;
  }

  async handedTo(contactId: string) {
    await this.settled();
    const rows = await this.tx.questionHandover.findMany({
      where: { toContactId: contactId, state: 'open' },
      orderBy: { number: 'asc' },
      take: 50,
      include: { conversation: { select: { kind: true } } },
    });
    return rows.map(({ conversation, ...row }) => ({
      id: row.id,
      number: row.number,
      text: row.text,
      post: row.post,
      conversationId: row.conversationId,
      conversationKind: conversation.kind as 'room' | 'private',
      contactId: row.contactId,
    }));
  }

  /** Clerks and cadres only: leaders are not to be bothered with questions. */
  async holderOf(
    units: readonly string[],
    asker: string,
  ): Promise<{ contactId: string; name: string; post: string } | undefined> {
    const rows = await this.tx.$queryRaw<{ contactId: string; name: string; post: string }[]>`
      SELECT k.id AS "contactId", p.name, concat(p.unit, p.post) AS post
      FROM contact a
      LEFT JOIN person ap ON ap.id = a.person_id
      JOIN contact k ON k.gateway = a.gateway AND k.id <> a.id
      JOIN person p ON p.id = k.person_id AND p.active AND p.role <> 'leader'
      WHERE a.id = ${asker}::uuid
        AND (p.role = 'clerk' OR EXISTS (SELECT 1 FROM unnest(${[...units]}::text[]) AS u WHERE p.unit LIKE '%' || u || '%'))
      ORDER BY EXISTS (SELECT 1 FROM unnest(${[...units]}::text[]) AS u WHERE p.unit LIKE '%' || u || '%') DESC,
        (p.role = 'clerk') DESC, coalesce(p.villages && ap.villages, false) DESC, p.unit, p.name
      LIMIT 1`;
    return rows[0];
  }
}

export async function openQuestions(tx: Db, questions: readonly NewQuestion[], now: Date): Promise<void> {
  if (questions.length === 0) return;
  await tx.questionHandover.createMany({
    data: questions.map((one) => ({ ...one, toContactId: one.toContactId ?? null, askedAt: now })),
    skipDuplicates: true,
  });
}

export async function closeQuestions(tx: Db, closed: readonly Close[], now: Date): Promise<void> {
  for (const one of closed) {
    const from = one.state === 'chosen' ? 'offered' : 'open';
    const answer =
      one.state === 'answered'
        ? { answer: one.answer, answeredBy: one.contactId, answerMessageId: one.messageId, answeredAt: now }
        : {};
    await tx.questionHandover.updateMany({
      where: { id: one.id, state: from },
      data: { state: one.state, ...answer },
    });
  }
}

/** The question is gone from the chat: nobody needs to answer it any more. */
export async function withdrawQuestions(tx: Db, messageIds: readonly string[]): Promise<void> {
  if (messageIds.length === 0) return;
  await tx.questionHandover.updateMany({
    where: { messageId: { in: [...messageIds] }, state: { in: ['offered', 'open'] } },
    data: { state: 'withdrawn' },
  });
}
