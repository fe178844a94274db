import { SendError, type Say } from '../core/chat.js';
import { toSendError } from './errors.js';
import type { Session } from './session.js';
import { within } from './wait.js';

/** What WeChat puts after a name that is mentioned: with it, clients see where the name ends. */
const AFTER_NAME = '\u2005';

/** Says one text. Rejects only with a SendError. `timeoutMs`: after that nobody knows whether it arrived. */
export async function say(
  session: Session,
  what: Say,
  timeoutMs: number,
): Promise<{ id?: string | undefined }> {
  const { puppet } = session;
  const to = 'room' in what.to ? what.to.room : what.to.person;
  try {
    if ('room' in what.to) {
      // Before anything is sent: a room that cannot be found will not be found by sending either.
      await within(puppet.roomPayload(to), timeoutMs, 'finding the room').catch(beforeSending);
      const text = await withNames(session, to, what.text, what.mentions ?? []);
      const id = await within(puppet.messageSendText(to, text, what.mentions ?? []), timeoutMs, 'sending');
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

/** A mention needs the name in the text as well as the id; names that the text has already are not repeated. */
async function withNames(
  session: Session,
  room: string,
  text: string,
  mentions: readonly string[],
): Promise<string> {
  const people = await Promise.all(mentions.map((id) => session.person(id, room)));
  const missing = people
    .map((person) => person.alias || person.name)
    .filter((name) => name !== '' && !text.includes(`@${name}`));
  return missing.map((name) => `@${name}${AFTER_NAME}`).join('') + text;
}
