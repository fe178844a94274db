import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testCounty, type TestCounty } from './county.js';

let county: TestCounty;
beforeEach(async () => {
  county = await testCounty();
});
afterEach(async () => {
  await county.close();
});

const names = (told: { to: string }[]): string[] => told.map((one) => one.to).sort();

describe('the weekly report', () => {
  beforeEach(async () => {
    await county.people([
      { name: '安小满', unit: '县水利局', role: 'clerk' },
      { name: '应如松', unit: '县水利局', role: 'leader' },
      { name: '凌寒', unit: '县教育局', role: 'clerk' },
    ]);
  });

  test('is asked for on Thursday afternoon and Friday morning, from those who have not reported', async () => {
    await county.tick('2026-05-14T15:55');
    expect(await county.told()).toEqual([]);
    await county.tick('2026-05-14T16:00');
    const told = await county.told();
    expect(names(told)).toEqual(['凌寒', '安小满']);
    expect(told[0]!.text).toContain('本周指标进展上报（明天12:00前）');
    await county.record('凌寒', 'unit-report', '2026-05-14T17:00', { unit: '教育局' });
    await county.tick('2026-05-15T09:02');
    expect(names(await county.told())).toEqual(['安小满', '凌寒'].filter((name) => name === '安小满'));
  });

  test('without a signature only the leader is asked, and nobody once it is signed', async () => {
    const record = await county.record('凌寒', 'unit-report', '2026-05-15T08:40', { unit: '县教育局' });
    await county.record('安小满', 'unit-report', '2026-05-15T08:50', { unit: '县水利局' });
    await county.store.prisma.signature.create({
      data: {
        id: crypto.randomUUID(),
        recordId: record,
        digest: '',
        personId: county.id('凌寒'),
        messageId: crypto.randomUUID(),
        at: new Date('2026-05-15T08:45:00+08:00'),
      },
    });
    await county.tick('2026-05-15T09:00');
    const told = await county.told();
    expect(names(told)).toEqual(['应如松']);
    expect(told[0]!.text).toContain('已报待签');
  });

  test('nothing is pushed at night, on a day off, or twice', async () => {
    for (const at of ['2026-05-14T20:00', '2026-05-10T10:00', '2026-05-14T08:00', '2026-05-01T09:30'])
      await county.tick(at);
    expect(await county.told()).toEqual([]);
    await county.tick('2026-05-14T16:05');
    expect(await county.told()).toHaveLength(2);
    for (const at of ['2026-05-14T16:05', '2026-05-14T16:10', '2026-05-14T15:05', '2026-05-14T17:55'])
      await county.tick(at);
    expect(await county.told()).toEqual([]);
  });

  test('two processes at once say it once', async () => {
    await Promise.all([
      county.tick('2026-05-14T16:00'),
      county.tick('2026-05-14T16:00'),
      county.tick('2026-05-14T16:01'),
    ]);
    expect(names(await county.told())).toEqual(['凌寒', '安小满']);
  });
});

describe('problems', () => {
  beforeEach(async () => {
    await county.people([
      { name: '靳松', unit: '青禾镇政府' },
      { name: '闵开颜', unit: '青禾镇政府', role: 'leader', villages: ['青禾镇'] },
      { name: '雷一鸣', unit: '青禾镇政府' },
      { name: '安小满', unit: '青禾镇乡村振兴办', role: 'clerk', villages: ['青禾镇'] },
    ]);
    await county.homes([
      {
        code: 'A1',
        town: '青禾镇',
        village: '沙坝村',
        householder: '向守义',
        category: '一般户',
        helper: '靳松',
      },
    ]);
    await county.item({
      ledger: 'problems',
      key: '3',
      title: '饮水管网老化',
      state: 'doing',
      owner: '靳松',
      leader: '闵开颜',
      nextDue: '2026-05-15',
    });
  });

  const heard = async (from: string, days: number): Promise<string[]> => {
    const out: string[] = [];
    for (let i = 0; i < days; i++) {
      const day = new Date(Date.parse(`${from}T00:00:00Z`) + i * 86_400_000).toISOString().slice(0, 10);
      for (const time of ['08:30', '12:00', '16:00']) await county.tick(`${day}T${time}`);
      for (const { to, because } of await county.told())
        for (const line of because.lines ?? [])
          if (line.duty === 'rectification') out.push(`${day} ${to} ${line.dues[0]!.step}`);
    }
    return out;
  };

  test('three days, one day, the day, then the owner, the leader and the office', async () => {
    expect(await heard('2026-05-08', 20)).toEqual([
      '2026-05-12 靳松 d-3',
      '2026-05-14 靳松 d-1',
      '2026-05-15 靳松 due',
      '2026-05-18 靳松 d+1', // the 16th is a Saturday
      '2026-05-19 闵开颜 d+3', // a day after the owner was told
      '2026-05-22 安小满 d+7',
    ]);
  });

  test('it ends the moment the item waits for its review', async () => {
    await county.tick('2026-05-15T08:30');
    await county.told();
    await county.store.prisma.item.updateMany({ data: { state: 'review' } });
    expect(await heard('2026-05-16', 10)).toEqual([]);
  });

  test('after an outage everybody hears once, in order, and nothing in a burst', async () => {
    expect(await heard('2026-05-29', 5)).toEqual([
      '2026-05-29 靳松 d+1',
      '2026-06-01 闵开颜 d+3',
      '2026-06-02 安小满 d+7',
    ]);
  });

  test('who is on leave is not asked: the stand-in is', async () => {
    await county.record(
      '靳松',
      'leave',
      '2026-05-11T08:00',
      { person: '靳松', from: '2026-05-11', to: '2026-05-20' },
      { text: '本人请假5月11日至20日，工作由雷一鸣代管。靳松' },
    );
    expect(await heard('2026-05-11', 5)).toEqual([
      '2026-05-12 雷一鸣 d-3',
      '2026-05-14 雷一鸣 d-1',
      '2026-05-15 雷一鸣 due',
    ]);
    await county.store.prisma.record.updateMany({ where: { kind: 'leave' }, data: { state: 'retracted' } });
    expect(await heard('2026-05-16', 3)).toEqual(['2026-05-18 靳松 d+1']);
  });

  test('a to-do that never left the outbox is said the next morning', async () => {
    await county.tick('2026-05-12T08:30');
    expect(await county.told()).toHaveLength(1);
    await county.store.prisma.outgoing.updateMany({ data: { state: 'dropped' } });
    await county.tick('2026-05-12T16:00');
    await county.tick('2026-05-13T08:30');
    expect(names(await county.told())).toContain('靳松');
    await county.tick('2026-05-13T16:00');
    expect(await county.told()).toEqual([]);
  });
});

test('a year without a table is refused, naming the table', async () => {
  await county.people([{ name: '安小满', unit: '县水利局', role: 'clerk' }]);
  await expect(county.tick('2027-03-04T09:00')).rejects.toThrow(/2027.*intents\/calendar\.yaml/);
  expect(await county.told()).toEqual([]);
});
