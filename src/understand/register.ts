import type { HouseholdIndex } from '../core/household.js';
import type { Message } from './document.js';
import { isHan } from './span.js';

/** Every name and village of the register in a message, by place; looked up once a message. */
export function registerIn(message: Message, households: HouseholdIndex): NonNullable<Message['register']> {
  if (message.register) return message.register;
  const found: NonNullable<Message['register']> = { names: [], villages: [] };
  const { text } = message;
  for (let at = 0; at < text.length; at++) {
    if (!isHan(text.charCodeAt(at))) continue;
    const name = households.nameAt(text, at);
    if (name)
      found.names.push({ from: at, to: at + name.name.length, name: name.name, households: name.households });
    const village = households.villageAt(text, at);
    if (village && !NOT_THERE.test(text.slice(Math.max(0, at - 4), at)))
      found.villages.push({ from: at, to: at + village.written.length, village: village.village });
  }
  return (message.register = found);
}

/** "王家（不是石桥村那个）": where it is not. */
export const NOT_THERE = /(?:不是|并非|而非|不在|不属于?)$/;

/** Whether a span holds a name of the register. */
export function holdsName(message: Message, households: HouseholdIndex, from: number, to: number): boolean {
  return registerIn(message, households).names.some((n) => n.from >= from && n.from < to);
}
