import type { Found } from './types.js';
export function readMoney(_text: string, _options: { unit?: number } = {}): Found<number> | undefined {
  return undefined;
}
export function findMoney(_text: string): Found<number>[] {
  return [];
}
