import { FileBox, type FileBoxInterface } from 'file-box';
import { types, type payloads } from 'wechaty-puppet';
import { BarePuppet, contactPayload } from '../../src/chat/local/bare-puppet.js';

/** One message on the far side. Everything but `text` has a default. */
export interface FakeMessage {
  /** The gateway's id; the same id may be emitted as often as you like. Default: `f1`, `f2`, … */
  id?: string;
  /** Where; leave out for a private talk with the bot. Rooms and people come into being when first named. */
  room?: string | undefined;
  /** Contact id of who says it; FAKE_BOT for the bot itself. Default `p1`. */
  sender?: string;
  text?: string;
  /** Default Text. `types.Message` of wechaty-puppet. */
  type?: types.Message;
  /** When it was sent; default now. Give old dates to replay an old batch. */
  at?: Date;
  /** Contact ids mentioned; FAKE_BOT for the bot. */
  mentions?: string[];
  filename?: string;
}

/** What the bot said, in order. `delivered` is false where the chat network never got it. */
export interface Said {
  id: string;
  to: string; // room or contact id
  text: string;
  mentions: string[];
  at: Date;
  delivered: boolean;
  file?: Buffer; // the bytes, where it is a file: then the text is its name in brackets
}

/**
 * How a send goes wrong:
 * - `before`: rejects, and it did not leave (connection refused)
 * - `after`: it is delivered, and then the call rejects (connection lost in the middle)
 * - `lost`: resolves with an id, and it never arrives
 * - `hang`: never settles (until the puppet stops)
 * - `refuse`: the network says no for good (not a member of the group)
 */
export type SayFailure = 'before' | 'after' | 'lost' | 'hang' | 'refuse';

export const FAKE_BOT = 'bot';

/**
 * The far side of the chat network, scripted, in memory: a Wechaty puppet for tests of everything behind the chat port.
 *
 * ```ts
 * const far = new FakePuppet({ rooms: { r1: ['p1', 'p2'] } });
 * const port = createChatPort({ puppet: far, gateway: 'fake', log: silentLog, clock: systemClock });
 * await port.start(handlers);             // handlers.online gets r1 with p1, p2 and the bot
 * const id = far.emitMessage({ room: 'r1', sender: 'p1', text: '到!' });
 * far.emitMessage({ id, room: 'r1', sender: 'p1', text: '到!' });    // the same again, as gateways do
 * far.recall(id);
 * far.failSay('after', 2);                // the next two sends arrive, yet reject
 * await far.relogin((id) => `new-${id}`); // logs out and in again with other ids for rooms and people
 * far.deaf = true;                        // dings are no longer answered: the watchdog must notice
 * far.said                                // what the bot said: to, text, mentions, at, delivered
 * await far.waitForSaid(3);
 * ```
 *
 * - What is emitted while stopped is lost, as with real gateways. `failStart = n` lets the next n starts reject.
 * - The bot's own messages are echoed (`echo: false` to have a gateway that does not), with the id that the send returned.
 * - `sayDelayMs` makes sending slow. `clock` gives `at` of what is said (default: the system's).
 */
export class FakePuppet extends BarePuppet {
  readonly said: Said[] = [];
  deaf = false;
  sayDelayMs: number;
  failStart = 0;
  starts = 0;

  readonly #echo: boolean;
  readonly #ready: boolean;
  readonly #remember: number;
  readonly #now: () => Date;
  readonly #rooms = new Map<string, { topic: string; members: Map<string, string> }>();
  readonly #people = new Map<string, string>();
  readonly #fails: SayFailure[] = [];
  readonly #fileFails: SayFailure[] = [];
  readonly #messages = new Map<string, payloads.Message>();
  readonly #hanging = new Set<() => void>();
  #serial = 0;

  constructor(
    options: {
      rooms?: Record<string, string[]>; // room id → member ids
      botName?: string;
      echo?: boolean;
      /** false: a gateway that logs in and never says that it is ready. */
      ready?: boolean;
      sayDelayMs?: number;
      /** When the network holds more messages than this, it forgets the older half. */
      remember?: number;
      clock?: { now(): Date };
    } = {},
  ) {
    super();
    this.#echo = options.echo ?? true;
    this.#ready = options.ready ?? true;
    this.sayDelayMs = options.sayDelayMs ?? 0;
    this.#remember = options.remember ?? 20_000;
    this.#now = () => options.clock?.now() ?? new Date();
    this.#people.set(FAKE_BOT, options.botName ?? '小助手');
    for (const [id, members] of Object.entries(options.rooms ?? {})) this.addRoom(id, { members });
  }

  // ---- the script

  /** Makes or changes a room. `aliases`: contact id → nickname in the group. The bot is a member of every room. */
  addRoom(
    id: string,
    room: { topic?: string; members?: string[]; aliases?: Record<string, string> } = {},
  ): void {
    const known = this.#rooms.get(id) ?? { topic: id, members: new Map([[FAKE_BOT, '']]) };
    if (room.topic !== undefined) known.topic = room.topic;
    for (const member of room.members ?? []) this.#member(known, member);
    for (const [member, alias] of Object.entries(room.aliases ?? {})) known.members.set(member, alias);
    this.#rooms.set(id, known);
  }

  addPerson(id: string, name: string): void {
    this.#people.set(id, name);
    this.cache.contact.delete(id);
  }

  /** Emits a message now and returns its id. Lost when the puppet is not running. */
  emitMessage(message: FakeMessage = {}): string {
    const id = message.id ?? `f${++this.#serial}`;
    const sender = message.sender ?? 'p1';
    if (!this.#people.has(sender)) this.#people.set(sender, sender);
    if (message.room !== undefined) {
      if (!this.#rooms.has(message.room)) this.addRoom(message.room);
      this.#member(this.#rooms.get(message.room)!, sender);
    }
    const base = {
      id,
      talkerId: sender,
      text: message.text ?? '',
      timestamp: (message.at ?? this.#now()).getTime(),
      type: message.type ?? types.Message.Text,
      ...(message.filename === undefined ? {} : { filename: message.filename }),
    };
    this.#emit(
      message.room === undefined
        ? { ...base, listenerId: FAKE_BOT }
        : { ...base, roomId: message.room, mentionIdList: message.mentions ?? [] },
    );
    return id;
  }

  /** Recalls a message, as its sender. Returns the id of the recall itself. */
  recall(recalled: string, as: { room?: string; sender?: string } = {}): string {
    const was = this.#messages.get(recalled);
    return this.emitMessage({
      type: types.Message.Recalled,
      text: recalled,
      ...((as.room ?? was?.roomId) ? { room: (as.room ?? was?.roomId)! } : {}),
      sender: as.sender ?? was?.talkerId ?? 'p1',
    });
  }

  join(room: string, people: string[], inviter: string = people[0]!): void {
    this.addRoom(room, { members: people });
    this.#dirty(room);
    this.emit('room-join', {
      roomId: room,
      inviteeIdList: people,
      inviterId: inviter,
      timestamp: this.#now().getTime(),
    });
  }

  /** People (or FAKE_BOT) leave. */
  leave(room: string, people: string[], remover: string = people[0]!): void {
    for (const person of people) this.#rooms.get(room)?.members.delete(person);
    this.#dirty(room);
    this.emit('room-leave', {
      roomId: room,
      removeeIdList: people,
      removerId: remover,
      timestamp: this.#now().getTime(),
    });
  }

  rename(room: string, topic: string, changer = 'p1'): void {
    const old = this.#rooms.get(room)?.topic ?? '';
    this.addRoom(room, { topic });
    this.#dirty(room);
    this.emit('room-topic', {
      roomId: room,
      newTopic: topic,
      oldTopic: old,
      changerId: changer,
      timestamp: this.#now().getTime(),
    });
  }

  /** The next `times` sends fail that way. */
  /** How the next file goes wrong; texts go their own way. */
  failFile(how: SayFailure): void {
    this.#fileFails.push(how);
  }
  failSay(how: SayFailure, times = 1): void {
    for (let i = 0; i < times; i++) this.#fails.push(how);
  }

  /** Logs out and in again; `rename` gives the new id of every room and person (but the bot). */
  async relogin(rename: (id: string) => string): Promise<void> {
    await this.logout('logged in elsewhere');
    const person = (id: string) => (id === FAKE_BOT ? id : rename(id));
    const rooms = [...this.#rooms].map(([id, room]) => {
      const members = new Map([...room.members].map(([member, alias]) => [person(member), alias]));
      return [rename(id), { topic: room.topic, members }] as const;
    });
    const people = [...this.#people].map(([id, name]) => [person(id), name] as const);
    this.#rooms.clear();
    this.#people.clear();
    this.cache.clear();
    for (const [id, room] of rooms) this.#rooms.set(id, room);
    for (const [id, name] of people) this.#people.set(id, name);
    this.#login();
  }

  /** Logged out by the network; `comeBack()` logs in again. */
  async kick(reason = 'kicked'): Promise<void> {
    await this.logout(reason);
  }
  comeBack(): void {
    this.#login();
  }

  /** Resolves once the bot said (and the network got) at least `count` messages. */
  async waitForSaid(count: number, timeoutMs = 10_000): Promise<Said[]> {
    const until = Date.now() + timeoutMs;
    for (;;) {
      const arrived = this.said.filter((s) => s.delivered);
      if (arrived.length >= count) return arrived;
      if (Date.now() > until)
        throw new Error(`waited for ${count} messages of the bot, got ${arrived.length}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  // ---- the puppet

  override name(): string {
    return 'fake';
  }
  override version(): string {
    return '0';
  }
  override async onStart(): Promise<void> {
    this.starts++;
    if (this.failStart > 0) {
      this.failStart--;
      throw new Error('connect ECONNREFUSED (scripted)');
    }
    setImmediate(() => this.#login());
  }
  override async onStop(): Promise<void> {
    for (const end of this.#hanging) end();
    this.#hanging.clear();
  }
  override ding(data?: string): void {
    if (!this.deaf) setImmediate(() => this.emit('dong', { data: data ?? '' }));
  }

  override async contactList(): Promise<string[]> {
    return [...this.#people.keys()];
  }
  override async contactRawPayload(id: string): Promise<payloads.Contact> {
    return contactPayload(id, this.#people.get(id) ?? '');
  }
  override async roomList(): Promise<string[]> {
    return [...this.#rooms].filter(([, room]) => room.members.has(FAKE_BOT)).map(([id]) => id);
  }
  override async roomRawPayload(id: string): Promise<payloads.Room> {
    const room = this.#room(id);
    return { id, topic: room.topic, memberIdList: [...room.members.keys()], adminIdList: [] };
  }
  override async roomMemberList(id: string): Promise<string[]> {
    return [...this.#room(id).members.keys()];
  }
  override async roomMemberRawPayload(room: string, id: string): Promise<payloads.RoomMember> {
    const alias = this.#room(room).members.get(id) ?? '';
    return { id, name: this.#people.get(id) ?? '', avatar: '', ...(alias ? { roomAlias: alias } : {}) };
  }
  override async messageRawPayload(id: string): Promise<payloads.Message> {
    const message = this.#messages.get(id);
    if (!message) throw new Error(`no message ${id}`);
    return message;
  }
  override async messageFile(id: string): Promise<FileBoxInterface> {
    return FileBox.fromBuffer(Buffer.from(`file of ${id}`), this.#messages.get(id)?.filename ?? 'file.bin');
  }
  override async messageRecall(id: string): Promise<boolean> {
    return this.#messages.has(id);
  }
  override async messageSendFile(to: string, file: FileBoxInterface): Promise<string> {
    return this.#send(to, `[${file.name}]`, [], await file.toBuffer());
  }
  override async messageSendText(to: string, text: string, mentions: string[] = []): Promise<string> {
    return this.#send(to, text, mentions);
  }

  async #send(to: string, text: string, mentions: string[], file?: Buffer): Promise<string> {
    const failure = (file ? this.#fileFails : this.#fails).shift();
    if (this.sayDelayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.sayDelayMs));
    const delivered = failure === undefined || failure === 'after';
    const said: Said = {
      id: `b${++this.#serial}`,
      to,
      text,
      mentions,
      at: this.#now(),
      delivered,
      ...(file ? { file } : {}),
    };
    if (failure === 'refuse') throw new Error(`not-a-member: the bot is not in room ${to}`);
    if (failure === 'before') throw new Error('connect ECONNREFUSED 127.0.0.1:1');
    const room = this.#rooms.get(to);
    if (room && !room.members.has(FAKE_BOT)) throw new Error(`not-a-member: the bot is not in room ${to}`);
    if (!room && !this.#people.has(to)) throw new Error(`unknown-person: there is no ${to}`);
    this.said.push(said);
    if (failure === 'hang') {
      await new Promise<void>((_, reject) => {
        this.#hanging.add(() => reject(new Error('14 UNAVAILABLE: Connection dropped')));
      });
    }
    if (this.#echo && delivered) {
      setImmediate(() =>
        this.emitMessage({ id: said.id, sender: FAKE_BOT, text, mentions, ...(room ? { room: to } : {}) }),
      );
    }
    if (failure === 'after') throw new Error('14 UNAVAILABLE: Connection dropped');
    return said.id;
  }

  #login(): void {
    if (!this.state.active() || this.isLoggedIn) return;
    this.login(FAKE_BOT);
    if (this.#ready) setImmediate(() => this.isLoggedIn && this.emit('ready', { data: '' }));
  }

  #emit(payload: payloads.Message): void {
    this.#messages.set(payload.id, payload);
    // Old payloads are forgotten, so that long runs do not grow.
    if (this.#messages.size > this.#remember) {
      for (const id of this.#messages.keys()) {
        this.#messages.delete(id);
        if (this.#messages.size <= this.#remember / 2) break;
      }
    }
    if (!this.state.active() || !this.isLoggedIn) return;
    this.cache.message.set(payload.id, payload);
    this.emit('message', { messageId: payload.id });
  }

  #room(id: string): { topic: string; members: Map<string, string> } {
    const room = this.#rooms.get(id);
    if (!room) throw new Error(`unknown-room: there is no room ${id}`);
    return room;
  }

  #member(room: { members: Map<string, string> }, id: string): void {
    if (!this.#people.has(id)) this.#people.set(id, id);
    if (!room.members.has(id)) room.members.set(id, '');
  }

  #dirty(room: string): void {
    this.cache.room.delete(room);
    this.cache.roomMember.delete(room);
  }
}
