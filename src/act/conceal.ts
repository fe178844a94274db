import type { Explained, WorkRecord } from '../core/records.js';
import type { SensitiveSpan } from '../core/sensitive/index.js';

/**
 * Without the values that are an identity or telephone number read as a count ("人口13900001234"): as a number no mask
 * would reach them, and no clerk would believe them.
 */
export function conceal(understood: Explained, text: string, spans: readonly SensitiveSpan[]): Explained {
  if (spans.length === 0) return understood;
  const secrets = new Set(
    spans.map(({ from, to }) => Number(text.slice(from, to).normalize('NFKC').replace(/\D/g, ''))),
  );
  return {
    ...understood,
    records: understood.records.map((record) => without(record, secrets) as WorkRecord),
    trace: understood.trace.filter(
      ({ value }) =>
        !isSecret(value, secrets) && JSON.stringify(without(value, secrets)) === JSON.stringify(value),
    ),
  };
}

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
