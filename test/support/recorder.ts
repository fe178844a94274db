import type { ChatHandlers, Directory, Incoming, RoomEvent } from '../../src/core/chat.js';
import { until } from './ports.js';

/** Everything a port handed on, and ways to wait for it. */
export class Recorder implements ChatHandlers {
  messages: Incoming[] = [];
  events: RoomEvent[] = [];
  directories: Directory[] = [];
  offlines: string[] = [];
  onMessage: (message: Incoming) => Promise<void> | void = () => {};

  async message(message: Incoming): Promise<void> {
    await this.onMessage(message);
    this.messages.push(message);
  }
  async room(event: RoomEvent): Promise<void> {
    this.events.push(event);
  }
  async online(directory: Directory): Promise<void> {
    this.directories.push(directory);
  }
  async offline(reason: string): Promise<void> {
    this.offlines.push(reason);
  }

  message$(id: string): Promise<Incoming> {
    return until(`message ${id}`, () => this.messages.find((m) => m.id === id));
  }
  event$<T extends RoomEvent['type']>(type: T): Promise<Extract<RoomEvent, { type: T }>> {
    return until(`event ${type}`, () =>
      this.events.find((e): e is Extract<RoomEvent, { type: T }> => e.type === type),
    );
  }
}
