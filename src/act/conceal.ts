import type { Explained, WorkRecord } from '../core/records.js';
import type { SensitiveSpan } from '../core/sensitive/index.js';

/** A part of a number shorter than this tells nothing of whose it is. */
const PART = 5;

/**
 * Without the values that are an identity or telephone number read as a count ("人口13900001234"): as a number no mask
 * would reach them, and no clerk would believe them. Words that end or begin within such a number lose their part of it:
 * cut, it would no longer be found.
 */
export function conceal(understood: Explained, text: string, spans: readonly SensitiveSpan[]): Explained {
  if (spans.length === 0) return understood;
  const secrets = new Set(
    spans.map(({ from, to }) => Number(text.slice(from, to).normalize('NFKC').replace(/\D/g, ''))),
  );
  const written = spans.map(({ from, to }) => text.slice(from, to).normalize('NFKC'));
  return {
    ...understood,
    records: understood.records.map((record) => uncut(without(record, secrets), written) as WorkRecord),
    trace: understood.trace
      .filter(
        ({ value }) =>
          !isSecret(value, secrets) && JSON.stringify(without(value, secrets)) === JSON.stringify(value),
      )
      .map((one) => ({ ...one, value: uncut(one.value, written) })),
  };
}

/** The same with parts of such numbers at either end of its words hidden. */
function uncut(value: unknown, written: readonly string[]): unknown {
  if (typeof value === 'string') return written.reduce(hidePart, value);
  if (Array.isArray(value)) return value.map((one) => uncut(one, written));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, uncut(inner, written)]));
}

function hidePart(words: string, number: string): string {
  if (words.includes(number)) return words;
  for (let length = number.length - 1; length >= PART; length--) {
    if (words.endsWith(number.slice(0, length)))
      return words.slice(0, -length) + hidden(words.slice(-length));
    if (words.startsWith(number.slice(-length))) return hidden(words.slice(0, length)) + words.slice(length);
  }
  return words;
}

const hidden = (part: string): string => part.replace(/[\dA-Za-z]/g, '*');

/** Lists and objects lose what is secret in them; a change (of a correction) goes whole when its new value does. */
function without(value: unknown, secrets: ReadonlySet<number>): unknown {
  if (Array.isArray(value))
    return value
      .filter((one) => !isSecret(one, secrets) && !isSecret(newValue(one), secrets))
      .map((one) => without(one, secrets));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => !isSecret(inner, secrets))
      .map(([key, inner]) => [key, without(inner, secrets)]),
  );
}

function newValue(change: unknown): unknown {
  return typeof change === 'object' && change !== null && 'to' in change ? change.to : undefined;
}

function isSecret(value: unknown, secrets: ReadonlySet<number>): boolean {
  return typeof value === 'number' && secrets.has(Math.abs(value));
}
