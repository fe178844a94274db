import type { Found } from './types.js';
export function readRange(_text: string): Found<{ from: number; to: number }> | undefined {
  return undefined;
}
