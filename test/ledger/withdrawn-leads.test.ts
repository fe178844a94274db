import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Harness } from '../pipeline/harness.js';
import { SetClock } from '../support/clock.js';
import { openLedger } from './county.js';

let h: Harness;
const clock = new SetClock();
beforeAll(async () => {
  h = await openLedger(clock);
  for (const sender of ['p1', 'p4']) await h.say('你好', { sender, room: undefined });
});
afterAll(() => h.close());

const inPrivate = (text: string, sender: string) => h.say(text, { sender, room: undefined });
const lead = async () =>
  (await h.store.prisma.item.findFirst({ where: { ledger: 'leads' }, orderBy: { number: 'desc' } }))!;
/** What officials are told of a lead in private, in order. */
const told = async () =>
  (
    await h.store.prisma.outgoing.findMany({
      where: { purpose: 'item' },
      include: { conversation: { include: { contact: { include: { person: true } } } } },
      orderBy: { seq: 'asc' },
    })
  ).map(({ text, state, conversation }) => ({ to: conversation.contact!.person!.name, text, state }));

describe('a lead that is assigned to a person of a unit', () => {
  test('keeps both, and tells the person; taken back by its sender, whoever was told hears it once', async () => {
    await h.say('大樟村四组停水三天了', { sender: 'p2' });
    const number = (await lead()).number!;
    const said = (await inPrivate(`线索${number}号分派给云岭县水利局田禾`, 'p3')).join();
    expect(said).toContain(`线索${number}号已分派给云岭县水利局，承办人田禾`);
    expect(await lead()).toMatchObject({ leadUnit: '云岭县水利局', owner: '田禾' });
    expect((await told()).at(-1)).toMatchObject({ to: '田禾', state: 'sent' });
    await h.say('刚才那条停水的发错了，作废', { sender: 'p2' });
    const after = (await told()).filter((one) => one.text.includes('不用再办'));
    expect(after.map((one) => one.to).sort()).toEqual(['田禾', '邬国平']);
    expect(after[0]!.text).toBe(`线索${number}号（大樟村，饮水）已由沈青撤回，不用再办`);
    expect(await h.store.prisma.item.count({ where: { ledger: 'leads' } })).toBe(0);
  });

  test('recalled in the chat likewise; the same risk told by somebody else stays, and nobody hears anything', async () => {
    const id = 'recalled-lead';
    await h.say('枫树坪村二组停水三天了', { sender: 'p2', id });
    await h.say('枫树坪村二组停水三天了，群众着急', { sender: 'p1' });
    const before = (await told()).length;
    h.far.recall(id);
    await h.settled();
    expect((await told()).slice(before)).toEqual([]);
    const alone = 'recalled-alone';
    await h.say('枫树坪村山体滑坡了', { sender: 'p2', id: alone });
    const number = (await lead()).number!;
    h.far.recall(alone);
    await expect
      .poll(async () => (await told()).at(-1)?.text)
      .toBe(`线索${number}号（枫树坪村，灾害）已由沈青撤回，不用再办`);
  });

  test('what was not told yet is not told at all', async () => {
    clock.pass(10 * 3600_000);
    await h.say('大樟村三组停水三天了', { sender: 'p2' });
    expect((await told()).at(-1)).toMatchObject({ to: '邬国平', state: 'queued' });
    console.log(JSON.stringify(await told(), null, 1));
    await h.say('上一条发错了，作废', { sender: 'p2' });
    expect((await told()).at(-1)).toMatchObject({ to: '邬国平', state: 'withdrawn' });
  });
});

test('a lead without a place leaves no empty part in what is said of it', async () => {
  await h.say('有户人家屋顶漏雨', { sender: 'p1' });
  for (const { text } of await told()) expect(text).not.toMatch(/（，|，，|，）|（）/);
});
