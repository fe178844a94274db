import type { Household } from '../core/household.js';
import type { MessageInput } from '../core/records.js';
import type { Compiled } from './compiled.js';
import type { LabelHit } from './labels.js';
import type { Found } from './found.js';
import type { Span } from './span.js';
import type { Typo } from './typos.js';
import type { Spread } from './values/index.js';

/** A stretch between two punctuation marks. */
export interface Clause extends Span {
  line: number;
  before: string; // the mark or break in front of it ('' at the start)
  marker: number | undefined; // the number of the list item that it starts; 0 for a bullet
  depth: number; // how many brackets are open around it
  start: number; // with its list mark
}

export interface Mention extends Span {
  name: string;
}

/** A message with everything that every kind wants to know of it. All offsets are those of the original text. */
export interface Message {
  input: MessageInput;
  text: string; // for rules: simplified, half width, noise blanked, typos mended
  plain: string; // for values: simplified, otherwise as written
  day: string; // of sending, YYYY-MM-DD
  lines: Span[];
  clauses: Clause[];
  labels: LabelHit[];
  typos: Typo[];
  mentions: Mention[];
  toBot: boolean;
  images: number; // [图片]
  forwarded: boolean;
  quoted: string | undefined; // the text that this one replies to
  /** The name signed at the end, with the words in front of it (a unit or village). */
  signature: Signature | undefined;
  /** Names and villages of the register, wherever they stand; looked up once. */
  register: { names: RegisterHit[]; villages: VillageHit[] } | undefined;
  /** Where words of the definitions stand in the text. */
  found: Found;
  /** The risks that the text may show; found when first asked for. */
  risks: Compiled['risks'] | undefined;
  /** Figures that are no single value; found when first asked for. */
  spreads: readonly Spread[] | undefined;
  /** What was written besides marks, images and mentions. */
  bare: string;
}

export interface RegisterHit extends Span {
  name: string;
  households: readonly Household[];
}

export interface VillageHit extends Span {
  village: string;
}

export interface Signature extends Span {
  name: string;
  nameFrom: number;
  unit: string;
  unitFrom: number;
  /** Where several have signed: all of them, in their order. */
  all?: readonly { name: string; from: number }[];
}

/** A part of a message, or the message with other words, in the shape that all messages have; names and risks are looked up anew. */
export function changed(
  message: Message,
  change: Pick<Message, 'text' | 'plain' | 'clauses' | 'labels' | 'found' | 'bare'>,
  mentions: Mention[] = message.mentions,
): Message {
  return {
    input: message.input,
    text: change.text,
    plain: change.plain,
    day: message.day,
    lines: message.lines,
    clauses: change.clauses,
    labels: change.labels,
    typos: message.typos,
    mentions,
    toBot: message.toBot,
    images: message.images,
    forwarded: message.forwarded,
    quoted: message.quoted,
    signature: message.signature,
    register: undefined,
    found: change.found,
    risks: undefined,
    spreads: undefined,
    bare: change.bare,
  };
}
