import type { DateOptions, Found, Period, Reference } from './types.js';
export function readPeriod(_text: string, _ref: Reference, _options: DateOptions = {}): Found<Period> | undefined {
  return undefined;
}
