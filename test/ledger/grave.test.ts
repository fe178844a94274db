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
