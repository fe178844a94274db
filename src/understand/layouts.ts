import type { HouseholdIndex } from '../core/household.js';
import type { LAYOUTS } from '../intents/schema.js';
import type { Compiled, CompiledKind } from './compiled.js';
import { readCorrection } from './correction.js';
import type { Message } from './document.js';
import type { Draft } from './draft.js';
import { readRecords } from './records.js';
import { readRelay } from './relay.js';
import { readSignals } from './signals.js';

type LayoutReader = (
  kind: CompiledKind,
  message: Message,
  compiled: Compiled,
  households: HouseholdIndex,
) => Draft[];

/** How a message of a kind is laid out; a definition names one of these. */
export const LAYOUT_READERS: Record<(typeof LAYOUTS)[number], LayoutReader> = {
  records: readRecords,
  signals: readSignals,
  relay: readRelay,
  correction: readCorrection,
};
