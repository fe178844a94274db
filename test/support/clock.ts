import type { Clock } from '../../src/core/ports.js';
import { fromLocal } from '../../src/core/time.js';

/** A Wednesday within working hours, with no holiday or end of a month near. */
export const WORKDAY = '2026-11-18T10:00';

/** The same day, after working hours. */
export const EVENING = '2026-11-18T20:00';

/**
 * A clock that is set to a local moment (Asia/Shanghai) and goes on from there at real pace, so that what a test sees
 * does not depend on when it runs, and pauses and expiries still work.
 */
export class SetClock implements Clock {
  #ahead: number;

  constructor(local: string = WORKDAY) {
    this.#ahead = fromLocal(local).getTime() - Date.now();
  }

  now(): Date {
    return new Date(Date.now() + this.#ahead);
  }

  /** The moment `ms` milliseconds ago. */
  ago(ms: number): Date {
    return new Date(this.now().getTime() - ms);
  }

  /** Lets so many milliseconds pass at once. */
  pass(ms: number): void {
    this.#ahead += ms;
  }
}
