import type { Found } from './types.js';
export function readNumber(_text: string): Found<number> | undefined {
  return undefined;
}
export function findNumbers(_text: string): Found<number>[] {
  return [];
}
