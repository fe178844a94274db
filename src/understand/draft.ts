import type { Certainty } from '../core/records.js';
import type { Household } from '../core/household.js';
import type { Span } from './span.js';

/** A value on its way into a record, with the words that gave it. */
export interface Value extends Span {
  value: unknown;
  rule: string;
  certainty: Certainty;
}

/** A value in the one shape that all values have. */
export function valueAt({ from, to }: Span, value: unknown, rule: string, certainty: Certainty): Value {
  return { value, from, to, rule, certainty };
}

/** A stretch of free text that belongs to a record. */
export interface Stretch extends Span {
  before: string; // the mark in front of it
  /** Where quoting it would start: after the name in it. Undefined: not fit to be quoted. */
  quote: number | undefined;
}

/** A record in the making. */
export interface Draft {
  kind: string;
  values: Map<string, Value>;
  /** Text fields collect one entry after another. */
  lists: Map<string, Value[]>;
  stretches: Stretch[];
  from: number;
  to: number;
  households?: readonly Household[] | undefined;
  uncertain: Set<string>;
  /** States that the text beside them contradicts. */
  contradicted?: string[] | undefined;
  /** Where it stands, where the message holds several. */
  extent?: Span;
  /** A form whose key cannot be read. */
  formed?: true | undefined;
  /** Lines of others that a relay changes. */
  edits?: { number: number; owner: string }[] | undefined;
}

export function newDraft(kind: string, from: number): Draft {
  return {
    kind,
    values: new Map(),
    lists: new Map(),
    stretches: [],
    from,
    to: from,
    households: undefined,
    uncertain: new Set(),
    contradicted: undefined,
    formed: undefined,
    edits: undefined,
  };
}
