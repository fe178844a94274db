import { AppError, messageOf } from '../core/errors.js';
import {
  SendError,
  type ChatHandlers,
  type ChatPort,
  type Directory,
  type GatewayState,
  type Say,
} from '../core/chat.js';
import type { Clock, Log } from '../core/ports.js';
import { firstLine, isLost } from './errors.js';
import { Lanes } from './lanes.js';
import { say } from './say.js';
import { type Arrival, Session } from './session.js';
import { type Timing, TIMING } from './timing.js';
import { sleep, within } from './wait.js';
import type { PuppetInterface } from './wechaty.js';

export interface ChatPortOptions {
  gateway: string;
  /** A puppet that can be started again after a stop, or what makes a new one for every connection. */
  puppet: PuppetInterface | (() => Promise<PuppetInterface>);
  log: Log;
  clock: Clock;
  /** Path of the file (without its ending) in which a puppet may keep its login; nothing is written without it. */
  memory?: string;
  /** Conversations whose messages are handed on side by side. */
  concurrency?: number;
  timing?: Partial<Timing>;
  /** Stars out numbers in nicknames before they are said (default: nothing is). */
  mask?: ((text: string) => string) | undefined;
}

/** A gateway as a chat port: connects, keeps connected, translates, and nothing else. */
export function createChatPort(options: ChatPortOptions): ChatPort {
  return new WechatyPort(options);
}

class WechatyPort implements ChatPort {
  readonly gateway: string;
  #state: GatewayState = 'starting';
  #handlers: ChatHandlers | undefined;
  #session: Session | undefined;
  #announced = false; // whether the last word to the handlers was "online"
  #told: Promise<void> = Promise.resolve();
  #running: Promise<void> | undefined;
  readonly #saying = new Set<Promise<unknown>>();
  readonly #stopping = new AbortController();
  readonly #lanes: Lanes<Arrival>;
  readonly #timing: Timing;
  readonly #log: Log;

  constructor(private readonly options: ChatPortOptions) {
    this.gateway = options.gateway;
    this.#timing = { ...TIMING, ...options.timing };
    this.#log = options.log.child({ gateway: options.gateway });
    this.#lanes = new Lanes(options.concurrency ?? 16, (arrival) => this.#handOn(arrival));
  }

  get state(): GatewayState {
    return this.#state;
  }

  /** Resolves once online, or after the first attempt failed (it goes on trying). Rejects where trying cannot help. */
  async start(handlers: ChatHandlers): Promise<void> {
    if (this.#handlers) throw new Error(`gateway ${this.gateway} was started already; make a new port`);
    this.#handlers = handlers;
    await new Promise<void>((resolve, reject) => {
      this.#running = this.#run(resolve, reject);
      // A login by QR code takes a person's time: starting does not wait for it for ever.
      void sleep(this.#timing.start, this.#stopping.signal).then(resolve);
    });
  }

  async stop(): Promise<void> {
    if (this.#state === 'stopped') return this.#running;
    this.#state = 'stopped';
    this.#stopping.abort();
    await Promise.all([this.#session?.stop(), this.#running]);
    const settled = Promise.all([this.#lanes.idle(), this.#told, Promise.allSettled(this.#saying)]);
    await within(settled, this.#timing.stop, 'finishing').catch(() => undefined);
    const left = this.#lanes.clear();
    if (left > 0) this.#log.warn({ left }, `stopped with ${left} messages not handed on`);
  }

  async say(what: Say): Promise<{ id?: string | undefined }> {
    const session = this.#session;
    if (this.#state !== 'online' || !session?.loggedIn) {
      throw new SendError('not-sent', `gateway ${this.gateway} is ${this.#state}: nothing was sent`);
    }
    const { mask = (text: string) => text } = this.options;
    const saying = say(session, what, { timeoutMs: this.#timing.say, mask });
    this.#saying.add(saying);
    try {
      return await saying;
    } catch (error) {
      if (isLost(error)) session.lose(messageOf(error));
      throw error;
    } finally {
      this.#saying.delete(saying);
    }
  }

  /** One connection after another, until stopped. */
  async #run(up: () => void, hopeless: (error: unknown) => void): Promise<void> {
    let failures = 0;
    let ever = false;
    while (!this.#stopping.signal.aborted) {
      let reached = false;
      const online = () => {
        reached = ever = true;
        up();
      };
      let fault: unknown;
      const reason = await this.#connect(online).catch((error: unknown) => {
        fault = error;
        return firstLine(error);
      });
      if (this.#stopping.signal.aborted) return;
      this.#goOffline(reason);
      // A fault that only a person can mend, right at the start: better said than tried again.
      if (!ever && fault instanceof AppError && !fault.options.retry) return hopeless(fault);
      failures = reached ? 1 : failures + 1;
      const { least, most } = this.#timing.backoff;
      const wait = Math.min(most, least * 2 ** (failures - 1));
      this.#log.warn({ failures, wait }, `the gateway is away (${reason}); next attempt in ${wait} ms`);
      up();
      await sleep(wait, this.#stopping.signal);
    }
  }

  /** Resolves with the reason once the connection is lost; rejects when there never was one. */
  async #connect(online: () => void): Promise<string> {
    const { puppet } = this.options;
    let lost: (reason: string) => void = () => {};
    const end = new Promise<string>((resolve) => (lost = resolve));
    const stopped = () => lost('stopped');
    this.#stopping.signal.addEventListener('abort', stopped);
    const session = new Session(
      typeof puppet === 'function' ? await puppet() : puppet,
      this.gateway,
      {
        arrived: (arrival) => this.#lanes.add(laneOf(arrival), arrival),
        online: async (directory) => {
          if (this.#stopping.signal.aborted || this.#session !== session) return;
          await this.#goOnline(session, directory);
          online();
        },
        loggedOut: (reason) => this.#goOffline(reason),
        lost: (reason) => {
          this.#goOffline(reason);
          lost(reason);
        },
      },
      { timing: this.#timing, clock: this.options.clock, log: this.#log, memory: this.options.memory },
    );
    this.#session = session;
    try {
      await session.start();
      return await end;
    } finally {
      this.#stopping.signal.removeEventListener('abort', stopped);
      await session.stop();
      if (this.#session === session) this.#session = undefined;
    }
  }

  /** The directory comes before any message: ids may have changed. A handler that rejects is asked again. */
  async #goOnline(session: Session, directory: Directory): Promise<void> {
    this.#state = 'online';
    this.#announced = true;
    this.#log.info({ rooms: directory.rooms.length }, 'the gateway is online');
    await this.#tell(async () => {
      await this.#persist(
        'online',
        () => this.#handlers!.online(directory),
        () => !session.loggedIn,
      );
    });
  }

  #goOffline(reason: string): void {
    if (this.#state === 'stopped') return;
    this.#state = 'offline';
    if (!this.#announced) return;
    this.#announced = false;
    void this.#tell(() =>
      this.#persist(
        'offline',
        () => this.#handlers!.offline(reason),
        () => this.#announced,
      ),
    );
  }

  /** One after another, so that an "offline" never overtakes the "online" before it. */
  #tell(step: () => Promise<void>): Promise<void> {
    this.#told = this.#told.then(step);
    return this.#told;
  }

  #handOn(arrival: Arrival): Promise<void> {
    return arrival.type === 'message'
      ? this.#persist(`message ${arrival.message.id}`, () => this.#handlers!.message(arrival.message))
      : this.#persist(`${arrival.event.type} in room ${arrival.event.room.id}`, () =>
          this.#handlers!.room(arrival.event),
        );
  }

  /** Calls a handler until it resolves: what it has not taken is not safe yet. Never rejects. */
  async #persist(
    what: string,
    call: () => Promise<void>,
    obsolete: () => boolean = () => false,
  ): Promise<void> {
    const { least, most, total } = this.#timing.retry;
    for (let wait = least, waited = 0; ; wait = Math.min(most, wait * 2)) {
      try {
        return await call();
      } catch (error) {
        const hopeless = error instanceof AppError && error.options.retry === false;
        if (hopeless || waited >= total || obsolete() || this.#stopping.signal.aborted) {
          this.#log.error({ err: error }, `${what} was given up: ${messageOf(error)}`);
          return;
        }
        this.#log.warn(
          { err: error },
          `${what} was not taken, next attempt in ${wait} ms: ${messageOf(error)}`,
        );
        await sleep(wait, this.#stopping.signal);
        waited += wait;
      }
    }
  }
}

function laneOf(arrival: Arrival): string {
  if (arrival.type === 'room') return `room ${arrival.event.room.id}`;
  const { message } = arrival;
  return message.room ? `room ${message.room.id}` : `person ${message.sender.id}`;
}
