import { FileBox } from 'file-box';
import { SendError, type OutgoingFile, type Say } from '../core/chat.js';
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

/**
 * Says one text and sends its files after it. Rejects only with a SendError. The id is that of what was sent first.
 */
export async function say(
  session: Session,
  what: Say,
  options: SayOptions,
): Promise<{ id?: string | undefined }> {
  const files = what.files ?? [];
  const silent = what.text === '' && files.length > 0;
  let id = silent ? undefined : await sayText(session, what, options);
  for (const [n, file] of files.entries()) {
    try {
      const sent = await sendFile(session, what.to, file, options);
      if (silent && n === 0) id = sent;
    } catch (error) {
      throw silent && n === 0 ? toSendError(error) : halfway(file, error);
    }
  }
  return id ? { id } : {};
}

async function sayText(session: Session, what: Say, { timeoutMs, mask }: SayOptions): Promise<string | void> {
  const { puppet } = session;
  try {
    if ('room' in what.to) {
      const { room } = what.to;
      // Before anything is sent: a room that cannot be found will not be found by sending either.
      await within(puppet.roomPayload(room), timeoutMs, 'finding the room').catch(beforeSending);
      const { text, mentions } = await withNames(session, room, what, mask);
      return await within(puppet.messageSendText(room, text, mentions), timeoutMs, 'sending');
    }
    return await within(puppet.messageSendText(what.to.person, what.text), timeoutMs, 'sending');
  } catch (error) {
    throw toSendError(error);
  }
}

/** The name's ending tells the gateway what kind of file it is. */
async function sendFile(
  { puppet }: Session,
  to: Say['to'],
  { name, bytes }: OutgoingFile,
  { timeoutMs }: SayOptions,
): Promise<string | void> {
  const box = FileBox.fromBuffer(Buffer.from(bytes), name);
  return within(
    puppet.messageSendFile('room' in to ? to.room : to.person, box),
    timeoutMs,
    `sending ${name}`,
  );
}

/** Part of it has arrived, so saying all of it again would say that twice: however it failed, a person decides. */
function halfway(file: OutgoingFile, error: unknown): SendError {
  const message = `what goes before ${file.name} was sent, the file perhaps not: ${toSendError(error).message}`;
  return new SendError('unknown', message, { cause: error });
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
