import { localDay } from '../core/time.js';
import type { Db } from './client.js';

/** A question that was not answered at once, as the clerk looks at it. */
export interface ListedQuestion {
  number: number;
  state: string;
  text: string;
  post: string;
  askedAt: Date;
  answer: string | null;
}

/** Questions in these states, oldest first. */
export async function listQuestions(
  db: Db,
  states: readonly string[],
  since: Date,
): Promise<ListedQuestion[]> {
  return db.questionHandover.findMany({
    where: { state: { in: [...states] }, askedAt: { gte: since } },
    orderBy: { number: 'asc' },
    select: { number: true, state: true, text: true, post: true, askedAt: true, answer: true },
  });
}

/** Questions that were handed over and nobody has answered, oldest first. Those whose message was recalled are none. */
export async function unansweredQuestions(db: Db): Promise<{ number: number; text: string }[]> {
  return db.$queryRaw<{ number: number; text: string }[]>`
    SELECT q.number, left(q.text, 30) AS text FROM question_handover q
    JOIN message m ON m.id = q.message_id AND m.recalled_at IS NULL WHERE q.state = 'open' ORDER BY q.number`;
}

/** The clerk's word on a written answer. Returns how many of the numbers were answers that waited for it. */
export async function decideQuestions(
  db: Db,
  numbers: readonly number[],
  state: 'approved' | 'rejected',
  by: string,
  now: Date,
): Promise<number> {
  const { count } = await db.questionHandover.updateMany({
    where: { number: { in: [...numbers] }, state: 'answered' },
    data: { state, decidedBy: by, decidedAt: now },
  });
  return count;
}

/** Changes whenever an answer was approved, or one that was is taken back. */
export async function approvedVersion(db: Db): Promise<string> {
  const { _count, _max } = await db.questionHandover.aggregate({
    where: { state: 'approved' },
    _count: true,
    _max: { decidedAt: true },
  });
  return `${_count} ${_max.decidedAt?.toISOString() ?? ''}`;
}

/** Every approved answer, with who wrote it. */
export async function approvedAnswers(db: Db) {
  const rows = await db.$queryRaw<
    { number: number; question: string; answer: string; by: string; field: string; at: Date }[]
  >`
    SELECT q.number, q.text AS question, q.answer, q.field, q.decided_at AS at,
      coalesce(nullif(concat(p.unit, p.name), ''), k.name) AS by
    FROM question_handover q
    LEFT JOIN contact k ON k.id = q.answered_by
    LEFT JOIN person p ON p.id = k.person_id
    WHERE q.state = 'approved' AND q.answer IS NOT NULL ORDER BY q.number`;
  return rows.map(({ at, ...row }) => ({ ...row, approvedOn: localDay(at) }));
}
