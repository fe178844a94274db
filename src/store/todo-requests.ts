import type { Shown } from '../core/duty-facts.js';
import type { NewOutgoing } from '../core/effects.js';
import { Prisma } from '../generated/prisma/client.js';
import type { Db } from './client.js';
import { sayAll } from './say.js';

/** Lists that were asked for go out under this purpose: they are no to-dos, and nobody takes them back. */
export const TODO_LIST = 'todo-list';

/** Who waits for their to-dos, with the messages that asked, the first first. */
export interface TodoRequest {
  contactId: string;
  /** Whose to-dos; null where the contact is bound to nobody on the roster. */
  personId: string | null;
  messages: string[];
}

/** Keeps the request of a message, once. */
export async function addTodoRequest(
  tx: Db,
  request: { messageId: string; contactId: string },
  now: Date,
): Promise<void> {
  await tx.todoRequest.createMany({ data: [{ ...request, askedAt: now }], skipDuplicates: true });
}

/** Longer than this nobody waits: mornings have told it since, and whoever still wants to know has asked again. */
const WAITS_MS = 72 * 3600_000;

/** Who asked before that is answered no more: the clock was away for days, or the gateway is used no more. */
const wantedSince = (now: Date): Date => new Date(now.getTime() - WAITS_MS);

/** Who took the message back no longer asks. */
const WAITS = Prisma.sql`r.answered_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM message m WHERE m.id = r.message_id AND m.recalled_at IS NOT NULL)`;

/** Whether somebody waits; with `settledMs` only who has waited for that long. */
export async function todosAsked(db: Db, now: Date, settledMs?: number): Promise<boolean> {
  const until = settledMs === undefined ? 'infinity' : new Date(now.getTime() - settledMs).toISOString();
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM todo_request r
    WHERE ${WAITS} AND r.asked_at BETWEEN ${wantedSince(now)} AND ${until}::timestamptz LIMIT 1`;
  return rows.length > 0;
}

/** Whoever waits, locked to the end of the transaction. */
export async function takeTodoRequests(tx: Db, gateway: string, now: Date): Promise<TodoRequest[]> {
  const rows = await tx.$queryRaw<{ messageId: string; contactId: string; personId: string | null }[]>`
    SELECT r.message_id AS "messageId", c.id AS "contactId", p.id AS "personId"
    FROM todo_request r JOIN contact c ON c.id = r.contact_id AND c.gateway = ${gateway}
      LEFT JOIN person p ON p.id = c.person_id AND p.active
    WHERE ${WAITS} AND r.asked_at >= ${wantedSince(now)} ORDER BY r.asked_at, r.message_id FOR UPDATE OF r`;
  const requests = new Map<string, TodoRequest>();
  for (const { messageId, contactId, personId } of rows) {
    const known = requests.get(contactId);
    if (known) known.messages.push(messageId);
    else requests.set(contactId, { contactId, personId, messages: [messageId] });
  }
  return [...requests.values()];
}

/** Says the answers and closes what they answer. Returns the conversations that now have something to say. */
export async function answerTodoRequests(
  tx: Db,
  gateway: string,
  answers: readonly { request: TodoRequest; say: NewOutgoing }[],
  now: Date,
): Promise<string[]> {
  const speaking = await sayAll(
    tx,
    gateway,
    answers.map(({ say }) => say),
    now,
  );
  for (const { request } of answers)
    await tx.todoRequest.updateMany({
      where: { messageId: { in: request.messages } },
      data: { answeredAt: now, personId: request.personId },
    });
  return speaking;
}

/** What people saw in their lists since then. What never left the outbox nobody saw. */
export async function loadShown(db: Db, since: Date): Promise<Shown[]> {
  return db.$queryRaw<Shown[]>`
    SELECT r.person_id AS "personId", line->>'duty' AS duty, due->>'subject' AS subject, due->>'period' AS period,
      due->>'state' AS state, r.answered_at AS at
    FROM todo_request r JOIN outgoing o ON o.key = ${`${TODO_LIST}:`} || r.message_id::text
        AND o.state NOT IN ('dropped', 'failed', 'withdrawn'),
      jsonb_array_elements(o.because->'lines') AS line, jsonb_array_elements(line->'dues') AS due
    WHERE r.person_id IS NOT NULL AND r.answered_at >= ${since}`;
}
