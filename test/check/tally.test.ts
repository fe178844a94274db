import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';

const dir = mkdtempSync(path.join(tmpdir(), 'cuncunbao-tally-'));
afterAll(() => rmSync(dir, { recursive: true }));

function tally(report: object | undefined, status: number): string[] {
  const file = path.join(dir, `${Math.random()}.json`);
  if (report) writeFileSync(file, JSON.stringify(report));
  return execFileSync('node', ['scripts/tally.mjs', file, String(status)], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');
}

const report = {
  numPassedTests: 12,
  numFailedTests: 1,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: [
    { name: 'a.test.ts', status: 'failed', assertionResults: [{ status: 'failed' }] },
    { name: 'b.test.ts', status: 'passed', assertionResults: [{ status: 'passed' }] },
  ],
};

test('the last line has the figures of the report', () => {
  expect(tally(report, 1)).toEqual(['3 skipped', '12 passed, 1 failed']);
});

test('a file that broke before its first test counts', () => {
  const broken = { name: 'c.test.ts', status: 'failed', message: 'Cannot find module', assertionResults: [] };
  const lines = tally({ ...report, testResults: [...report.testResults, broken] }, 1);
  expect(lines.at(-1)).toBe('12 passed, 2 failed');
  expect(lines[0]).toContain('c.test.ts');
});

test('a run that ended badly without a failed test does not look good', () => {
  expect(tally({ ...report, numFailedTests: 0, testResults: [] }, 1).at(-1)).toBe('12 passed, 1 failed');
  expect(tally({ ...report, numFailedTests: 0, testResults: [] }, 0).at(-1)).toBe('12 passed, 0 failed');
});

test('a report that was never written is a failure', () => {
  expect(tally(undefined, 0).at(-1)).toBe('0 passed, 1 failed');
});
