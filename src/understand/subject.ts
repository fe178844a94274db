import type { Household, HouseholdIndex } from '../core/household.js';
import type { Compiled, CompiledField, CompiledKind } from './compiled.js';
import type { Message } from './document.js';
import type { Label } from './resolve.js';
import type { Span } from './span.js';

/** Somebody or something that a record is about, where the text names it. */
export interface Subject extends Span {
  name: string;
  alias?: string | undefined;
  identity: string; // the same for two mentions of the same
  households?: readonly Household[] | undefined;
  labelled: boolean;
  clause: number; // index into the message's clauses, -1 inside none
}

export interface SubjectContext {
  kind: CompiledKind;
  key: CompiledField;
  message: Message;
  compiled: Compiled;
  households: HouseholdIndex;
  labels: readonly Label[];
  /** Where names are not subjects: visitors, signatures, text values. */
  closed: readonly Span[];
}
