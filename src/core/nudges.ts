/** One thing due that a point of a to-do spoke of. */
export interface TodoDue {
  subject: string; // id
  title: string;
  period: string;
  due: string; // YYYY-MM-DDTHH:mm
  /** Ids of the records that wait for a signature. */
  unsigned?: readonly string[] | undefined;
}

/** One point of the to-do that a person was last sent, in the order of its numbers. */
export interface TodoPoint {
  duty: string;
  as: string; // owner | leader | office
  dues: readonly TodoDue[];
}

export interface LastTodo {
  id: string;
  saidAt: Date;
  points: readonly TodoPoint[];
}

/** How often somebody was asked within a week, and why. */
export interface AskedSummary {
  /** Messages with to-dos. */
  todos: number;
  /** How often each duty came up in them. */
  duties: readonly { duty: string; times: number }[];
  /** Questions asked back about reports. */
  questions: number;
}

/** A short private answer, as `intents/nudge-replies.yaml` reads it. */
export interface NudgeReading {
  id: string;
  effect: 'later' | 'away' | 'back' | 'not-mine' | 'settled' | 'signed' | 'noted' | 'asked' | 'todo';
  point: 'none' | 'any' | 'one';
  number?: number | undefined; // of the point, 1-based
  /** effect later: in how many days again, or in the next week. */
  days?: number | 'week' | undefined;
}

/** What deciding has to know of duties: pure. */
export interface NudgeDesk {
  read(text: string): NudgeReading | undefined;
  /** What a duty is called, which answers settle it, and how its points say what would. Undefined where it is no longer defined. */
  duty(id: string): { title: string; settledBy: readonly string[]; how: string } | undefined;
  /** The duties that are about the items of a ledger. */
  dutiesOn(ledger: string): readonly string[];
  /** The working morning so many days on (1), or of the next week; undefined where its year has no table. */
  nextMorning(now: Date, days?: number | 'week'): Date | undefined;
  /** The first moment of the week. */
  weekStart(now: Date): Date;
}

/** What the ledger knows of what a person was sent. */
export interface NudgeReader {
  lastTodo(contactId: string, since: Date): Promise<LastTodo | undefined>;
  asked(contactId: string, from: Date): Promise<AskedSummary>;
}

/** What an answer leads to; the person is the one that the contact is bound to. */
export type NudgeDeed =
  | {
      deed: 'reply';
      contactId: string;
      messageId: string;
      duty: string;
      subject: string;
      period: string;
      kind: string;
      until?: Date | undefined;
    }
  | { deed: 'away'; contactId: string; messageId: string; day: string }
  | { deed: 'back'; contactId: string; messageId: string; day: string }
  | { deed: 'sign'; contactId: string; messageId: string; records: readonly string[] }
  /** Asks for everything that is open for them; answered by the clock, which knows the county. */
  | { deed: 'todo'; contactId: string; messageId: string };
