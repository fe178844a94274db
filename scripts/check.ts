/**
 * Everything that can be said about the checkout without running its tests. Each step runs even when another
 * fails; the end is a table, and a non-zero status where any failed.
 *
 *   npm run check                 all steps
 *   npm run check -- lint types   only these
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

interface Step {
  name: string;
  says: string;
  command: string[];
  /** The step has nothing to look at where this file is absent. */
  needs?: string;
}

interface Result {
  step: Step;
  state: 'ok' | 'FAILED' | 'absent';
  seconds: number;
  output: string;
}

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const bin = (name: string): string => path.join(root, 'node_modules', '.bin', name);
const script = (name: string): string[] => [bin('tsx'), `scripts/${name}.ts`];

// The longest first, so that the cores are busy to the end.
const steps: Step[] = [
  { name: 'lint', says: 'eslint, type-aware', command: [bin('eslint'), '.', '--max-warnings', '0'] },
  { name: 'types', says: 'tsc', command: [bin('tsc'), '-p', 'tsconfig.json'] },
  {
    name: 'page-types',
    says: 'tsc for the page',
    command: [bin('tsc'), '-p', 'page/tsconfig.json', '--noEmit'],
    needs: 'page/tsconfig.json',
  },
  { name: 'format', says: 'prettier', command: [bin('prettier'), '--check', '--log-level', 'warn', '.'] },
  {
    name: 'imports',
    says: 'who imports whom, and no cycles',
    command: [
      bin('depcruise'),
      'src',
      'page',
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err-long',
    ],
  },
  {
    name: 'definitions',
    says: 'intents and templates, with their examples',
    command: [bin('tsx'), 'src/cli/index.ts', 'check'],
    needs: 'src/cli/index.ts',
  },
  { name: 'schema', says: 'schema.prisma, the client and the migrations agree', command: script('schema') },
  { name: 'env', says: '.env.example says what the settings are', command: script('env-example') },
  { name: 'docs', says: 'links, glossary, no machine paths', command: script('docs') },
];

function run(step: Step): Promise<Result> {
  if (step.needs !== undefined && !existsSync(path.join(root, step.needs))) {
    return Promise.resolve({ step, state: 'absent', seconds: 0, output: `there is no ${step.needs}` });
  }
  const [command, ...args] = step.command as [string, ...string[]];
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const end = (state: Result['state']): void =>
      resolve({ step, state, seconds: (performance.now() - started) / 1000, output });
    child.on('error', (error) => {
      output += error.message;
      end('FAILED');
    });
    child.on('close', (code) => end(code === 0 ? 'ok' : 'FAILED'));
  });
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(`no such step: ${unknown.join(', ')} (there are: ${steps.map((s) => s.name).join(', ')})`);
  process.exit(2);
}

const queue = steps.filter((step) => wanted.length === 0 || wanted.includes(step.name));
const results: Result[] = [];
const lane = async (): Promise<void> => {
  for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
    const result = await run(step);
    results.push(result);
    if (result.state === 'FAILED') console.error(`\n── ${step.name} ──\n${result.output.trimEnd()}\n`);
  }
};
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, lane));

for (const step of steps) {
  const result = results.find((r) => r.step === step);
  if (result === undefined) continue;
  const time = result.state === 'absent' ? '' : `${result.seconds.toFixed(1)} s`;
  console.log(`${result.state.padEnd(7)} ${step.name.padEnd(12)} ${time.padStart(8)}  ${step.says}`);
}
const failed = results.filter((result) => result.state === 'FAILED').length;
console.log(failed === 0 ? 'check: all good' : `check: ${failed} of ${results.length} failed`);
process.exitCode = failed === 0 ? 0 : 1;
