// Prints "N passed, N failed" from the file of vitest's JSON reporter, as the last line of the CI's log.
//   node scripts/tally.mjs FILE STATUS
// A test file that broke before its first test counts as one failure, and so does a run that ended badly although
// no test failed (an unhandled error, a report that was never written): the line never sounds better than the run.
import { readFileSync } from 'node:fs';

const [file, status] = process.argv.slice(2);

/** @returns {{ passed: number, failed: number, skipped: number }} */
function read() {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    const broken = report.testResults.filter(
      (result) =>
        result.status === 'failed' && !result.assertionResults.some((test) => test.status === 'failed'),
    );
    for (const result of broken)
      console.log(`broken: ${result.name}: ${String(result.message).split('\n')[0]}`);
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken.length,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  } catch (error) {
    console.log(`no report of the tests: ${error.message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const { passed, failed, skipped } = read();
if (skipped > 0) console.log(`${skipped} skipped`);
console.log(`${passed} passed, ${status !== '0' && failed === 0 ? 1 : failed} failed`);
