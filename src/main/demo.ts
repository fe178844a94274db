import path from 'node:path';
import { systemClock } from '../core/ports.js';
import { seedLocalNetwork } from '../store/local-network.js';
import { DEMO_FILE, noteDemo } from '../store/demo.js';
import { importRoster, rosterVersion } from '../store/roster.js';
import type { Ground } from './ground.js';
import { packageRoot } from '../files/package-root.js';

/** Whether an empty database is to be filled with the invented county: to try the product out, never beside real people. */
function wanted({ config }: Ground): boolean {
  return config.DEMO ?? config.WECHATY_PUPPET === 'local';
}

/** Gives the local groups their bot and, into an empty database, the demo county. Safe to run at every start. */
export async function seed(ground: Ground): Promise<void> {
  const { config, store, sealer, log } = ground;
  const local = config.WECHATY_PUPPET === 'local';
  const bot = config.BOT_NAME;
  if (wanted(ground) && (await rosterVersion(store.prisma)) === '0') {
    const { loadDemo } = await import('../roster/demo.js');
    const demo = await loadDemo(path.join(packageRoot(), 'demo'));
    const now = systemClock.now();
    for (const roster of [demo.households, demo.people]) {
      await importRoster(store.prisma, sealer, roster, {
        actor: DEMO_FILE,
        now,
        file: `${DEMO_FILE}${roster.file}`,
      });
    }
    const people = demo.people.people.map((p): [string, string] => [p.name, p.unit]);
    await noteDemo(store.prisma, now, {
      people,
      rooms: demo.rooms.map((room) => room.id),
      contacts: demo.contacts.map((one) => one.id),
    });
    if (local) await seedLocalNetwork(store.prisma, { bot, people: demo.contacts, rooms: demo.rooms });
    log.info(
      { households: demo.households.households.length, people: demo.contacts.length },
      'demo county loaded',
    );
  } else if (local) {
    await seedLocalNetwork(store.prisma, { bot, people: [], rooms: [] });
  }
}
