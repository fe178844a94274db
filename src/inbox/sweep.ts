import { messageOf } from '../core/errors.js';
import type { Wake } from '../core/jobs.js';
import type { Clock, Log } from '../core/ports.js';
import type { Store } from '../store/client.js';
import { conversationsWaiting } from '../store/inbox.js';
import { todosAsked } from '../store/todo-requests.js';

/** Messages younger than this have a wake-up on its way. */
const SETTLED_MS = 2_000;

/**
 * Rebuilds the queue from the database: a wiped Redis, a wake-up lost in a crash, a worker that died. Run it often and
 * anywhere: a wake-up too many finds nothing to do.
 */
export async function sweep(deps: { store: Store; wake: Wake; clock: Clock; log: Log }): Promise<void> {
  try {
    const now = deps.clock.now();
    const waiting = await conversationsWaiting(deps.store.prisma, now, SETTLED_MS);
    if (waiting.length > 0) deps.log.info({ conversations: waiting.length }, 'waking what was left behind');
    await deps.wake.turns(waiting);
    if (await todosAsked(deps.store.prisma, now, SETTLED_MS)) await deps.wake.todos();
  } catch (error) {
    deps.log.warn({ err: messageOf(error) }, 'sweep put off');
  }
}
