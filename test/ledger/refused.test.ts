import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rebuildLedger } from '../../src/inbox/rebuild.js';
import { loadLedgerRules } from '../../src/ledger/index.js';
import { packageRoot } from '../../src/files/package-root.js';
import type { Harness } from '../pipeline/harness.js';
import { item, openLedger } from './county.js';

const rules = loadLedgerRules(path.join(packageRoot(), 'intents'));
let h: Harness;
beforeAll(async () => {
  h = await openLedger();
});
afterAll(() => h.close());

const clerk = (text: string) => h.say(text, { sender: 'p3' });
const inPrivate = (text: string, sender = 'p2') => h.say(text, { sender, room: undefined });
const day = (at: Date | null | undefined) => at?.toISOString().slice(0, 10);

describe('a problem that is returned', () => {
  test('has its term again; its owner and whoever had closed it hear of it once, in private', async () => {
    await clerk('40号问题：公示栏破损\n整改措施：换新\n责任人：田禾\n整改时限：2026年11月30日前完成');
    await h.say('40号问题已整改完毕，佐证2份', { sender: 'p1' });
    await inPrivate('40号 同意销号');
    expect(await item(h, 'problems', '40')).toMatchObject({ state: 'closed', nextDue: null });
    await inPrivate('40号 退回，公示栏又掉了', 'p4');
    const row = await item(h, 'problems', '40');
    expect(row).toMatchObject({ state: 'doing', milestones: [{ name: '完成', due: '2026-11-30' }] });
    expect(JSON.stringify(row!.milestones)).not.toContain('doneOn');
    expect(day(row!.nextDue)).toBe('2026-11-30');
    const told = (await h.outgoing()).filter((one) => one.purpose === 'item').map((one) => one.text);
    expect(told).toEqual([
      '40号问题（公示栏破损）由“已销号”退回，退回人邬国平，现在是“整改中”，请继续整改，11月30日前完成',
      '您销号的40号问题（公示栏破损）已被退回，退回人邬国平，现在是“整改中”，责任人田禾',
    ]);
  });

  test('closed again, its term is done', async () => {
    await h.say('40号问题已整改完毕，佐证3份', { sender: 'p1' });
    await inPrivate('40号 同意销号');
    const row = await item(h, 'problems', '40');
    expect(row).toMatchObject({ state: 'closed', nextDue: null });
    expect(JSON.stringify(row!.milestones)).toContain('doneOn');
  });
});

describe('what was refused', () => {
  test('does not take over when what stood in its way is withdrawn, nor when all is made anew', async () => {
    const first = h.far.emitMessage({
      room: 'r1',
      sender: 'p3',
      text: '41号问题：公示栏破损\n整改措施：换新\n责任人：田禾',
    });
    await h.settled();
    expect((await h.say('41号问题：路灯不亮\n责任人：邓超', { sender: 'p1' })).join()).toContain('先不改');
    h.far.recall(first);
    await h.say('好的', { sender: 'p2' });
    expect(await item(h, 'problems', '41')).toBeNull();
    await rebuildLedger(h.store, rules, new Date());
    expect(await item(h, 'problems', '41')).toBeNull();
    expect((await h.say('41号问题：路灯不亮\n责任人：邓超', { sender: 'p1' })).join()).toContain('进台账');
    expect(await item(h, 'problems', '41')).toMatchObject({ title: '路灯不亮', owner: '邓超' });
  });

  test('does not count later because a number was answered after it', async () => {
    await clerk('登记问题：枫树坪村三组路灯不亮，责任人田禾，期限12月底前');
    expect((await h.say('42号问题已整改完毕，佐证1份', { sender: 'p1' })).join()).toContain('没有42号问题');
    await clerk('42');
    expect(await item(h, 'problems', '42')).toMatchObject({ state: 'open' });
    await rebuildLedger(h.store, rules, new Date());
    expect(await item(h, 'problems', '42')).toMatchObject({ state: 'open' });
  });
});
