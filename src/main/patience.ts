import { AppError, messageOf } from '../core/errors.js';
import type { Log } from '../core/ports.js';
import { isTransient } from '../store/errors.js';

/** A database that restarts in the middle of our start is waited for that long, as at its beginning. */
const WAIT_MS = 60_000;
const RETRY_MS = 500;

/** Does a step of starting, again and again while only the database is away. Every such step bears being done twice. */
export async function patiently<T>(
  work: () => Promise<T>,
  { log, stopping, waitMs = WAIT_MS }: { log: Log; stopping?: AbortSignal | undefined; waitMs?: number },
): Promise<T> {
  for (const end = Date.now() + waitMs; ;) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof AppError || !isTransient(error) || Date.now() > end) throw error;
      log.warn(
        { err: messageOf(error).trim().split('\n').at(-1) },
        'starting: the database went away, trying again',
      );
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      stopping?.throwIfAborted();
    }
  }
}
