import type { PuppetInterface } from './wechaty.js';

/** The parts of wechaty-puppet-service that its interface does not show. Absent in every other puppet. */
interface Inside {
  _payloadStore?: { start?: unknown };
  _grpcManager?: { destroyClient?: () => void };
}

/**
 * It keeps names and telephone numbers of contacts in clear text under ~/.wechaty, and serves them stale after a
 * restart. What it is asked for comes from the gateway instead.
 */
export function withoutPayloadStore(puppet: PuppetInterface): PuppetInterface {
  const { _payloadStore: store } = puppet as Inside;
  if (store) store.start = () => Promise.resolve();
  return puppet;
}

/**
 * It is asked to forget cached payloads by callers that do not wait for the answer: without a connection that would
 * be a rejection nobody handles, which ends the process.
 */
export function withoutStrayRejections(puppet: PuppetInterface): PuppetInterface {
  const forget = puppet.dirtyPayload.bind(puppet) as (...args: unknown[]) => unknown;
  puppet.dirtyPayload = (...args: unknown[]) => {
    const done = forget(...args);
    return done instanceof Promise ? done.catch(() => undefined) : done;
  };
  return puppet;
}

/**
 * Closes the connection of a puppet that was given up, so that its orderly stop, which takes a while, cannot reach
 * the gateway any more: there it would stop the account under the next connection. True where there was one.
 */
export function dropConnection(puppet: PuppetInterface): boolean {
  const { _grpcManager: manager } = puppet as Inside;
  if (!manager?.destroyClient) return false;
  manager.destroyClient();
  return true;
}
