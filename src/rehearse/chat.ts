import type { ChatPort, Say } from '../core/chat.js';

/** The gateway of a rehearsal: what it is given goes nowhere. */
export const REHEARSAL = 'rehearsal';

/** A chat network that takes every text, delivers none, and remembers which it was given under which id. */
export function muteChat(): ChatPort & { take(): Map<string, Say> } {
  let given = new Map<string, Say>();
  let count = 0;
  return {
    gateway: REHEARSAL,
    state: 'online',
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    say(what) {
      const id = `said-${++count}`;
      given.set(id, what);
      return Promise.resolve({ id });
    },
    take() {
      const taken = given;
      given = new Map();
      return taken;
    },
  };
}
