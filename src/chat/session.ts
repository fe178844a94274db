import { messageOf } from '../core/errors.js';
import type { ChatPerson, Directory, Incoming, RoomEvent } from '../core/chat.js';
import type { Clock, Log } from '../core/ports.js';
import { readDirectory } from './directory.js';
import { firstLine, isLost } from './errors.js';
import { Intake } from './intake.js';
import { Names } from './names.js';
import { onRoomEvents } from './room-events.js';
import { dropConnection } from './service-quirks.js';
import { attach } from './attach.js';
import type { Timing } from './timing.js';
import { translate } from './translate.js';
import { sleep, within } from './wait.js';
import { type payloads, type PuppetInterface, WechatyBuilder } from './wechaty.js';

/** What came in, in the order in which it came. */
export type Arrival = { type: 'message'; message: Incoming } | { type: 'room'; event: RoomEvent };

export interface SessionHooks {
  arrived(arrival: Arrival): void;
  /** Logged in, with all that can be seen. What arrives waits until this resolves. */
  online(directory: Directory): Promise<void>;
  /** Logged out; the connection itself stands. */
  loggedOut(reason: string): void;
  /** The connection is of no use any more. Called once. */
  lost(reason: string): void;
}

const LOADS = 32;
/** A puppet without its connection can do no harm any more and need not be waited for. */
const DROPPED_MS = 200;

/** One connection to a gateway, from the start of its puppet to its end. Never started twice. */
export class Session {
  private readonly timing: Timing;
  private readonly clock: Clock;
  private readonly log: Log;
  readonly #intake: Intake<Arrival>;
  readonly #names: Names;
  readonly #bot;
  readonly #ended = new AbortController();
  #undo: (() => void)[] = [];
  #loggedIn = false;
  #readyTimer: NodeJS.Timeout | undefined;
  #dinged = 0;
  #heard = 0;
  #lost = false;
  #lastError: unknown;
  #stopped: Promise<void> | undefined;
  #login = 0; // how many there were: what an earlier one began must not open the gate of a later one

  constructor(
    readonly puppet: PuppetInterface,
    private readonly gateway: string,
    private readonly hooks: SessionHooks,
    { timing, clock, log, memory }: { timing: Timing; clock: Clock; log: Log; memory: string | undefined },
  ) {
    this.timing = timing;
    this.clock = clock;
    this.log = log;
    this.#intake = new Intake(LOADS, (arrival) => hooks.arrived(arrival));
    this.#names = new Names(puppet);
    // Without a name Wechaty's memory stays in memory and writes no file.
    this.#bot = WechatyBuilder.build({ puppet, ...(memory === undefined ? {} : { name: memory }) });
  }

  /** Resolves once the puppet runs; logging in may take a person with a telephone. Rejects when it does not start. */
  async start(): Promise<void> {
    let failed: (error: unknown) => void = () => {};
    const failure = new Promise<never>((_, reject) => (failed = reject));
    failure.catch(() => {});
    this.#ended.signal.addEventListener('abort', () => failed(new Error('ended while starting')), {
      once: true,
    });
    this.#undo.push(attach(this.puppet));
    this.#bot.on('error', (error) => {
      this.#lastError = error;
      if (isLost(error)) failed(error);
      this.#onError(error);
    });
    await this.#bot.init();
    this.#listen();
    await within(Promise.race([this.#bot.start(), failure]), this.timing.start, 'starting the puppet');
    // Wechaty reports a puppet that did not start as an error event and starts all the same.
    if (!isActive(this.puppet)) throw new Error(`the puppet did not start: ${firstLine(this.#lastError)}`);
    this.#watch();
  }

  /** Ends it for good, also in the middle of a start. What has arrived is still handed on. */
  stop(): Promise<void> {
    return (this.#stopped ??= this.#stop());
  }

  async #stop(): Promise<void> {
    this.#ended.abort();
    clearTimeout(this.#readyTimer);
    this.#intake.open();
    const dropped = this.#lost && dropConnection(this.puppet);
    const patience = dropped ? DROPPED_MS : this.timing.stop;
    await within(this.#bot.stop(), patience, 'stopping the puppet').catch((error: unknown) => {
      if (!dropped) this.log.warn({ err: error }, `the gateway did not stop in order: ${messageOf(error)}`);
    });
    for (const undo of this.#undo.splice(0).reverse()) undo();
  }

  get loggedIn(): boolean {
    return this.#loggedIn;
  }

  person(id: string, room?: string): Promise<ChatPerson> {
    return this.#names.person(id, room);
  }

  #listen(): void {
    const { puppet } = this;
    puppet.on('message', ({ messageId }) => this.#intake.push(() => this.#load(messageId)));
    onRoomEvents(puppet, this.gateway, this.#names, (what, read) =>
      this.#intake.push(async () => {
        const event = await read().catch((error: unknown) => this.#unreadable(what, error));
        return event && { type: 'room', event };
      }),
    );
    puppet.on('login', () => this.#onLogin());
    puppet.on('ready', () => this.#onReady());
    puppet.on('logout', ({ data }) => this.#onLogout(data ?? 'logged out'));
    puppet.on('dirty', () => this.#names.forget());
    for (const event of ['dong', 'heartbeat', 'message', 'login', 'ready', 'scan'] as const) {
      puppet.on(event, () => {
        this.#heard = this.#dinged;
      });
    }
    puppet.on('scan', ({ qrcode, status }) =>
      this.log.info({ status, qrcode }, 'the gateway waits for somebody to log in by QR code'),
    );
  }

  /** A look-up that fails may be a hiccup, and a message must not be lost to one. */
  async #load(id: string): Promise<Arrival | undefined> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#read(id);
      } catch (error) {
        if (attempt >= 4 || this.#ended.signal.aborted) return this.#unreadable(`message ${id}`, error);
        await sleep(25 * 4 ** attempt, this.#ended.signal);
      }
    }
  }

  async #read(id: string): Promise<Arrival | undefined> {
    const payload: payloads.Message = await this.puppet.messagePayload(id);
    const roomId = payload.roomId || undefined;
    const botId = this.puppet.currentUserId;
    const [room, sender, bot] = await Promise.all([
      roomId ? this.#names.room(roomId) : undefined,
      this.#names.person(payload.talkerId, roomId),
      this.#names.person(botId, roomId),
    ]);
    const now = this.clock.now();
    const message = translate(payload, { gateway: this.gateway, bot, room, sender, now });
    return message && { type: 'message', message };
  }

  #unreadable(what: string, error: unknown): undefined {
    this.log.error({ err: error }, `${what} could not be read from the gateway: ${messageOf(error)}`);
    return undefined;
  }

  #onLogin(): void {
    // Ids may have changed: what comes now waits until the new directory is known.
    this.#login++;
    this.#intake.close();
    this.#names.forget();
    clearTimeout(this.#readyTimer);
    this.#readyTimer = setTimeout(() => this.#onReady(), this.timing.ready);
  }

  #onReady(): void {
    clearTimeout(this.#readyTimer);
    if (this.#loggedIn || this.#ended.signal.aborted || !this.puppet.isLoggedIn) return;
    this.#loggedIn = true;
    void this.#announce();
  }

  async #announce(): Promise<void> {
    const login = this.#login;
    const obsolete = () => !this.#loggedIn || login !== this.#login;
    try {
      const directory = await within(readDirectory(this.puppet), this.timing.directory, 'reading the rooms');
      if (!obsolete()) await this.hooks.online(directory);
      if (!obsolete()) this.#intake.open();
    } catch (error) {
      if (!obsolete()) this.#lose(`the rooms could not be read: ${messageOf(error)}`);
    }
  }

  #onLogout(reason: string): void {
    clearTimeout(this.#readyTimer);
    this.#loggedIn = false;
    if (!this.#ended.signal.aborted) this.hooks.loggedOut(reason);
  }

  #onError(error: unknown): void {
    if (this.#ended.signal.aborted) return;
    this.log.warn({ err: error }, `the gateway reports: ${firstLine(error)}`);
    if (isLost(error)) this.#lose(firstLine(error));
  }

  /** A gateway that is gone often says nothing at all: it is asked, and must answer. */
  #watch(): void {
    const misses = Math.max(1, Math.floor(this.timing.deaf / this.timing.ding));
    const timer = setInterval(() => {
      if (this.#dinged - this.#heard >= misses) {
        this.#lose(`no answer for ${Math.round((misses * this.timing.ding) / 1000)} seconds`);
        return;
      }
      this.#dinged++;
      try {
        this.puppet.ding(`${this.#dinged}`);
      } catch (error) {
        this.#onError(error);
      }
    }, this.timing.ding);
    this.#undo.push(() => clearInterval(timer));
  }

  /** Also called by a send that found the connection gone. */
  lose(reason: string): void {
    this.#lose(reason);
  }

  #lose(reason: string): void {
    if (this.#ended.signal.aborted) return;
    this.#lost = true;
    this.#ended.abort();
    this.#loggedIn = false;
    this.hooks.lost(reason);
  }
}

/** `state` comes from a package whose types its users cannot see. */
function isActive(puppet: PuppetInterface): boolean {
  const { state } = puppet as unknown as { state: { active(): boolean | 'pending' } };
  return state.active() === true;
}
