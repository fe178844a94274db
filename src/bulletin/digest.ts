import { createHash } from 'node:crypto';
import type { Issue } from '../core/bulletin.js';

/** What is approved, as one number: the same figures, words and sections give the same digest, byte for byte. */
export function digestOf(
  issue: Pick<Issue, 'kind' | 'from' | 'to' | 'cutOff' | 'figures' | 'words' | 'held'>,
): string {
  const { kind, from, to, cutOff, figures, words, held } = issue;
  return createHash('sha256')
    .update(
      canonical({ kind, from, to, cutOff: cutOff.toISOString(), figures, words, held: [...held].sort() }),
    )
    .digest('hex');
}

/** JSON with its keys in order: a database gives them back in its own. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`)
    .join(',')}}`;
}
