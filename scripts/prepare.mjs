// Makes what a checkout does not hold: the database client, the server (dist/) and the page (dist/page).
// Runs after `npm ci`. What cannot be built without the development dependencies is left out, and said.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${name} ${args.join(' ')} failed:\n${said}`)),
    );
  });
}

// Without the development dependencies one or both of these are missing; what was built before stays as it is.
const missing = (what, made) =>
  console.error(
    existsSync(at(...made))
      ? `prepare: no development dependencies, keeping the ${what} as it is`
      : `prepare: the ${what} was not built, since the development dependencies are not installed (npm ci without --omit=dev)`,
  );

// The definitions and the heads of templates that ship, parsed beforehand: a start would spend most of a second on it.
async function parseDefinitions() {
  const [{ digested }, { headOf }] = await Promise.all([
    import('../dist/files/parsed.js'),
    import('../dist/reply/load.js'),
  ]);
  const texts = (folder, of) =>
    readdirSync(at(folder), { recursive: true })
      .filter((name) => of.test(name))
      .map((name) => readFileSync(at(folder, name), 'utf8'));
  const heads = texts('templates', /\.liquid$/).flatMap((text) => headOf(text) ?? []);
  const known = digested([...texts('intents', /\.ya?ml$/), ...heads]);
  writeFileSync(at('dist', 'definitions.json'), JSON.stringify(known));
}

const only = process.argv[2];
try {
  if (!only) await run('prisma', ['generate', '--no-hints']);
  const steps = [];
  if (only !== 'page') {
    if (existsSync(bin('tsc'))) steps.push(run('tsc', ['-p', 'tsconfig.build.json']).then(parseDefinitions));
    else missing('server', ['dist', 'cli', 'index.js']);
  }
  if (only !== 'server') {
    if (existsSync(bin('vite')))
      steps.push(run('vite', ['build', 'page', '--config', 'page/vite.config.ts', '--logLevel', 'warn']));
    else missing('page', ['dist', 'page', 'index.html']);
  }
  await Promise.all(steps);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
