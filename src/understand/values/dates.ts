import type { DateOptions, Found, Reference } from './types.js';
export function readDate(_text: string, _ref: Reference, _options: DateOptions = {}): Found<string> | undefined {
  return undefined;
}
export function findDates(_text: string, _ref: Reference, _options: DateOptions = {}): Found<string>[] {
  return [];
}
