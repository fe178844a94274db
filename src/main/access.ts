import type { Config } from '../core/config.js';
import type { Log } from '../core/ports.js';
import { runningEmbedded } from '../store/embedded/server.js';
import { openDatabase, type Database } from './database.js';
import { holderOf } from './lock.js';

/** The database for a command: that of a running product where there is one, else started for the command. */
export async function accessDatabase(
  config: Config,
  log: Log,
  what: string,
): Promise<Pick<Database, 'url' | 'stop'>> {
  if (!config.DATABASE_URL && holderOf(config.DATA_DIR)?.what === 'start') {
    const url = await runningEmbedded(config.DATA_DIR);
    if (url) return { url, stop: () => Promise.resolve() };
  }
  return openDatabase(config, log, what);
}
