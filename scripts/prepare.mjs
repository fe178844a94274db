// Makes what a checkout does not hold: the database client, the server (dist/) and the page (dist/page).
// Runs after `npm ci`. Without the development dependencies it only makes the client, and says so.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const at = (...names) => path.join(root, ...names);
const bin = (name) => at('node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);

function run(name, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(bin(name), args, { cwd: root, shell: process.platform === 'win32' });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${name} ${args.join(' ')} failed:\n${said}`))));
  });
}

const only = process.argv[2];
try {
  const canBuild = existsSync(bin('tsc'));
  if (!only) await run('prisma', ['generate', '--no-hints']);
  if (!canBuild) {
    console.error(
      existsSync(at('dist', 'cli', 'index.js'))
        ? 'prepare: no development dependencies, keeping dist/ as it is'
        : 'prepare: nothing was built, since the development dependencies are not installed (npm ci without --omit=dev)',
    );
  } else {
    const steps = [];
    if (only !== 'page') steps.push(run('tsc', ['-p', 'tsconfig.build.json']));
    if (only !== 'server' && existsSync(at('page', 'vite.config.ts'))) {
      steps.push(run('vite', ['build', 'page', '--config', 'page/vite.config.ts', '--logLevel', 'warn']));
    }
    await Promise.all(steps);
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
