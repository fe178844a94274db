import type { Clock } from '../core/ports.js';

/** A clock that stands still until it is told to go on. */
export interface ScriptClock extends Clock {
  /** Never goes back: an earlier moment leaves it where it is. */
  advance(to: Date): void;
}

export function scriptClock(start: Date): ScriptClock {
  let now = start.getTime();
  return {
    now: () => new Date(now),
    advance(to) {
      now = Math.max(now, to.getTime());
    },
  };
}
