import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a second process does beside the measuring one. */
export type SideTask =
  | {
      task: 'work';
      url: string;
      redisUrl: string | undefined;
      prefix: string;
      key: string;
      households: number;
    }
  | { task: 'hop'; redisUrl: string; prefix: string; concurrency: number };

export interface Side {
  stop(): Promise<void>;
}

/** Starts it and resolves when it is ready. `done` is called with how much it has finished since the last call. */
export async function startSide(task: SideTask, done: (count: number) => void): Promise<Side> {
  const child = fork(fileURLToPath(new URL('./side-process.js', import.meta.url)), {
    env: { ...process.env, BENCH_SIDE: JSON.stringify(task) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.on('message', (message) => (message === 'ready' ? resolve() : done(message as number)));
    child.once('exit', (code) => reject(new Error(`the second process ended with ${code ?? 'a signal'}`)));
  });
  return {
    async stop() {
      if (child.connected) child.send('stop');
      await ended;
    },
  };
}
