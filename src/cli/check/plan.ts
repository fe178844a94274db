import { compileWords, openPlan, planWordsSchema, readPlan } from '../../plan/index.js';
import { readFileSync } from 'node:fs';
import type { Finding } from '../../files/finding.js';
import { readText } from '../../files/yaml.js';
import { finding, shown, type CheckFinding } from './finding.js';

/** The words of plan documents: their shape, and every example read with them. */
export function checkPlanWords(file: string, files: readonly string[]): CheckFinding[] {
  if (!files.includes(file)) return [];
  const mistakes: Finding[] = [];
  const read = readText(shown(file), readFileSync(file, 'utf8'), planWordsSchema, mistakes);
  if (!read) return mistakes.map((f) => finding(f, 'plan-words', f.message));
  const vocabulary = compileWords(read.value);
  return read.value.examples.flatMap((example, i) => {
    const bytes = new TextEncoder().encode(example.text);
    const draft = readPlan(openPlan({ name: `example ${i + 1}`, bytes }), vocabulary);
    return differences(example.expect, draft, '').map((message) =>
      finding(read.at(['examples', i]), 'plan-words', `example ${i + 1}: ${message}`),
    );
  });
}

/** What an example names must be just so; what it does not name may be anything. */
function differences(expected: unknown, got: unknown, path: string): string[] {
  if (Array.isArray(expected)) {
    const list = Array.isArray(got) ? (got as unknown[]) : [];
    if (list.length !== expected.length)
      return [`${path}: expected ${expected.length}, got ${JSON.stringify(got)}`];
    return expected.flatMap((one, i) => differences(one, list[i], `${path}[${i}]`));
  }
  if (expected !== null && typeof expected === 'object') {
    const object = (got ?? {}) as Record<string, unknown>;
    return Object.entries(expected).flatMap(([key, value]) =>
      differences(value, object[key], path === '' ? key : `${path}.${key}`),
    );
  }
  return expected === got
    ? []
    : [`${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got) ?? 'nothing'}`];
}
