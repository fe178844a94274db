import type { Found } from './types.js';
export function isPlaceholder(_text: string): boolean {
  return false;
}
export function findPlaceholders(_text: string): Found<string>[] {
  return [];
}
