import type { Command } from 'commander';
import { configOf, dieWith } from './support.js';

export function registerStart(program: Command): void {
  program
    .command('start')
    .description(
      'Runs the bot and its pages until Ctrl-C. Settings come from the environment and .env (see .env.example).',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  cuncunbao start\n  PORT=8080 DATA_DIR=/var/lib/cuncunbao/data cuncunbao start\n  ROLES=work DATABASE_URL=postgres://… REDIS_URL=redis://… cuncunbao start',
    )
    .action(start);
}

async function start(): Promise<void> {
  const config = configOf();
  const { startApp } = await import('../main/app.js');
  const { createLog } = await import('../main/log.js');
  const { untilStopped } = await import('../main/signals.js');
  const log = createLog({ level: config.LOG_LEVEL, fd: 1 });
  const stopped = untilStopped(log); // before anything is started: a Ctrl-C in the middle of it is one too
  const from = performance.now();
  const app = startApp(config, log);
  const early = await Promise.race([app.then(() => undefined), stopped]);
  if (early === undefined) {
    const { url } = await app;
    log.info(
      { roles: config.ROLES.join(','), ms: Math.round(performance.now() - from) },
      url ? `ready: ${url}` : 'ready',
    );
  }
  const status = await stopped;
  await (await app).stop();
  log.info({}, 'stopped');
  dieWith(status);
}
