import { types, type PuppetInterface } from './wechaty.js';

const EVENTS = Object.keys(types.PUPPET_EVENT_DICT) as (keyof typeof types.PUPPET_EVENT_DICT)[];

/**
 * Remembers who listens to the puppet now; the function it returns removes everybody who came since. Wechaty never
 * takes its listeners off a puppet again, and a puppet that is used a second time would hand everything on twice.
 */
export function attach(puppet: PuppetInterface): () => void {
  const before = new Map(EVENTS.map((event) => [event, new Set(puppet.listeners(event))]));
  return () => {
    for (const event of EVENTS) {
      for (const listener of puppet.listeners(event)) {
        if (!before.get(event)!.has(listener)) puppet.off(event, listener as never);
      }
    }
    // An error that comes late, with nobody listening, would end the process.
    if (puppet.listenerCount('error') === 0) puppet.on('error', () => {});
  };
}
