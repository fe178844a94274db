import type { Log } from '../core/ports.js';

const QUIET_MS = 5_000;

/** A backend that is away raises the same error many times a second: one line every few seconds is enough. */
export function quietly(log: Log): (error: Error) => void {
  let last = 0;
  let more = 0;
  return (error) => {
    if (Date.now() - last < QUIET_MS) return void more++;
    log.warn({ err: error, ...(more && { more }) }, 'queue backend trouble');
    last = Date.now();
    more = 0;
  };
}
