export { freePort } from '../../src/store/embedded/net.js';

const SOONEST_MS = 10;
/** Asking more often than this makes a busy machine slower, and nothing faster. */
const SLOWEST_MS = 120;

/** Waits until `check` holds (or returns a value); throws with `what` after `ms`. Asks at shorter intervals first. */
export async function until<T>(
  what: string,
  check: () => T | Promise<T>,
  ms = 20_000,
): Promise<NonNullable<Awaited<T>>> {
  const end = Date.now() + ms;
  let last: unknown;
  for (let wait = SOONEST_MS; Date.now() < end; wait = Math.min(SLOWEST_MS, wait * 1.5)) {
    try {
      const got = await check();
      if (got) return got;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  throw new Error(`waited ${ms} ms for: ${what}`, { cause: last });
}
