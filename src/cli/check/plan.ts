import { AppError } from '../../core/errors.js';
import { compileWords, openPlan, readPlan, readPlanWords } from '../../plan/index.js';
import { readFileSync } from 'node:fs';
import { parseDocument, LineCounter } from 'yaml';
import { finding, shown, type CheckFinding } from './finding.js';

/** The words of plan documents: their shape, and every example read with them. */
export function checkPlanWords(file: string, files: readonly string[]): CheckFinding[] {
  if (!files.includes(file)) return [];
  try {
    const words = readPlanWords(file);
    const vocabulary = compileWords(words);
    const placeOf = exampleLines(file);
    return words.examples.flatMap((example, i) => {
      const bytes = new TextEncoder().encode(example.text);
      const draft = readPlan(openPlan({ name: `example ${i + 1}`, bytes }), vocabulary);
      return differences(example.expect, draft, '').map((message) =>
        finding(
          { file: shown(file), line: placeOf(i), column: 1 },
          'plan-words',
          `example ${i + 1}: ${message}`,
        ),
      );
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.message.split('\n').map((line) => {
      const [, at, column, message] = /^.*?:(\d+):(\d+) (.*)$/.exec(line.slice(file.length - 1)) ?? [];
      const place = { file: shown(file), line: Number(at ?? 1), column: Number(column ?? 1) };
      return finding(place, 'plan-words', message ?? line);
    });
  }
}

function exampleLines(file: string): (index: number) => number {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines });
  return (index) => {
    const node = document.getIn(['examples', index], true) as { range?: [number] } | undefined;
    return node?.range ? lines.linePos(node.range[0]).line : 1;
  };
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
