import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLedger } from '../ledger/county.js';
import type { Harness } from './harness.js';

let h: Harness;
beforeAll(async () => {
  h = await openLedger();
  await h.say('枫树坪村二组顾长明家屋顶漏雨');
  await h.say('1号问题：公示栏没贴，责任单位：大樟村，责任人：田禾，12月底前整改', { sender: 'p3' });
  await h.say('线索1号分派给田禾', { sender: 'p3', room: undefined });
});
afterAll(() => h.close());
const inPrivate = (text: string, sender = 'p1') => h.say(text, { sender, room: undefined });

test('a number without its ledger, from whoever answers for it: what is meant is asked, and nothing recorded', async () => {
  const before = await h.records();
  const said = (await inPrivate('1号漏雨已修好')).join();
  expect(said).toContain('还没有记。您办的有');
  expect(said).toContain('1号问题（公示栏没贴）');
  expect(await h.records()).toHaveLength(before.length);
  // Said as the answer proposes, it is news of that one.
  expect(said).toContain('1号线索');
  expect((await inPrivate('1号线索漏雨已修好')).join()).toContain('线索1号进展已记');
  expect((await inPrivate('1号问题漏雨已修好')).join()).toContain('已记问题整改：1');
});

test('another one, another number, a group: nothing is asked', async () => {
  expect(await inPrivate('1号漏雨已修好', 'p2')).toEqual([]);
  expect(await inPrivate('7号漏雨已修好')).toEqual([]);
  expect(await h.say('1号漏雨已修好')).toEqual([]);
  expect(await inPrivate('1号去县里开会')).toEqual([]);
});
