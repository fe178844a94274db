import type { Log } from '../core/ports.js';

/** npm passes on the Ctrl-C that the terminal has sent us already: the same one, a moment later. */
const SAME_MS = 1_000;

const ORPHAN_MS = 300;

/**
 * npm hands a SIGTERM on to its shell alone, and both are gone without a word to us: who was started by npm and has
 * lost that parent is meant.
 */
function onOrphaned(then: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    then();
  }, ORPHAN_MS);
  timer.unref();
}

/**
 * The first SIGINT or SIGTERM resolves; a later one ends the process on the spot (130).
 * An exception nobody caught stops the process in order too, with status 1.
 */
export function untilStopped(log: Log): Promise<number> {
  return new Promise((resolve) => {
    let first = 0;
    const onSignal = (signal: NodeJS.Signals): void => {
      const now = Date.now();
      if (first === 0) {
        first = now;
        log.info({ signal }, 'stopping (once more to end at once)');
        resolve(0);
      } else if (now - first > SAME_MS) {
        log.warn({ signal }, 'ended at once');
        process.exit(130);
      }
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
    onOrphaned(() => first === 0 && onSignal('SIGTERM'));
    process.on('uncaughtException', (error) => {
      log.error({ err: error }, 'uncaught exception: stopping');
      if (first === 0) first = Date.now();
      resolve(1);
    });
    // Somebody's forgotten promise is no reason to leave the groups without an answer.
    process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'));
  });
}
