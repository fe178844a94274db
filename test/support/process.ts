import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './ports.js';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

export interface Child {
  pid: number;
  /** Everything it said so far, both streams. */
  output(): string;
  /** Waits for a text in what it says. */
  line(text: string, ms?: number): Promise<void>;
  signal(name: NodeJS.Signals): void;
  kill9(): Promise<void>;
  /** Resolves with its exit status, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
}

function watch(child: ChildProcess): Child {
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<number | NodeJS.Signals>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal!)),
  );
  let over = false;
  void ended.then(() => (over = true));
  return {
    pid: child.pid!,
    output: () => said,
    async line(text, ms = 60_000) {
      await until(`"${text}" in the output`, () => said.includes(text) || over, ms).catch(() => {});
      if (!said.includes(text)) throw new Error(`"${text}" was not said: ${said}`);
    },
    signal: (name) => void child.kill(name),
    async kill9() {
      if (!over) child.kill('SIGKILL');
      await ended;
    },
    ended,
  };
}

/** Runs a script of the checkout as a process of its own; what it imports is the built product. */
export async function spawnScript(
  file: string,
  env: Record<string, string> = {},
  root = ROOT,
): Promise<Child> {
  return watch(
    spawn(process.execPath, [path.join(root, file)], {
      cwd: root,
      env: { ...process.env, ...env },
    }),
  );
}

export interface App extends Child {
  url: string;
  /** The lines of /healthz and whether all is well; throws while nothing answers. */
  health(): Promise<{ ok: boolean; text: string }>;
  /** Waits until everything is up. */
  healthy(ms?: number): Promise<void>;
}

/**
 * Starts the built app (dist/) as users do. `env` is all it gets besides PATH and HOME: set DATA_DIR and PORT.
 * `root`: another checkout than this one.
 */
export function spawnApp(env: Record<string, string>, root = ROOT): App {
  const child = watch(
    spawn(process.execPath, [path.join(root, 'bin/cuncunbao.js'), 'start'], {
      cwd: root,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: process.env['HOME'] ?? '',
        LOG_LEVEL: 'info',
        ...env,
      },
    }),
  );
  const url = `http://127.0.0.1:${env['PORT'] ?? 3000}`;
  async function health(): Promise<{ ok: boolean; text: string }> {
    const response = await fetch(`${url}/healthz`);
    return { ok: response.ok, text: await response.text() };
  }
  return {
    ...child,
    url,
    health,
    async healthy(ms = 60_000) {
      let gone = false;
      void child.ended.then(() => (gone = true));
      await until('the app is healthy', async () => gone || (await health()).ok, ms).catch(
        (error: unknown) => {
          throw new Error(`${String(error)}\n${child.output()}`);
        },
      );
      if (gone) throw new Error(`the app ended: ${child.output()}`);
    },
  };
}

/** Runs a command of the built app to its end. */
export async function spawnCommand(
  args: string[],
  env: Record<string, string> = {},
  input = '',
): Promise<{ status: number | NodeJS.Signals; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [path.join(ROOT, 'bin/cuncunbao.js'), ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.end(input);
  const status = await new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal!));
  });
  return { status, stdout, stderr };
}
