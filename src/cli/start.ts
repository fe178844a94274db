import type { Command } from 'commander';
import { configOf, dieWith, report } from './support.js';

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
  const [{ startApp }, { createLog }, { untilStopped }] = await Promise.all([
    import('../main/app.js'),
    import('../main/log.js'),
    import('../main/signals.js'),
  ]);
  const log = createLog({ level: config.LOG_LEVEL, fd: 1 });
  const from = performance.now();
  // Before anything is started: a Ctrl-C in the middle of starting is one too.
  const stopping = new AbortController();
  const stopped = untilStopped(log).then((status) => {
    stopping.abort();
    return status;
  });
  try {
    const app = await startApp(config, log, stopping.signal);
    const ms = Math.round(performance.now() - from);
    log.info({ roles: config.ROLES.join(','), ms }, app.url ? `ready: ${app.url}` : 'ready');
    await stopped;
    await app.stop();
  } catch (error) {
    if (!stopping.signal.aborted) return dieWith(report(error));
  }
  log.info({}, 'stopped');
  dieWith(await stopped);
}
