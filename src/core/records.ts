/** What understanding makes of one message. The shapes are the project's contract: exports and tools rely on them. */

/** One unit of work found in a message: a visit, the state of a project, a leave… Fields depend on `kind`. */
export interface WorkRecord {
  kind: string;
  [field: string]: unknown;
}

/** What a careful clerk would query. `code` is one of the contract's; the other keys depend on it. */
export interface Check {
  code: CheckCode;
  [detail: string]: unknown;
}

export const CHECK_CODES = [
  'count-mismatch',
  'sum-mismatch',
  'ratio-mismatch',
  'contradiction',
  'placeholder',
  'ambiguous-household',
  'unknown-household',
  'sensitive',
  'late',
  'date-assumed',
  'unverified-source',
  'evidence-needed',
  'bulk-close',
  'edited-by-other',
  'typo',
  'uncertain',
  'duplicate',
] as const;
export type CheckCode = (typeof CHECK_CODES)[number];

/** How sure a value is: said in so many words, or concluded from them (a date from 昨天 is stated, one from the send time implied). */
export type Certainty = 'stated' | 'implied';

/** Which words gave which value, by which rule. `from`/`to` are UTF-16 offsets into the original text. */
export interface Trace {
  record: number; // 0-based; -1 for the message as a whole
  field: string;
  value: unknown;
  from: number;
  to: number;
  rule: string; // e.g. "label:户主", "date:relative-day"
  certainty: Certainty;
}

/** The answer of the understanding stage for one message. */
export interface Understood {
  id: string;
  records: WorkRecord[];
  missing: string[]; // sorted, of the whole message
  checks: Check[];
}

/** With the explanation; what the product stores. */
export interface Explained extends Understood {
  trace: Trace[];
  /** The missing fields with the record (0-based) each belongs to; -1 where no record exists yet. */
  gaps: { record: number; field: string; candidates?: string[] }[];
}

/** An earlier message of the room, newest last. */
export interface PreviousMessage {
  id: string;
  text: string;
  sentAt: string;
  sender: string;
}

/** One message as understanding sees it. */
export interface MessageInput {
  id: string;
  text: string;
  sentAt: string; // local time, Asia/Shanghai: YYYY-MM-DDTHH:mm[:ss]
  sender?: string | undefined; // the person's name, else the chat nickname
  room?: string | undefined;
  previous?: PreviousMessage[] | undefined;
  /** Villages that the sender or the room is responsible for: narrows names, never decides between two households alone. */
  villages?: readonly string[] | undefined;
}
