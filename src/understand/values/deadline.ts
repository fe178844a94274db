import type { Deadline, Found, Milestone, Reference } from './types.js';
export function readDeadline(_text: string, _ref: Reference, _options: { after?: string } = {}): Found<Deadline> | undefined {
  return undefined;
}
export function readDeadlines(_text: string, _ref: Reference): Found<Milestone>[] {
  return [];
}
