import { SendError, type Say } from '../core/chat.js';
import { toSendError } from './errors.js';
import type { Session } from './session.js';
import { within } from './wait.js';

/** What WeChat puts after a name that is mentioned: with it, clients see where the name ends. */
const AFTER_NAME = '\u2005';

export interface SayOptions {
  /** After that nobody knows whether it arrived. */
  timeoutMs: number;
  /** Stars out what must not be said in a group. */
  mask: (text: string) => string;
}

/** Says one text. Rejects only with a SendError. */
export async function say(
  session: Session,
  what: Say,
  { timeoutMs, mask }: SayOptions,
): Promise<{ id?: string | undefined }> {
  const { puppet } = session;
  const to = 'room' in what.to ? what.to.room : what.to.person;
  try {
    if ('room' in what.to) {
      // Before anything is sent: a room that cannot be found will not be found by sending either.
      await within(puppet.roomPayload(to), timeoutMs, 'finding the room').catch(beforeSending);
      const { text, mentions } = await withNames(session, to, what, mask);
      const id = await within(puppet.messageSendText(to, text, mentions), timeoutMs, 'sending');
      return id ? { id } : {};
    }
    const id = await within(puppet.messageSendText(to, what.text), timeoutMs, 'sending');
    return id ? { id } : {};
  } catch (error) {
    throw toSendError(error);
  }
}

/** Nothing has left yet, so the only doubt is whether trying again can help. */
function beforeSending(error: unknown): never {
  const found = toSendError(error);
  throw found.verdict === 'unknown' ? new SendError('not-sent', found.message, { cause: error }) : found;
}

/**
 * A mention needs the name in the text as well as the id; names that the text has already are not repeated. Whoever has
 * a telephone number for a nickname is named with it masked, and not mentioned: the gateway would say the number.
 */
async function withNames(
  session: Session,
  room: string,
  { text, mentions = [] }: Say,
  mask: SayOptions['mask'],
): Promise<{ text: string; mentions: string[] }> {
  const people = await Promise.all(
    mentions.map(async (id) => {
      const person = await session.person(id, room);
      const shown = [person.alias, person.name].filter(
        (name) => name !== undefined && name !== '',
      ) as string[];
      return { id, name: mask(shown[0] ?? ''), discreet: shown.every((name) => mask(name) === name) };
    }),
  );
  const missing = people.map((one) => one.name).filter((name) => name !== '' && !text.includes(`@${name}`));
  return {
    text: missing.map((name) => `@${name}${AFTER_NAME}`).join('') + text,
    mentions: people.filter((one) => one.discreet).map((one) => one.id),
  };
}
