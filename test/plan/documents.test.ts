import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { planDraftSchema } from '../../src/plan/index.js';
import { differences, draftOf, goldOf } from './gold.js';

const dir = path.join(import.meta.dirname, 'documents');
const documents = readdirSync(dir).filter((name) => /\.(?:txt|md)$/.test(name));

describe('plans of invented counties, each in a style of its own', () => {
  it.each(documents)('%s says what its gold says', (name) => {
    const draft = draftOf(name, readFileSync(path.join(dir, name)));
    expect(differences(goldOf(path.join(dir, name.replace(/\.\w+$/, '.json'))), draft)).toEqual([]);
  });

  it.each(documents)('%s fits the schema and points at its own lines', (name) => {
    const text = readFileSync(path.join(dir, name), 'utf8');
    const draft = planDraftSchema.parse(draftOf(name, Buffer.from(text)));
    const lines = text.split('\n');
    for (const { text: at } of [...draft.actions, ...draft.problems]) {
      expect(at.from).toBeGreaterThanOrEqual(1);
      expect(at.to).toBeGreaterThanOrEqual(at.from);
      expect(at.to).toBeLessThanOrEqual(lines.length);
    }
  });

  it.each(['gb18030', 'utf16-le', 'utf16-be', 'utf-8 with a mark'])('reads the same in %s', (encoding) => {
    const text = readFileSync(path.join(dir, 'brackets.txt'), 'utf8');
    const bytes =
      encoding === 'utf-8 with a mark'
        ? Buffer.from(`\ufeff${text}`)
        : iconv.encode(text, encoding, { addBOM: encoding.startsWith('utf16') });
    const { file: _, ...draft } = draftOf('a.txt', bytes);
    const { file: __, ...plain } = draftOf('b.txt', Buffer.from(text));
    expect(draft).toEqual(plain);
  });
});

const shared = path.resolve(import.meta.dirname, '../../../shared');
const SEED = path.join(shared, 'seeds/plan-000.txt');
const SEED_GOLD = path.join(shared, 'examples/plan-000.json');

describe('the shared seed', () => {
  it.skipIf(!existsSync(SEED))(
    `gives what its gold says (skipped without ../shared/seeds/plan-000.txt)`,
    () => {
      const gold = goldOf(SEED_GOLD);
      const draft = draftOf('plan-000.txt', readFileSync(SEED));
      expect(draft.actions).toHaveLength(19);
      // The gold's targets are one reader's choice among several quantities of a sentence.
      const untargeted = gold.actions!.map((action) => ({
        ...action,
        milestones: action.milestones!.map(({ due }) => ({ due })),
      }));
      // The gold writes the duty's words together anew; who, when and to whom are compared.
      expect(differences({ ...gold, actions: untargeted }, draft)).toEqual([]);
    },
  );
});
