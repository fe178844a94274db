import type { Found } from './types.js';
export function readCount(_text: string, _units: readonly string[]): Found<number> | undefined {
  return undefined;
}
