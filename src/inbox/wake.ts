import { z } from 'zod';
import type { Wake } from '../core/jobs.js';
import { messageOf } from '../core/errors.js';
import type { Log } from '../core/ports.js';

/** The part of the queue that waking needs. */
export interface JobSink {
  addMany(queue: 'turn' | 'delivery', jobs: { key: string; data: { conversation: string } }[]): Promise<void>;
}

/** What a job of either queue carries. */
export const wakeJob = z.strictObject({ conversation: z.uuid() });

/** After a failure the queue is left alone this long: the sweep asks again, and the log is not flooded. */
const REST_MS = 2000;

/**
 * Wakes conversations through the queue, under the conversation's own key: while its job waits, more messages need no
 * more jobs; one that comes while it runs makes it run once more.
 */
export function createWake(queue: JobSink, log: Log): Wake {
  let restUntil = 0;
  async function wake(name: 'turn' | 'delivery', conversationIds: Iterable<string>): Promise<void> {
    const jobs = [...new Set(conversationIds)].map((conversation) => ({
      key: conversation,
      data: { conversation },
    }));
    if (jobs.length === 0 || Date.now() < restUntil) return;
    try {
      await queue.addMany(name, jobs);
    } catch (error) {
      restUntil = Date.now() + REST_MS;
      log.warn(
        { queue: name, jobs: jobs.length, err: messageOf(error) },
        'queue away, the sweep will wake these',
      );
    }
  }
  return { turns: (ids) => wake('turn', ids), deliveries: (ids) => wake('delivery', ids) };
}
