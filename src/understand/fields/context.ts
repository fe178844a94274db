import type { HouseholdIndex } from '../../core/household.js';
import type { Compiled } from '../compiled.js';
import type { Message } from '../document.js';

/** What reading a field may look at. */
export interface ReadContext {
  message: Message;
  compiled: Compiled;
  households: HouseholdIndex;
}
