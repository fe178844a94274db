import type { ChatPerson, ChatRoom, Incoming } from '../core/chat.js';
import { type AppMessage, element, readAppMessage } from './appmsg.js';
import { attachmentsOf, FORWARD_MARKER, markerOf } from './media.js';
import { splitQuote } from './quote.js';
import { types, type payloads } from './wechaty.js';

/** What a payload alone does not say. Look-ups may fail; then the id has to do. */
export interface Surroundings {
  gateway: string;
  bot: ChatPerson; // alias: its name in this message's room
  room: ChatRoom | undefined;
  sender: ChatPerson;
  now: Date;
}

type Content = Pick<Incoming, 'type' | 'text'> &
  Partial<Pick<Incoming, 'quoted' | 'recalls' | 'attachments'>>;

/** The first line that says something starts a relay: in the middle of a sentence it is only a word. */
const RELAY = /^\s*#\s?(?:接龙|接龍|Group Note)/i;

/** One message of Wechaty as plain data; undefined for what is no message of a person (system notices). Never throws. */
export function translate(payload: payloads.Message, around: Surroundings): Incoming | undefined {
  const content = contentOf(payload);
  if (!content) return undefined;
  const { bot, sender, room } = around;
  const mentions = room && 'mentionIdList' in payload ? [...new Set(payload.mentionIdList ?? [])] : [];
  return {
    gateway: around.gateway,
    id: payload.id,
    ...content,
    ...(room ? { room } : {}),
    sender,
    self: sender.id === bot.id,
    mentions,
    mentionsBot: room !== undefined && mentionsBot(content.text, mentions, bot),
    attachments: content.attachments ?? [],
    sentAt: sentAt(payload.timestamp, around.now),
  };
}

function contentOf(payload: payloads.Message): Content | undefined {
  const text = payload.text ?? '';
  const app = text.includes('<appmsg') ? readAppMessage(text) : undefined;
  switch (payload.type) {
    case types.Message.Recalled:
      return recallOf(text);
    case types.Message.Text:
      return app ? appContent(app) : textContent(text);
    case types.Message.GroupNote:
      return { type: 'relay', text: app?.title ?? text };
    case types.Message.ChatHistory:
      return forward(app?.title ?? '', app?.description ?? (app ? '' : text));
    case types.Message.Image:
      return {
        type: 'image',
        text: caption(text, payload.type),
        attachments: attachmentsOf(payload.type, payload.filename),
      };
    case types.Message.Attachment:
      // Some gateways give quoted replies and relays as "attachments" with the XML as text.
      if (app && app.type !== 6) return appContent(app);
      return {
        type: 'file',
        text: caption(text, payload.type),
        attachments: attachmentsOf(payload.type, payload.filename),
      };
    case types.Message.Unknown:
    case types.Message.Url:
      if (app) return appContent(app);
      // Joins, pats and the like: the network speaks, nobody else.
      if (payload.type === types.Message.Unknown) return undefined;
      return { type: 'other', text: caption(text, payload.type) };
    default:
      return { type: 'other', text: markerOf(payload.type) };
  }
}

function appContent(app: AppMessage): Content {
  switch (app.type) {
    case 53:
      return { type: 'relay', text: app.title };
    case 57:
      return { ...textContent(app.title), ...(app.quoted ? { quoted: app.quoted } : {}) };
    case 19:
      return forward(app.title, app.description);
    case 6:
      return {
        type: 'file',
        text: markerOf(types.Message.Attachment),
        attachments: attachmentsOf(types.Message.Attachment, app.title),
      };
    default:
      return { type: 'other', text: [markerOf(types.Message.Url), app.title].filter(Boolean).join(' ') };
  }
}

function textContent(text: string): Content {
  const quote = splitQuote(text);
  const said = quote ? quote.reply : text;
  return {
    type: RELAY.test(said) ? 'relay' : 'text',
    text: said,
    ...(quote ? { quoted: quote.quoted } : {}),
  };
}

/** Words of others, passed on: marked, since nobody here has vouched for them. */
function forward(title: string, description: string): Content {
  return {
    type: 'text',
    text: [`${FORWARD_MARKER} ${title}`.trim(), description].filter(Boolean).join('\n'),
  };
}

/** Wechaty gives the id of what was recalled; some gateways give the notice's XML. */
function recallOf(text: string): Content {
  const id = (element(text, 'newmsgid') ?? element(text, 'msgid') ?? text).trim();
  const known = id !== '' && !/[\s<>]/.test(id);
  return { type: 'recall', text: '', ...(known ? { recalls: id } : {}) };
}

function caption(text: string, type: types.Message): string {
  const said = text.trim();
  return said === '' || said.startsWith('<') ? markerOf(type) : text;
}

function mentionsBot(text: string, mentions: readonly string[], bot: ChatPerson): boolean {
  const byName = [bot.alias, bot.name].some(
    (name) => name !== undefined && name !== '' && (text.includes(`@${name}`) || text.includes(`＠${name}`)),
  );
  if (byName) return true;
  // "@所有人" reaches everybody's list of mentions, yet nobody in particular is spoken to.
  return mentions.includes(bot.id) && !/[@＠](?:所有人|all\b)/i.test(text);
}

/** Gateways give seconds or milliseconds; what is no time at all is now. */
function sentAt(timestamp: number, now: Date): Date {
  const moment = new Date(timestamp < 1e11 ? timestamp * 1000 : timestamp);
  return timestamp > 0 && !Number.isNaN(moment.getTime()) ? moment : now;
}
