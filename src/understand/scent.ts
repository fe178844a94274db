import type { CompiledField } from './compiled.js';
import type { Message } from './document.js';
import { passes } from './gate.js';

/**
 * Whether a field may be found in a message at all: one look at the whole text spares many at its parts.
 * Never says no where a part could hold the field.
 */
export function mayHold(message: Message, field: CompiledField): boolean {
  return passes(message, field.scent);
}

/** Whether any clause of a message may show the signals of a text field. */
export function maySignal(message: Message, field: CompiledField): boolean {
  return passes(message, field.signalGate);
}
