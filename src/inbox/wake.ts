import { z } from 'zod';
import type { Deliver, WakeHere } from '../core/jobs.js';
import { messageOf } from '../core/errors.js';
import type { Log } from '../core/ports.js';

type Job = { key: string; data: { conversation: string } | { only: 'todos' } };

/** The part of the queue that waking needs. */
export interface JobSink {
  addMany(queue: 'turn' | 'delivery' | 'tick', jobs: Job[]): Promise<void>;
}

/** What a job of turns or deliveries carries. */
export const wakeJob = z.strictObject({ conversation: z.uuid() });

/** After a failure the queue is left alone this long: the sweep asks again, and the log is not flooded. */
const REST_MS = 2000;
/** More conversations than these are spoken to by way of the queue, which lets them wait in line. */
const MOST_HERE = 16;

/**
 * Wakes conversations through the queue, under the conversation's own key: while its job waits, more messages need no
 * more jobs; one that comes while it runs makes it run once more. Likewise the clock, where somebody asks for to-dos.
 */
export function createWake(queue: JobSink, log: Log): WakeHere {
  let restUntil = 0;
  let here: { deliver: Deliver; able: () => boolean } | undefined;
  let under = 0; // deliveries under way here
  async function add(name: 'turn' | 'delivery' | 'tick', jobs: Job[]): Promise<void> {
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
  const wake = (name: 'turn' | 'delivery', conversationIds: Iterable<string>): Promise<void> =>
    add(
      name,
      [...new Set(conversationIds)].map((conversation) => ({ key: conversation, data: { conversation } })),
    );

  /** Not waited for. What fails is a job like any other, and tried again as such. */
  function deliver(conversation: string, straight: Deliver): void {
    under += 1;
    straight(conversation)
      .catch((error: unknown) => {
        log.warn({ conversation, err: messageOf(error) }, 'delivery left to the queue');
        return wake('delivery', [conversation]);
      })
      .finally(() => (under -= 1));
  }

  function deliveries(conversationIds: Iterable<string>): Promise<void> {
    const rest: string[] = [];
    for (const id of new Set(conversationIds)) {
      if (here && under < MOST_HERE && here.able()) deliver(id, here.deliver);
      else rest.push(id);
    }
    return wake('delivery', rest);
  }

  return {
    turns: (ids) => wake('turn', ids),
    deliveries,
    todos: () => add('tick', [{ key: 'todos', data: { only: 'todos' } }]),
    deliverHere(straight, able = () => true) {
      here = straight && { deliver: straight, able };
    },
  };
}
