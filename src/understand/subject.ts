import type { Household, HouseholdIndex } from '../core/household.js';
import type { Compiled, CompiledField, CompiledKind } from './compiled.js';
import type { Message } from './document.js';
import type { Label } from './resolve.js';
import type { Span } from './span.js';

/** Somebody or something that a record is about, where the text names it. */
export interface Subject extends Span {
  name: string;
  alias: string | undefined;
  identity: string; // the same for two mentions of the same
  households: readonly Household[] | undefined;
  labelled: boolean;
  clause: number; // index into the message's clauses, -1 inside none
  /** The village that stands at the name and tells which of several it is. */
  village?: (Span & { village: string }) | undefined;
}

/** A subject in the one shape that all subjects have; the clause that it stands in is told later. */
export function subjectAt(
  { from, to }: Span,
  name: string,
  alias: string | undefined,
  identity: string,
  households: readonly Household[] | undefined,
  labelled: boolean,
): Subject {
  return { from, to, name, alias, identity, households, labelled, clause: -1 };
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
