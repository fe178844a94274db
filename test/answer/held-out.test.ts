import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/files/package-root.js';
import { grade, readGold } from './base.js';

const here = import.meta.dirname;
const shared = path.join(packageRoot(), '../shared/examples/questions.jsonl');
const files = readdirSync(here).filter((name) => name.endsWith('.jsonl'));

test.each(files)('%s: questions in wording that the entries do not hold', (name) => {
  const { right, wrong, refused, faults } = grade(readGold(path.join(here, name)));
  expect(right, faults.join('\n')).toBeGreaterThanOrEqual(0.95);
  expect(wrong, faults.join('\n')).toBeLessThanOrEqual(0.02);
  expect(refused, faults.join('\n')).toBeGreaterThanOrEqual(0.95);
});

test.skipIf(!existsSync(shared))('the shared sample questions (skipped where they are absent)', () => {
  const { right, wrong, refused, faults } = grade(readGold(shared));
  expect({ right, wrong, refused }, faults.join('\n')).toEqual({ right: 1, wrong: 0, refused: 1 });
});
