import type { ChatHandlers, Directory, Incoming, RoomEvent } from '../core/chat.js';
import { messageOf } from '../core/errors.js';
import type { Log } from '../core/ports.js';
import type { AddressBook } from '../store/address-book.js';
import type { Store } from '../store/client.js';
import { setRoomActive } from '../store/rooms.js';
import type { Intake } from './intake.js';
import type { Presence } from './presence.js';

/** The part of delivering that reception needs. */
export interface EchoSink {
  echo(message: Incoming, conversationId: string): Promise<void>;
  wakeAll(): Promise<void>;
}

export interface Reception extends ChatHandlers {
  /** Takes in what the login knows, where that could not be done when it came. At once where it was; rejects while it still cannot be. */
  settleIn(): Promise<void>;
}

/** Messages that come before the login has told who is who wait this long for it, and no longer. */
const GATE_MS = 10_000;

/** What the gateway's events lead to: messages into the inbox, names into the address book, returns into a notice. */
export function createReception(deps: {
  store: Store;
  book: AddressBook;
  intake: Intake;
  courier: EchoSink;
  presence: Presence;
  log: Log;
}): Reception {
  const { book, log, presence } = deps;
  let untaken: Directory | undefined; // what the last login knows and we do not yet
  let settling: Promise<void> | undefined;
  let open = false;
  let gate = closedGate();

  function closedGate(): { passed: Promise<void>; open(): void } {
    let release = () => {};
    const passed = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, GATE_MS).unref();
      release = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    return { passed, open: release };
  }

  async function message(incoming: Incoming): Promise<void> {
    // Ids may have changed with this login: whoever writes must first be known under the new one.
    if (!open) await gate.passed;
    if (!incoming.self) return deps.intake.accept(incoming);
    const conversation = incoming.room ? await book.room(incoming.room) : undefined;
    if (conversation !== undefined) await deps.courier.echo(incoming, conversation);
  }

  async function room(event: RoomEvent): Promise<void> {
    const conversation = await book.room(event.room);
    if (event.type === 'topic') return;
    for (const person of event.people) {
      await book.member(
        conversation,
        await book.contact(person),
        event.type === 'join' ? (person.alias ?? person.name) : null,
      );
    }
    if (event.type === 'leave' && event.botLeft) await setRoomActive(deps.store.prisma, conversation, false);
  }

  function settleIn(): Promise<void> {
    const directory = untaken;
    if (!directory) return Promise.resolve();
    settling ??= (async () => {
      const moved = await book.reconcile(directory);
      if (untaken === directory) untaken = undefined;
      log.info({ rooms: directory.rooms.length, moved }, 'gateway online');
      await presence.returned();
    })().finally(() => (settling = undefined));
    return settling;
  }

  async function online(directory: Directory): Promise<void> {
    untaken = directory;
    try {
      await settleIn();
    } catch (error) {
      // A login must not hang on the database: it is taken in before the next message is saved.
      log.warn({ err: messageOf(error) }, 'could not take in what the login knows yet');
    } finally {
      open = true;
      gate.open();
    }
    // Not waited for: a login must not hang on the pace of what is to be said.
    deps.courier
      .wakeAll()
      .catch((error: unknown) => log.warn({ err: messageOf(error) }, 'deliveries put off'));
  }

  function offline(reason: string): Promise<void> {
    open = false;
    gate = closedGate();
    untaken = undefined;
    presence.left();
    log.warn({ reason }, 'gateway offline');
    return Promise.resolve();
  }

  return { message, room, online, offline, settleIn };
}
