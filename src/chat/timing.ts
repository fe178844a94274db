/** How long the chat port waits for what, in milliseconds. */
export interface Timing {
  ding: number; // between two dings
  deaf: number; // unanswered for so long: the gateway is gone
  start: number; // for a puppet to start
  ready: number; // after a login, for a gateway that never says that it is ready
  directory: number; // for reading all rooms and members
  say: number; // for one send
  stop: number; // for an orderly stop of each part
  backoff: { least: number; most: number }; // between attempts to connect
  retry: { least: number; most: number; total: number }; // of a handler that rejects
}

export const TIMING: Timing = {
  ding: 15_000,
  deaf: 45_000,
  start: 30_000,
  ready: 10_000,
  directory: 120_000,
  say: 30_000,
  stop: 10_000,
  backoff: { least: 1_000, most: 60_000 },
  // Longer than a database restart takes: until the messages are safe, they wait here.
  retry: { least: 250, most: 15_000, total: 300_000 },
};
