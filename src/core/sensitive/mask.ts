import { digitAt } from './digits.js';
import { findSensitive } from './find.js';
import { MOBILE } from './phone.js';
import type { SensitiveSpan } from './types.js';

const MASKS: Record<SensitiveSpan['what'], (span: string) => string> = {
  'id-number': starred,
  'bank-card': starred,
  passport: starred,
  phone: maskPhone,
};

/**
 * The text with numbers of people starred out, but for the first three digits (or the area code) and the last two of a
 * telephone number. Same length; masking twice changes nothing.
 */
export function mask(text: string): string {
  const spans = findSensitive(text);
  if (spans.length === 0) return text;
  let out = '';
  let done = 0;
  for (const { what, from, to } of spans) {
    const span = text.slice(from, to);
    out += text.slice(done, from) + MASKS[what](span);
    done = to;
  }
  return out + text.slice(done);
}

/** Its letters, too: the check digit X, the E of a passport. */
function starred(span: string): string {
  return [...span]
    .map((char) =>
      digitAt(char, 0) >= 0 || /[\p{Script=Latin}×]/u.test(char) ? '*'.repeat(char.length) : char,
    )
    .join('');
}

function maskPhone(span: string): string {
  const digits = [...span]
    .filter((char) => digitAt(char, 0) >= 0)
    .map((char) => digitAt(char, 0))
    .join('');
  const country =
    /^(?:00)?86(?=1[3-9]\d{9}$)/.exec(digits)?.[0].length ??
    /^086(?=1[3-9]\d{9}$)/.exec(digits)?.[0].length ??
    0;
  const rest = digits.slice(country);
  const shown = MOBILE.test(rest) ? 3 : rest.startsWith('0') ? (/^0(?:10|2)/.test(rest) ? 3 : 4) : 0;
  let seen = 0;
  return [...span]
    .map((char) => {
      if (digitAt(char, 0) < 0) return char;
      const place = seen++;
      return place < country + shown || place >= digits.length - 2 ? char : '*'.repeat(char.length);
    })
    .join('');
}

// Codes of the register: long digit strings in some counties, and needed whole.
const CODES = new Set(['householdId', 'candidates']);

/** Masks every text inside a JSON value, keys included; household codes and other values stay as they are. */
export function maskDeep<T>(value: T): T {
  return masked(value) as T;
}

function masked(value: unknown): unknown {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => (CODES.has(key) ? [key, inner] : [mask(key), masked(inner)])),
  );
}
