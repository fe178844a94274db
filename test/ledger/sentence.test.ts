import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Harness } from '../pipeline/harness.js';
import { item, openLedger } from './county.js';

let h: Harness;
beforeAll(async () => {
  h = await openLedger();
});
afterAll(() => h.close());

const clerk = (text: string) => h.say(text, { sender: 'p3' });
const due = async (key: string) =>
  (await item(h, 'problems', key))?.nextDue?.toISOString().slice(0, 10) ?? null;

describe('a problem registered in one sentence', () => {
  test('wherever its number stands', async () => {
    await clerk('登记问题3号：梨树坪村三组路灯不亮，责任人雷一鸣，12月10日前完成');
    expect(await item(h, 'problems', '3')).toMatchObject({ title: '梨树坪村三组路灯不亮', owner: '雷一鸣' });
    expect(await due('3')).toBe('2026-12-10');
  });

  test('owner and term without a label are no part of its title', async () => {
    await clerk('登记9号问题：枫林镇档案不全，由凌寒负责，12月5日前完成，措施：补齐档案');
    expect(await item(h, 'problems', '9')).toMatchObject({ title: '枫林镇档案不全', owner: '凌寒' });
    expect(await due('9')).toBe('2026-12-05');
    await clerk('登记11号问题：水渠堵塞，由方可欣负责，月底前整改到位');
    expect(await item(h, 'problems', '11')).toMatchObject({ title: '水渠堵塞', owner: '方可欣' });
    expect(await due('11')).toBe('2026-11-30');
  });

  test('several owners are none: which one is asked', async () => {
    const said = await clerk('登记12号问题：档案缺页，责任人康乐、左明，12月5日前完成');
    expect(said.join()).toContain('12号问题的责任人是哪一位');
    expect(await item(h, 'problems', '12')).toMatchObject({ owner: null });
    await clerk('康乐');
    expect(await item(h, 'problems', '12')).toMatchObject({ owner: '康乐' });
  });
});

describe('the number that was asked for', () => {
  test('may come with more, and the receipt says what the ledger did', async () => {
    await clerk('登记问题：水渠塌方一处，12月5日前完成');
    const said = await clerk('第2号，责任人方可欣');
    expect(said.join()).toContain('2号问题已进台账，责任人方可欣');
    expect(await item(h, 'problems', '2')).toMatchObject({ title: '水渠塌方一处', owner: '方可欣' });
  });

  test('alone is told the same way, and what the ledger lacks is asked', async () => {
    await clerk('登记问题：桥面护栏松动');
    const said = await clerk('4号');
    expect(said.join()).toContain('4号问题已进台账');
    expect(said.join()).not.toContain('已补全');
    expect(said.join()).toContain('4号问题的责任人是哪一位');
    await clerk('方可欣');
    expect(await item(h, 'problems', '4')).toMatchObject({ owner: '方可欣' });
  });
});
