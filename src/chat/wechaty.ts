import { type impls, log } from 'wechaty-puppet';

// Wechaty prints to the console on its own; what matters reaches our log through its events. WECHATY_LOG brings it back.
if (!process.env['WECHATY_LOG']) log.level('silent');

export { WechatyBuilder } from 'wechaty';
export { types } from 'wechaty-puppet';
export type { payloads } from 'wechaty-puppet';

export type PuppetInterface = impls.PuppetInterface;
