import type { Found } from './types.js';
export function readPercent(_text: string): Found<number> | undefined {
  return undefined;
}
