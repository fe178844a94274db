import type { Db } from './client.js';

/** A text that waits alone for one person, claimed, with where it goes. */
export interface LoneText {
  id: string;
  text: string;
  externalId: string;
}

/**
 * Marks as being sent what waits alone in private conversations, without files and mentions: a county's morning in one
 * statement. Whatever waits together with something else is left to `claimNext`, which knows what belongs together.
 */
export async function claimLone(
  db: Db,
  where: { gateway: string; conversationIds: readonly string[] },
  now: Date,
): Promise<LoneText[]> {
  const found = await db.$queryRaw<(LoneText & { n: number })[]>`
    SELECT lone.id, lone.text, lone.n, a.external_id AS "externalId"
    FROM unnest(${[...where.conversationIds]}::uuid[]) AS k(id) JOIN conversation c ON c.id = k.id
    CROSS JOIN LATERAL (
      SELECT o.id, o.text, count(*) OVER ()::int AS n,
        o.state = 'queued' AND o.attachments = '[]' AND cardinality(o.mentions) = 0
          AND (o.not_before IS NULL OR o.not_before <= ${now}) AND (o.expires_at IS NULL OR o.expires_at >= ${now}) AS ready
      FROM outgoing o WHERE o.conversation_id = k.id AND o.state IN ('queued', 'sending') ORDER BY o.seq LIMIT 1
    ) lone
    CROSS JOIN LATERAL (SELECT external_id FROM contact_address WHERE contact_id = c.contact_id AND current ORDER BY since DESC LIMIT 1) a
    WHERE c.gateway = ${where.gateway} AND c.kind = 'private' AND lone.n = 1 AND lone.ready`;
  const claimed = await db.$queryRaw<{ id: string; seq: bigint }[]>`
    UPDATE outgoing SET state = 'sending', claimed_at = ${now}, batch_id = id, attempts = attempts + 1
    WHERE id = ANY(${found.map((one) => one.id)}::uuid[]) AND state = 'queued' RETURNING id, seq`;
  const order = new Map(claimed.map(({ id, seq }) => [id, Number(seq)]));
  return found
    .filter(({ id }) => order.has(id))
    .sort((one, other) => order.get(one.id)! - order.get(other.id)!);
}

/** Writes down that these were taken by the gateway, under its ids. */
export async function settleSent(
  db: Db,
  sent: readonly { id: string; gatewayMessageId: string | undefined }[],
  now: Date,
): Promise<void> {
  if (sent.length === 0) return;
  await db.$executeRaw`
    UPDATE outgoing o SET state = 'sent', settled_at = ${now}, error = NULL, not_before = NULL, gateway_message_id = t.gateway_id
    FROM unnest(${sent.map((one) => one.id)}::uuid[], ${sent.map((one) => one.gatewayMessageId ?? null)}::text[]) AS t(id, gateway_id)
    WHERE o.id = t.id AND o.state = 'sending'`;
}

/**
 * For a rehearsal, after its county was imported: what was said is looked up by the gateway's id after every step, and
 * nobody waits until the server has seen by itself that its tables are not empty any more.
 */
export async function settleIn(db: Db): Promise<void> {
  await db.$executeRaw`CREATE INDEX ON outgoing (gateway_message_id)`;
  await db.$executeRaw`ANALYZE`;
}
