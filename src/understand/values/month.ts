import type { DateOptions, Found, Reference } from './types.js';
export function readMonth(_text: string, _ref: Reference, _options: DateOptions = {}): Found<string> | undefined {
  return undefined;
}
