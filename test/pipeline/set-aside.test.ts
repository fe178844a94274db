import { afterAll, beforeAll, expect, test } from 'vitest';
import { inboxCommand } from '../../src/cli/inbox.js';
import { openHarness, type Harness } from './harness.js';

let h: Harness;
beforeAll(async () => {
  h = await openHarness();
});
afterAll(() => h.close());

const visit = (name: string) => `【入户走访】户主：${name} 走访时间：2026年3月18日 存在问题：无`;

test('a message that cannot be worked off is set aside, holds up nobody, and is tried again on a person’s word', async () => {
  // The ledger refuses this one household’s records, as a broken constraint would.
  await h.store.prisma.$executeRawUnsafe(
    `ALTER TABLE record ADD CONSTRAINT broken CHECK (subject <> '田有根')`,
  );
  const heard = await h.say(visit('田有根'));
  expect(heard).toEqual([]);
  expect(await h.say(visit('顾长明'))).toEqual(['已记走访：顾长明（枫树坪村二组），3月18日']);
  const lines: string[] = [];
  const out = (line: string) => lines.push(line);
  await inboxCommand('list', [], { store: h.store, out });
  const [failed] = lines.map((line) => JSON.parse(line) as { id: string; error: string });
  expect(lines).toHaveLength(1);
  expect(failed!.error).toContain('broken');

  await expect(inboxCommand('retry', ['nobody'], { store: h.store, out })).rejects.toThrow(
    'not among the messages set aside: nobody',
  );
  await h.store.prisma.$executeRawUnsafe('ALTER TABLE record DROP CONSTRAINT broken');
  await inboxCommand('retry', [failed!.id], { store: h.store, out });
  await h.far.waitForSaid(2);
  expect((await h.records()).map((r) => r.subject).sort()).toEqual(['田有根', '顾长明']);
  lines.length = 0;
  await inboxCommand('list', [], { store: h.store, out });
  expect(lines).toEqual([]);
});
