/** The chat network in plain data. Every gateway (local groups, a puppet service, WeCom) is a Wechaty puppet behind this. */

export type IncomingType = 'text' | 'image' | 'file' | 'recall' | 'relay' | 'other';

export interface ChatPerson {
  id: string; // the gateway's id; may change after a new login
  name: string;
  alias?: string | undefined; // the name in this room (群昵称)
}

export interface ChatRoom {
  id: string;
  topic: string;
}

export interface Attachment {
  name: string;
  type: string; // media type
  url?: string | undefined;
}

/** One message as it came from the gateway. `room` is absent in a private talk. */
export interface Incoming {
  gateway: string;
  id: string;
  type: IncomingType;
  room?: ChatRoom | undefined;
  sender: ChatPerson;
  self: boolean; // said by the bot's own account
  text: string;
  mentions: string[]; // gateway contact ids
  mentionsBot: boolean;
  quoted?: { sender?: string | undefined; text: string } | undefined;
  recalls?: string | undefined; // type recall: the gateway id of what was recalled
  attachments: Attachment[];
  sentAt: Date;
}

/** Something that happened around a room. */
export type RoomEvent =
  | { gateway: string; type: 'join'; room: ChatRoom; people: ChatPerson[]; at: Date }
  | { gateway: string; type: 'leave'; room: ChatRoom; people: ChatPerson[]; botLeft: boolean; at: Date }
  | { gateway: string; type: 'topic'; room: ChatRoom; at: Date };

/** What the login knows: used to find rooms and people again whose ids changed. */
export interface Directory {
  rooms: (ChatRoom & { members: ChatPerson[] })[];
}

export type GatewayState = 'starting' | 'online' | 'offline' | 'stopped';

export interface ChatHandlers {
  /** Resolves once the messages are safe; the port never drops one because this is slow. */
  message(message: Incoming): Promise<void>;
  room(event: RoomEvent): Promise<void>;
  /** Online again or for the first time, with what the account can see. */
  online(directory: Directory): Promise<void>;
  offline(reason: string): Promise<void>;
}

export interface Say {
  to: { room: string } | { person: string }; // gateway ids
  text: string; // may be empty where there are files
  mentions?: string[]; // gateway contact ids, rooms only
  /** Sent after the text, in order. */
  files?: OutgoingFile[];
}

/** A file as it leaves: pictures are shown in the chat, others offered for opening. */
export interface OutgoingFile {
  name: string; // with the ending, by which the chat tells pictures from documents
  type: string; // media type
  bytes: Uint8Array;
}

/** The one way out. Errors are `SendError`s, which say whether the text may be said again. */
export interface ChatPort {
  readonly gateway: string;
  readonly state: GatewayState;
  start(handlers: ChatHandlers): Promise<void>;
  /** Nothing is sent or received once this resolves. */
  stop(): Promise<void>;
  /** Resolves with the gateway's message id where it gives one. */
  say(what: Say): Promise<{ id?: string | undefined }>;
}

/**
 * Whether a failed send may be tried again:
 * - `not-sent`: it certainly did not leave (not logged in, connection refused): retry later.
 * - `refused`: the gateway said no for good (left the room, unknown id): do not retry.
 * - `unknown`: it may have arrived: only a person may decide.
 */
export class SendError extends Error {
  override readonly name = 'SendError';
  constructor(
    readonly verdict: 'not-sent' | 'refused' | 'unknown',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
