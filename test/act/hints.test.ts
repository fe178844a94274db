import path from 'node:path';
import { expect, test } from 'vitest';
import type { NewRecord } from '../../src/core/effects.js';
import { hinted } from '../../src/act/hints.js';
import type { Turn } from '../../src/act/ports.js';
import { packageRoot } from '../../src/files/package-root.js';
import { loadDefinitions } from '../../src/intents/index.js';

const { kinds } = loadDefinitions(path.join(packageRoot(), 'intents'));
const shipped = kinds.find((kind) => kind.id === 'visit')!.hints;
const on = shipped.map((hint) => ({ ...hint, off: false }));

/** What is said about a visit of the household of that code, with these words. */
function said(text: string, code: string | undefined, hints: typeof shipped) {
  const turn = {
    message: {
      id: 'm1',
      contactId: 'p1',
      conversationKind: 'room',
      text,
      sentAt: new Date(0),
      replayed: false,
    },
    understanding: {
      rule: () => ({ hints }),
      households: {
        byCode: (one: string) => (one === 'H1' ? { code: 'H1', householder: '田有根' } : undefined),
      },
    },
    templates: {
      renderText: (words: string, data: { name: string }) => words.replace('{{ name }}', data.name),
    },
    mask: (words: string) => words,
    receiptTtlMs: 1000,
  } as unknown as Turn;
  return hinted(turn, [{ id: 'r1', kind: 'visit', householdCode: code } as NewRecord]);
}

test('a hint is said in private, by a key that makes it one for each household, and only where a county wants it', () => {
  expect(said('走访田有根，无异常', 'H1', shipped)).toEqual([]);
  const [effect, ...more] = said('走访田有根，无异常', 'H1', on);
  expect(more).toEqual([]);
  expect(effect).toMatchObject({
    type: 'say',
    say: { conversation: { privateOf: 'p1' }, key: 'hint:visit:medical:H1', purpose: 'hint' },
  });
  expect(effect).toHaveProperty('say.text', expect.stringContaining('田有根家'));
});

test('nothing is hinted at that was said, or of a household nobody knows', () => {
  expect(said('走访田有根，慢性病证已办', 'H1', on)).toEqual([]);
  expect(said('走访某户', undefined, on)).toEqual([]);
});
