import path from 'node:path';
import { systemClock } from '../core/ports.js';
import { loadDemo } from '../roster/demo.js';
import { seedLocalNetwork } from '../store/local-network.js';
import { importRoster, rosterVersion } from '../store/roster.js';
import type { Ground } from './ground.js';
import { packageRoot } from './package-root.js';

/** Whether an empty database is to be filled with the invented county: to try the product out, never beside real people. */
function wanted({ config, database }: Ground): boolean {
  return config.DEMO ?? (database.embedded !== undefined && config.WECHATY_PUPPET === 'local');
}

/** Gives the local groups their bot and, into an empty database, the demo county. Safe to run at every start. */
export async function seed(ground: Ground): Promise<void> {
  const { config, store, sealer, log } = ground;
  const local = config.WECHATY_PUPPET === 'local';
  const bot = config.BOT_NAME;
  if (wanted(ground) && (await rosterVersion(store.prisma)) === '0') {
    const demo = await loadDemo(path.join(packageRoot(), 'demo'));
    for (const roster of [demo.households, demo.people]) {
      await importRoster(store.prisma, sealer, roster, { actor: 'demo', now: systemClock.now() });
    }
    if (local) await seedLocalNetwork(store.prisma, { bot, people: demo.contacts, rooms: demo.rooms });
    log.info(
      { households: demo.households.households.length, people: demo.contacts.length },
      'demo county loaded',
    );
  } else if (local) {
    await seedLocalNetwork(store.prisma, { bot, people: [], rooms: [] });
  }
}
