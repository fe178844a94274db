import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.js';
import type { Harness } from '../pipeline/harness.js';
import { openLedger } from './county.js';

let h: Harness;
beforeAll(async () => {
  h = await openLedger();
  // The clerk of the office has talked with the bot before; the department itself has nobody here.
  await h.say('你好', { sender: 'p3', room: undefined });
});
afterAll(() => h.close());

const leads = () => h.store.prisma.item.findMany({ where: { ledger: 'leads' }, orderBy: { number: 'asc' } });
const said = async () =>
  h.store.prisma.outgoing.findMany({
    orderBy: { seq: 'asc' },
    include: { conversation: { include: { contact: true } } },
  });

const GRAVE = [
  ['枫树坪村3组有个小女孩被继父性侵', '枫树坪村'],
  ['余国栋想自杀，喝农药了', '余**'],
  ['顾长明检查出艾滋病', '顾**'],
  ['今天走访毛秀英家，她孙女被人欺负，怀疑性侵', '毛**'],
] as const;

describe('what is grave, said in a group', () => {
  test.each(GRAVE)('%s', async (text, place) => {
    const before = (await said()).length;
    await h.say(text);
    const told = (await said()).slice(before);
    const inGroup = told.filter((one) => one.conversation.kind === 'room').map((one) => one.text);
    // The visit itself has its receipt; of the matter not a word.
    expect(inGroup.join()).not.toMatch(/线索|性侵|自杀|农药|艾滋|孙女/);
    if (!text.includes('走访')) expect(inGroup).toEqual([]);
    const lead = (await leads()).at(-1)!;
    expect(lead).toMatchObject({ state: 'new', discreet: true });
    const [alert, ...others] = told.filter((one) => one.purpose === 'item');
    expect(others).toEqual([]);
    expect(alert!.conversation.contact!.name).toBe('骆小雨');
    expect(alert!.text).toContain(`紧急线索${String(lead.number)}号（`);
    expect(alert!.text).toContain(place);
    expect(alert!.text).toContain('田禾');
    expect(alert!.text).not.toMatch(/性侵|自杀|农药|艾滋|孙女/);
    // At once, whatever the hour.
    expect(alert!.notBefore).toBeNull();
    const note = told.find((one) => one.purpose === 'hint' && one.conversation.contact?.name === '田禾');
    expect(note!.text).toContain('已私下转给骆小雨');
  });

  test('a lecture about it is none', async () => {
    const before = (await leads()).length;
    await h.say('今天组织反家暴、防性侵宣传讲座，发放资料60份');
    expect(await leads()).toHaveLength(before);
  });

  test('the department comes first, where it has a named person', async () => {
    const person = await h.store.prisma.person.create({
      data: { id: newId(), name: '柴晓芸', role: 'clerk', unit: '云岭县民政局', post: '股长' },
    });
    await h.say('好的', { sender: 'p2', room: undefined });
    await h.store.prisma.contact.updateMany({
      where: { addresses: { some: { externalId: 'p2' } } },
      data: { personId: person.id },
    });
    await h.say('章立群家暴他老婆，打得很重');
    const alert = (await said()).filter((one) => one.purpose === 'item').at(-1)!;
    expect(alert.text).toContain('柴晓芸：紧急线索');
  });
});

describe('what is discreet, though not grave', () => {
  test('is told without what was said', async () => {
    await h.say('今天走访卞水生家，存在问题：药费负担重');
    const alert = (await said()).filter((one) => one.purpose === 'item').at(-1)!;
    expect(alert.text).toContain('卞**，看病');
    expect(alert.text).not.toContain('药费');
    expect(alert.text).not.toContain('卞水生');
  });
});

describe('asked about one item', () => {
  const number = async () => (await leads()).at(-1)!.number!;

  test('the words of a discreet one go to whoever answers for it, in private', async () => {
    const n = await number();
    const told = (await said()).filter((one) => one.purpose === 'item').at(-1)!;
    expect(told.conversation.contact!.name).toBe('骆小雨');
    expect((await h.say(`线索${n}号明细`, { sender: 'p3', room: undefined })).join()).toContain(
      '原话：药费负担重',
    );
    expect((await h.say(`线索${n}号明细`, { sender: 'p4', room: undefined })).join()).toContain(
      '只给承办人看',
    );
    await h.say(`线索${n}号进展怎么样`, { sender: 'p3' });
    const [last] = (await said()).slice(-1);
    expect(last!.conversation.kind).toBe('private');
  });

  test('where a problem stands is said, and no report on it is made', async () => {
    const records = (await h.records()).length;
    expect((await h.say('7号问题进展到哪了', { sender: 'p4' })).join()).toContain('台账里没有7号问题');
    await h.say('7号问题：饮水管网老化，责任人邬国平，6月底前完成');
    expect((await h.say('7号问题进展到哪了？', { sender: 'p4' })).join()).toMatch(
      /7号问题（饮水管网老化.*：待整改，责任人邬国平/,
    );
    // A cadre who asks in the group without speaking to the bot is answered aside.
    await h.say('7号问题整改得怎么样了', { sender: 'p1' });
    const [last] = (await said()).slice(-1);
    expect(last).toMatchObject({ conversation: { kind: 'private', contact: { name: '田禾' } } });
    expect(await h.records({ kind: 'rectification' })).toHaveLength(1);
    expect((await h.records()).length).toBe(records + 1);
  });
});
