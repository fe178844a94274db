import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Harness } from '../pipeline/harness.js';
import { item, openLedger } from './county.js';

let h: Harness;
beforeAll(async () => {
  h = await openLedger();
});
afterAll(() => h.close());

let claims = 0;
const inPrivate = async (text: string, sender: string) =>
  (await h.say(text, { sender, room: undefined })).join('\n');

describe('a decision that names no item', () => {
  test('nothing waits: said; whoever may not decide hears who may', async () => {
    expect(await inPrivate('同意销号', 'p2')).toContain('现在没有“待复核”、由您定的问题');
    expect(await inPrivate('同意销号', 'p1')).toContain('要由名册里的领导或文书来定');
  });

  test('one waits: it is named, and nothing is decided', async () => {
    await h.say('21号问题：公示栏破损\n整改措施：换新\n责任人：田禾', { sender: 'p3' });
    await h.say('21号问题申请销号，佐证2份', { sender: 'p1' });
    expect(await inPrivate('同意销号。', 'p2')).toBe('说的是21号问题（公示栏破损）吗？是请回“21号 同意销号”');
    expect(await item(h, 'problems', '21')).toMatchObject({ state: 'review' });
  });

  test('several wait: all but one’s own and those of another reviewer', async () => {
    for (const [n, more] of [
      ['22', ''],
      ['23', '，请骆小雨复核'],
    ] as const) {
      await h.say(`${n}号问题：台账缺页\n整改措施：补录\n责任人：田禾`, { sender: 'p3' });
      await h.say(`${n}号问题申请销号，佐证2份${more}`, { sender: 'p1' });
    }
    await h.say('24号问题：档案不全\n整改措施：补录\n责任人：沈青', { sender: 'p3' });
    await h.say('24号问题申请销号，佐证2份', { sender: 'p1' });
    const said = await inPrivate('准予销号', 'p2');
    expect(said).toContain(
      '21号问题（公示栏破损）、22号问题（台账缺页）。定哪一项请写明编号，如“21号 准予销号”',
    );
    expect(said).not.toMatch(/23号|24号/);
    expect(await inPrivate('不同意销号', 'p3')).toContain('23号问题');
    expect(await h.say('同意销号', { sender: 'p2' })).toEqual([]);
  });
});

describe('what a claim says in words', () => {
  test.each([
    ['公示栏已换好，附照片，申请销号', '公示栏已换好'],
    ['已整改，水池修好通水了，附验收单', '水池修好通水了'],
    ['整改完毕，新装了路灯6盏，照片已发群里', '新装了路灯6盏'],
    ['垃圾池清运干净了，见附图，请予销号', '垃圾池清运干净了'],
  ])('“%s”: nothing is asked for that was said; it can be closed', async (words, progress) => {
    const n = 40 + claims++;
    await h.say(`${n}号问题：待办事项${n}\n责任人：田禾`, { sender: 'p3' });
    const said = (await h.say(`${n}号问题${words}`, { sender: 'p1' })).join();
    expect(said).toContain(`${n}号问题转“待复核”`);
    expect(said).not.toContain('还缺');
    expect((await item(h, 'problems', String(n)))!.data).toMatchObject({ progress, attached: true });
    expect(await inPrivate(`${n}号 同意销号`, 'p2')).toMatch(/已销号：复核人沈青，.*佐证已附/);
  });

  test('what it does not say is still missing', async () => {
    await h.say('60号问题：水表坏了\n责任人：田禾', { sender: 'p3' });
    const said = (await h.say('60号问题：水表已换好，申请销号', { sender: 'p1' })).join();
    expect(said).toContain('还缺佐证材料');
    expect(said).not.toContain('台账里是');
  });
});

describe('“not mine” said of a problem', () => {
  test.each([
    '31号问题责任人不是我，是沈青',
    '31号问题不是我负责，应该是沈青负责',
    '问题31号责任人写错了，不是我，改成沈青',
    '31号问题责任人应该是沈青，不是我',
  ])('“%s” is no progress: reminders end, the owner stays', async (text) => {
    await h.say('31号问题：水表坏了\n整改措施：换新\n责任人：田禾', { sender: 'p3' });
    await h.store.prisma.nudgeReply.deleteMany();
    const said = (await h.say(text, { sender: 'p1' })).join();
    expect(said).toContain(
      '不再就31号问题（水表坏了）提醒您，请办公室核对责任人；改为沈青要领导或文书私聊我',
    );
    const row = await item(h, 'problems', '31');
    expect(row).toMatchObject({ state: 'open', owner: '田禾' });
    expect(row!.events).toHaveLength(1);
    const replies = await h.store.prisma.nudgeReply.findMany({ include: { person: true } });
    expect(replies.map((one) => [one.person.name, one.duty, one.subject, one.kind])).toContainEqual([
      '田禾',
      'rectification',
      row!.id,
      'not-mine',
    ]);
  });

  test('whoever is not its owner, and a number that is not there, are told so', async () => {
    expect((await h.say('31号问题不是我负责', { sender: 'p3' })).join()).toContain('责任人是田禾，不是您');
    expect(await inPrivate('88号问题不归我管', 'p1')).toContain('台账里没有88号问题');
    expect(await h.store.prisma.nudgeReply.count({ where: { person: { name: '骆小雨' } } })).toBe(0);
  });

  test('the clerk’s change in private takes effect as the answer says', async () => {
    await inPrivate('31号问题责任人改为沈青', 'p3');
    expect(await item(h, 'problems', '31')).toMatchObject({ owner: '沈青' });
  });
});
