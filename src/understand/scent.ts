import type { CompiledField } from './compile.js';
import { passes } from './gate.js';
import type { Message } from './document.js';

/**
 * Whether a field may be found in a message at all: one look at the whole text spares many at its parts.
 * Never says no where a part could hold the field.
 */
export function mayHold(message: Message, field: CompiledField): boolean {
  if (!passes(message, field.scentGate)) return false;
  if (!field.scent) return true;
  const known = message.scents[field.id];
  if (known !== 0 && known !== undefined) return known === 1;
  const holds = field.scent.test(message.text);
  message.scents[field.id] = holds ? 1 : 2;
  return holds;
}

/** Whether any clause of a message may show the signals of a text field. */
export function maySignal(message: Message, field: CompiledField): boolean {
  if (!passes(message, field.signalGate)) return false;
  if (!field.signalScent) return true;
  const at = message.scents.length / 2 + field.id;
  const known = message.scents[at];
  if (known !== 0 && known !== undefined) return known === 1;
  const holds = field.signalScent.test(message.text);
  message.scents[at] = holds ? 1 : 2;
  return holds;
}
