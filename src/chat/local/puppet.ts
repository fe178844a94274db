import { FileBox, type FileBoxInterface } from 'file-box';
import { AppError } from '../../core/errors.js';
import type { payloads } from '../wechaty.js';
import { BarePuppet, contactPayload } from './bare-puppet.js';
import { mediaTypeOf } from '../media.js';
import { BOT_ID, fileUrl, type LocalMessage, type LocalNetwork, type LocalPlace } from './network.js';
import { toPayload } from './payload.js';
import { type Pump, startPump } from './pump.js';
import { LocalRoster } from './roster.js';
import { Unread } from './unread.js';

const UNREAD = 500;
const PATIENCE_MS = 5000;

export interface LocalPuppetOptions {
  network: LocalNetwork;
  botName: string;
  /** After which number to begin, asked at every start: what came while stopped is emitted then. */
  from: () => Promise<bigint>;
}

/** The local groups as a Wechaty puppet: what is posted there arrives as real Wechaty events, once and in order. */
export class LocalPuppet extends BarePuppet {
  readonly #network: LocalNetwork;
  readonly #from: () => Promise<bigint>;
  readonly #roster: LocalRoster;
  readonly #unread = new Unread(UNREAD);
  #pump: Pump | undefined;

  constructor({ network, botName, from }: LocalPuppetOptions) {
    super({ cache: { message: 2000 } });
    this.#network = network;
    this.#from = from;
    this.#roster = new LocalRoster(network, botName);
  }

  override name(): string {
    return 'local';
  }

  override async onStart(): Promise<void> {
    await this.#roster.refresh();
    const from = await this.#from();
    this.login(BOT_ID);
    // Later: the base class begins to listen for it only after this.
    setImmediate(() => this.isLoggedIn && this.emit('ready', { data: '' }));
    this.#pump = startPump(
      this.#network,
      from,
      (message) => this.#arrived(message),
      (error) => this.emit('error', error as never),
    );
  }

  override async onStop(): Promise<void> {
    const pump = this.#pump;
    this.#pump = undefined;
    this.#unread.clear();
    await pump?.stop();
  }

  /** Answered only while messages can be read: a gateway that hears nothing is not well. */
  override ding(data = ''): void {
    if (this.#pump?.healthy) setImmediate(() => this.emit('dong', { data }));
  }

  // ---- what arrives

  #arrived(message: LocalMessage): Promise<void> | undefined {
    const room = 'room' in message.place ? message.place.room : undefined;
    const news = ['join', 'leave', 'topic'].includes(message.type);
    const known = this.#roster.name(message.sender) !== undefined && (!room || this.#roster.room(room));
    if (news || !known) return this.#withNews(message, room);
    return this.#announce(message, room);
  }

  /** Somebody or some room has changed: look again before anybody asks. */
  async #withNews(message: LocalMessage, room: string | undefined): Promise<void> {
    const before = room ? this.#roster.room(room)?.topic : undefined;
    await this.#roster.refresh();
    this.cache.contact.clear();
    this.cache.room.clear();
    this.cache.roomMember.clear();
    const timestamp = message.sentAt.getTime();
    const { sender } = message;
    // Of a group that the bot is not in it hears one thing: that it has been removed.
    if (room && sender !== BOT_ID && !this.#roster.room(room)?.members.has(BOT_ID)) return;
    if (message.type === 'join') {
      this.emit('room-join', { roomId: room!, inviteeIdList: [sender], inviterId: sender, timestamp });
    } else if (message.type === 'leave') {
      this.emit('room-leave', { roomId: room!, removeeIdList: [sender], removerId: sender, timestamp });
    } else if (message.type === 'topic') {
      const change = { newTopic: message.text, oldTopic: before ?? '', changerId: BOT_ID };
      this.emit('room-topic', { roomId: room!, ...change, timestamp });
    } else await this.#announce(message, room);
  }

  #announce(message: LocalMessage, room: string | undefined): Promise<void> | undefined {
    const payload = toPayload(message);
    // Who is not in a group hears nothing of it.
    if (!payload || (room && !this.#roster.room(room)?.members.has(BOT_ID))) return undefined;
    this.#unread.add(payload);
    this.emit('message', { messageId: payload.id });
    return this.#unread.room(PATIENCE_MS);
  }

  override async messagePayload(id: string): Promise<payloads.Message> {
    const fresh = this.#unread.take(id);
    if (fresh) {
      this.cache.message.set(id, fresh);
      return fresh;
    }
    return super.messagePayload(id);
  }

  override async messageRawPayload(id: string): Promise<payloads.Message> {
    throw new Error(`unknown-message: ${id} is no recent message`);
  }

  override async messageFile(id: string): Promise<FileBoxInterface> {
    const { filename, text } = await this.messagePayload(id);
    return FileBox.fromBuffer(Buffer.from(text ?? ''), filename ?? 'file');
  }

  // ---- who is there

  override async contactList(): Promise<string[]> {
    return this.#roster.people();
  }

  /** Wechaty also asks here for ids of rooms; it must get an answer. */
  override async contactRawPayload(id: string): Promise<payloads.Contact> {
    return contactPayload(id, this.#roster.name(id) ?? '');
  }

  override async roomList(): Promise<string[]> {
    return this.#roster.rooms();
  }

  override async roomRawPayload(id: string): Promise<payloads.Room> {
    const { topic, members } = this.#room(id);
    return { id, topic, memberIdList: [...members.keys()], adminIdList: [] };
  }

  override async roomMemberList(id: string): Promise<string[]> {
    return [...this.#room(id).members.keys()];
  }

  override async roomMemberRawPayload(room: string, id: string): Promise<payloads.RoomMember> {
    const alias = this.#room(room).members.get(id);
    return { id, name: this.#roster.name(id) ?? '', avatar: '', ...(alias ? { roomAlias: alias } : {}) };
  }

  #room(id: string) {
    const room = this.#roster.room(id);
    if (!room) throw new Error(`unknown-room: there is no group ${JSON.stringify(id)}`);
    return room;
  }

  // ---- what the bot does

  override async messageSendText(to: string, text: string, mentions: string[] = []): Promise<string> {
    return this.#post({ place: this.#place(to), sender: BOT_ID, text, mentions });
  }

  override async messageSendFile(to: string, file: FileBoxInterface): Promise<string> {
    const { name } = file;
    const type = mediaTypeOf(name) ?? 'application/octet-stream';
    const id = await coded(this.#network.keep({ name, type, bytes: await file.toBuffer() }));
    const attachments = [{ name, type, url: fileUrl(id, name) }];
    return this.#post({ place: this.#place(to), sender: BOT_ID, text: '', attachments });
  }

  override async messageRecall(id: string): Promise<boolean> {
    await coded(this.#network.recall(id));
    return true;
  }

  async #post(post: Parameters<LocalNetwork['post']>[0]): Promise<string> {
    return (await coded(this.#network.post(post))).id;
  }

  #place(id: string): LocalPlace {
    return this.#roster.room(id) ? { room: id } : { person: id };
  }
}

/** Over gRPC nothing but the text of an error arrives, so the code becomes part of it. */
async function coded<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new Error(`${error.code}: ${error.message}`, { cause: error });
  }
}
