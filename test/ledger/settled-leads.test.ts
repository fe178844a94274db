import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { newId } from '../../src/core/ids.js';
import type { Harness } from '../pipeline/harness.js';
import { openLedger } from './county.js';

let h: Harness;
beforeAll(async () => {
  h = await openLedger();
  await h.say('你好', { sender: 'p4', room: undefined });
});
afterAll(() => h.close());
afterEach(async () => {
  await h.store.prisma.$executeRawUnsafe('TRUNCATE message, item, ask, outgoing CASCADE');
});

const leads = () =>
  h.store.prisma.item.findMany({
    where: { ledger: 'leads' },
    orderBy: { openedAt: 'asc' },
    include: { household: true },
  });
const told = async () =>
  (await h.outgoing()).filter((row) => row.purpose === 'item' && row.state !== 'withdrawn');
const inPrivate = (text: string, sender: string) => h.say(text, { sender, room: undefined });

describe('which household it is, said after the visit that raised a lead', () => {
  test('settles the lead, too: row, number, what was done about it, and whoever was told', async () => {
    await h.say('今天走访李小芳家，水管冻裂停水两天');
    const [before] = await leads();
    expect(before).toMatchObject({ householdId: null, village: null });
    expect((await told()).map(({ text }) => text)).toEqual([
      expect.stringContaining(`新线索${before!.number!}号（李小芳，饮水，水利局）`),
    ]);
    await inPrivate(`线索${before!.number!}号分派给邬国平`, 'p3');
    await h.say('大樟村的');
    const [lead, ...more] = await leads();
    expect(more).toEqual([]);
    expect(lead).toMatchObject({
      number: before!.number,
      state: 'assigned',
      owner: '邬国平',
      village: '大樟村',
      household: { code: 'QY02-0301' },
    });
    expect((await told()).map(({ text }) => text)).toContain(
      `线索${before!.number!}号（饮水）是大樟村李小芳家的（原来只说是李小芳），编号不变，之前办的照算`,
    );
    await inPrivate(`线索${before!.number!}号核实属实`, 'p4');
    expect((await leads())[0]).toMatchObject({ state: 'verified', household: { code: 'QY02-0301' } });
  });

  test('recalled, it is open again for both, and the number stays', async () => {
    await h.say('今天走访李小芳家，水管冻裂停水两天');
    const id = newId();
    await h.say('大樟村的', { id });
    const [{ number } = { number: null }] = await leads();
    h.far.recall(id);
    await vi.waitFor(
      async () => {
        expect(await leads()).toMatchObject([{ number, householdId: null, village: null }]);
      },
      { timeout: 15_000 },
    );
    await h.say('枫树坪村');
    expect(await leads()).toMatchObject([{ number, household: { code: 'QY01-0101' } }]);
  });

  test('two of one name, told by two people, are two from the start', async () => {
    await h.say('今天走访李小芳家，水管冻裂停水两天');
    await h.say('今天走访李小芳家，水管冻裂停水两天', { sender: 'p3' });
    expect(await leads()).toHaveLength(2);
    await h.say('枫树坪村');
    await h.say('大樟村', { sender: 'p3' });
    expect((await leads()).map((one) => one.household?.code)).toEqual(['QY01-0101', 'QY02-0301']);
  });

  test('two visits of one name by one person: each answer takes its own lead along', async () => {
    await h.say('今天走访李小芳家，水管冻裂停水两天');
    await h.say('昨天走访李小芳家，水管冻裂停水两天');
    await h.say('枫树坪村');
    await h.say('大樟村');
    expect((await leads()).map((one) => one.household?.code).sort()).toEqual(['QY01-0101', 'QY02-0301']);
  });

  test('that is known already, it joins what is there', async () => {
    await h.say('枫树坪村李小芳家水管冻裂停水两天，请派人看看', { sender: 'p3' });
    const [known] = await leads();
    await h.say('今天走访李小芳家，水管冻裂停水两天');
    const second = (await leads()).find((one) => one.id !== known!.id)!;
    await h.say('枫树坪村');
    expect(await leads()).toMatchObject([{ number: known!.number }]);
    expect((await told()).map(({ text }) => text)).toContain(
      `线索${second.number!}号（饮水）与线索${known!.number!}号是同一件事（枫树坪村李小芳），并到线索${known!.number!}号`,
    );
  });

  test('a name that was wrong is said as it should be', async () => {
    await h.say('今天走访田有良家，水管冻裂停水两天');
    expect(await h.say('田有根')).toEqual(expect.arrayContaining(['已补全：田有根（枫树坪村二组）']));
    expect(await leads()).toMatchObject([{ household: { code: 'QY01-0201' } }]);
  });
});

describe('a lead told by itself', () => {
  test('of a name that several bear is asked about', async () => {
    const [heard] = (await h.say('李小芳家屋顶漏雨，请尽快派人看看')).filter((text) =>
      text.includes('请回复'),
    );
    expect(heard).toContain('李小芳有2户（枫树坪村一组、大樟村三组），是哪一户？');
    expect(await h.say('大樟村的')).toContain('已补全：李小芳（大樟村三组）');
    expect(await leads()).toMatchObject([{ village: '大樟村', household: { code: 'QY02-0301' } }]);
  });

  test.each([
    ['更正：是大樟村的李小芳', 'QY02-0301'],
    ['更正：是顾长明家，不是李小芳家', 'QY01-0202'],
  ])('“%s” puts it there, under its number', async (text, code) => {
    await h.say('枫树坪村李小芳家水管冻裂停水两天，请派人看看');
    const [before] = await leads();
    await h.say(text);
    expect(await leads()).toMatchObject([{ number: before!.number, household: { code } }]);
  });

  test('in other words, it may be of another department', async () => {
    await h.say('枫树坪村田有根家水管冻裂停水两天，请派人看看');
    const id = newId();
    await h.say('更正：不是水管冻裂停水两天，是屋顶漏雨', { id });
    expect(await leads()).toMatchObject([
      { leadUnit: '住房和城乡建设局', data: { risk: 'housing', detail: '屋顶漏雨' } },
    ]);
    expect((await told()).at(-1)!.text).toContain('由饮水更正为住房，改由住房和城乡建设局办');
    h.far.recall(id);
    await vi.waitFor(
      async () => {
        expect(await leads()).toMatchObject([{ leadUnit: '水利局', data: { risk: 'water' } }]);
      },
      { timeout: 15_000 },
    );
  });
});

describe('a correction moves nothing of another', () => {
  test('of two of a name in one message only the one that is meant', async () => {
    await h.say('今天走访枫树坪村李小芳家，屋顶漏雨；走访大樟村李小芳家，水管冻裂停水两天');
    await h.say('更正：第2户不是李小芳，是余国栋');
    expect((await leads()).map((one) => [one.title, one.household?.code]).sort()).toEqual([
      ['屋顶漏雨', 'QY01-0101'],
      ['水管冻裂停水两天', 'QY02-0302'],
    ]);
  });

  test('what the one had in other words leaves the other', async () => {
    await h.say('今天走访田有根家，屋顶漏雨；走访顾长明家，屋顶漏雨');
    await h.say('更正：顾长明家不是屋顶漏雨，是水管冻裂停水');
    const said = (await leads()).map((one) => [one.household?.householder, one.leadUnit]);
    expect(said.sort()).toEqual(
      [
        ['田有根', '住房和城乡建设局'],
        ['顾长明', '水利局'],
      ].sort(),
    );
    const visits = await h.records({ kind: 'visit' });
    expect(visits.map(({ data }) => (data as { problems: string[] }).problems)).toEqual([
      ['屋顶漏雨'],
      ['水管冻裂停水'],
    ]);
  });
});
