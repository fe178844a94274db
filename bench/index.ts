/**
 * Measures what the project promises in figures and prints one table (Markdown, stdout); progress goes to stderr.
 *
 *   npm run bench                      everything, within eight minutes on two cores
 *   npm run bench -- --quick           fewer messages, for a first look
 *   npm run bench -- --only NAME       one family of rows (repeat it, or separate by commas)
 *
 * How to read it: docs/BENCH.md. Ends with 1 only where something could not be measured, never for a missed goal.
 */
import { fork } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { layGround } from './ground.js';
import { readOptions, type BenchOptions } from './options.js';
import { MEASURES } from './rows/index.js';
import { markdown, type Row } from './table.js';

function options(): BenchOptions {
  try {
    return readOptions(process.argv.slice(2), Object.keys(MEASURES));
  } catch (error) {
    console.error((error as Error).message);
    process.exit(2);
  }
}

/** In a process of its own: no row runs on the heap, or on the compiled code, that another has left. */
function measure(
  name: string,
  part: number,
  quick: boolean,
  env: Record<string, string>,
): Promise<Row[] | undefined> {
  const child = fork(
    fileURLToPath(new URL('./row-process.js', import.meta.url)),
    [name, String(part), quick ? 'quick' : 'full'],
    {
      execArgv: ['--expose-gc', '--enable-source-maps'],
      env: { ...process.env, ...env, TZ: 'Asia/Shanghai' },
      // The product's log lines are written as in production, to where they cost the least.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  );
  let rows: Row[] | undefined;
  child.on('message', (message) => (rows = message as Row[]));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code === 0 ? rows : undefined)));
}

const { only, quick } = options();
const names = Object.keys(MEASURES).filter((name) => only.length === 0 || only.includes(name));
const load = loadavg()[0]!.toFixed(2);
const ground = await layGround();
const rows: Row[] = [];
let complete = true;
try {
  for (const name of names) {
    const from = Date.now();
    process.stderr.write(`${name} …`);
    for (const part of MEASURES[name]!.keys()) {
      const found = await measure(name, part, quick, ground.env);
      complete &&= found !== undefined;
      rows.push(...(found ?? [{ what: name, figure: 'could not be measured' }]));
    }
    process.stderr.write(` ${((Date.now() - from) / 1000).toFixed(0)} s\n`);
  }
} finally {
  await ground.close();
}
console.log(
  `${ground.says}; Node ${process.versions.node}; ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
);
console.log(
  `${new Date().toISOString().slice(0, 10)}; load before ${load}, after ${loadavg()[0]!.toFixed(2)}${quick ? '; --quick' : ''}\n`,
);
console.log(markdown(rows));
process.exit(complete ? 0 : 1);
