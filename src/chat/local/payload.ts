import { FILENAME_SEPARATOR } from '../media.js';
import { QUOTE_LINE } from '../quote.js';
import { types, type payloads } from '../wechaty.js';
import { BOT_ID, type LocalMessage } from './network.js';

const TYPES: Partial<Record<LocalMessage['type'], types.Message>> = {
  text: types.Message.Text,
  image: types.Message.Image,
  file: types.Message.Attachment,
  recall: types.Message.Recalled,
};

/** A local message as Wechaty wants it; undefined for what is an event of the group rather than a message. */
export function toPayload(message: LocalMessage): payloads.Message | undefined {
  const type = TYPES[message.type];
  if (type === undefined) return undefined;
  const { place, sender } = message;
  const base = {
    id: message.id,
    talkerId: sender,
    type,
    // Wechaty's convention: the text of a recall is the id of what was recalled.
    text: message.type === 'recall' ? (message.recalls ?? '') : textOf(message),
    timestamp: message.sentAt.getTime(),
    ...(message.attachments.length > 0
      ? {
          filename: message.attachments
            .map((a) => a.name.replaceAll(FILENAME_SEPARATOR, ' '))
            .join(FILENAME_SEPARATOR),
        }
      : {}),
  };
  if ('room' in place) return { ...base, roomId: place.room, mentionIdList: message.mentions };
  return { ...base, listenerId: sender === BOT_ID ? place.person : BOT_ID };
}

/** A quoted reply in the text form that clients have always sent. */
function textOf({ text, quoted }: LocalMessage): string {
  if (!quoted) return text;
  return `「${quoted.sender}：${quoted.text}」\n${QUOTE_LINE}\n${text}`;
}
