export { freePort } from '../../src/store/embedded/net.js';

/** Waits until `check` holds (or returns a value); throws with `what` after `ms`. */
export async function until<T>(
  what: string,
  check: () => T | Promise<T>,
  ms = 10_000,
): Promise<NonNullable<Awaited<T>>> {
  const end = Date.now() + ms;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const got = await check();
      if (got) return got;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`waited ${ms} ms for: ${what}`, { cause: last });
}
