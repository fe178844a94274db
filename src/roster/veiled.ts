import { mask } from '../core/sensitive/index.js';

/** A private value as a clerk may see it: of what is no identity or telephone number the last two characters are left. */
export function veiled(text: string): string {
  const masked = mask(text);
  return masked === text && text.length > 4 ? `${'*'.repeat(text.length - 2)}${text.slice(-2)}` : masked;
}
