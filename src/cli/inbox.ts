import { AppError } from '../core/errors.js';
import type { Store } from '../store/client.js';
import { failedMessages, retryMessage } from '../store/inbox.js';

export type InboxDecision = 'list' | 'retry';

/**
 * The `inbox` command: lists messages that could not be worked off, one JSON object a line, or gives them another try
 * (all of them when no id is given). Throws an AppError, before anything is changed, when an id is not one of those.
 */
export async function inboxCommand(
  decision: InboxDecision,
  ids: readonly string[],
  deps: { store: Store; out(line: string): void },
): Promise<void> {
  const { prisma } = deps.store;
  const failed = await failedMessages(prisma);
  if (decision === 'list') {
    for (const row of failed) deps.out(JSON.stringify(row));
    return;
  }
  const strange = ids.filter((id) => !failed.some((row) => row.id === id));
  if (strange.length > 0) {
    throw new AppError(
      'unknown-message',
      `not among the messages set aside: ${strange.join(', ')} (see "cuncunbao inbox")`,
    );
  }
  for (const id of ids.length > 0 ? new Set(ids) : failed.map((row) => row.id)) {
    deps.out(JSON.stringify({ id, decision, again: await retryMessage(prisma, id) }));
  }
}
