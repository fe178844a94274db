import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fromLocal } from '../../src/core/time.js';
import { announcePlans, newMemo, runTick } from '../../src/schedule/index.js';
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

  test('missed, it is last week’s when it is asked for again', async () => {
    await county.tick('2026-05-14T16:00');
    await county.told();
    await county.tick('2026-05-18T09:00');
    const texts = (await county.told()).map(({ text }) => text);
    expect(texts.filter((text) => text.includes('上周指标进展上报（已过期3天'))).not.toEqual([]);
    expect(texts.filter((text) => text.includes('本周指标进展上报'))).toEqual([]);
  });

  test('nobody is asked for a week that was over before anybody was known here', async () => {
    await county.tick('2026-05-18T09:00');
    expect((await county.told()).filter(({ text }) => text.includes('周指标进展上报'))).toEqual([]);
    await county.tick('2026-05-21T16:00');
    expect(names(await county.told())).toEqual(['凌寒', '安小满']);
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

describe('problems', { timeout: 60_000 }, () => {
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

  test('what was done while its to-do still waited is taken out of it', async () => {
    const other = await county.item({
      ledger: 'problems',
      key: '4',
      title: '台账不全',
      state: 'doing',
      owner: '靳松',
      nextDue: '2026-05-15',
    });
    const memo = newMemo();
    await county.tick('2026-05-12T08:30', memo);
    expect((await county.told())[0]!.text).toContain('饮水管网老化、台账不全');
    await county.tick('2026-05-12T08:35', memo);
    expect(await county.told()).toEqual([]);
    await county.store.prisma.item.update({ where: { id: other }, data: { state: 'review' } });
    await county.tick('2026-05-12T08:40', memo);
    const [again, ...rest] = await county.told();
    expect(rest).toEqual([]);
    expect(again!.text).toContain('饮水管网老化');
    expect(again!.text).not.toContain('台账不全');
    expect(await county.store.prisma.outgoing.count({ where: { state: 'queued' } })).toBe(1);
    await county.store.prisma.item.updateMany({ data: { state: 'review' } });
    await county.tick('2026-05-12T08:45', memo);
    expect(await county.told()).toEqual([]);
    expect(await county.store.prisma.outgoing.count({ where: { state: 'queued' } })).toBe(0);
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

test('a run that dies in the middle says nothing; the next says everything, once', async () => {
  await county.people(
    ['县水利局', '县教育局', '县民政局', '县住建局'].map((unit, i) => ({
      name: `干部${i}`,
      unit,
      role: 'clerk',
    })),
  );
  const templates = county.deps.templates();
  let left = 2;
  const dying = {
    ...county.deps,
    templates: () => ({
      ...templates,
      render(name: string, data: object) {
        if (name === 'todo' && left-- === 0) throw new Error('killed');
        return templates.render(name, data);
      },
    }),
  };
  await expect(runTick(dying, fromLocal('2026-05-14T16:00'))).rejects.toThrow('killed');
  expect(await county.told()).toEqual([]);
  expect(await county.store.prisma.nudge.count()).toBe(0);
  await county.tick('2026-05-14T16:05');
  expect(names(await county.told())).toEqual(['干部0', '干部1', '干部2', '干部3']);
});

test('the clerk hears of gaps once a week: nobody responsible, nobody to stand in', async () => {
  await county.people([
    { name: '安小满', unit: '青禾镇乡村振兴办', role: 'clerk', villages: ['青禾镇'] },
    { name: '童瑶', unit: '梨树坪村工作队', villages: ['梨树坪村'] },
  ]);
  await county.homes([
    {
      code: 'A1',
      town: '青禾镇',
      village: '梨树坪村',
      householder: '向守义',
      category: '监测户',
      helper: '童瑶',
    },
    { code: 'A2', town: '青禾镇', village: '梨树坪村', householder: '田春秀', helper: '无此人' },
  ]);
  await county.store.prisma.absence.create({
    data: { id: crypto.randomUUID(), personId: county.id('童瑶'), from: new Date('2026-05-11T00:00:00Z') },
  });
  await county.tick('2026-05-18T08:30');
  const told = await county.told();
  const text = told.find((one) => one.to === '安小满')!.text;
  expect(text).toContain('梨树坪村：1户没有帮扶责任人（田春秀）');
  expect(text).toContain('童瑶离岗，无人代管');
  expect(names(told)).not.toContain('童瑶');
  await county.tick('2026-05-19T08:30');
  expect((await county.told()).some((one) => one.text.includes('缺口'))).toBe(false);
});

test('the office hears weekly of questions nobody has answered, plans nobody has decided on, and delegates without a household', async () => {
  await county.people([
    { name: '盛夏', unit: '临溪县乡村振兴局', role: 'clerk' },
    { name: '岑晓', unit: '青禾镇政府', post: '党代表' },
    { name: '靳松', unit: '青禾镇政府', post: '县党代表' },
  ]);
  await county.homes([
    { code: 'A1', town: '青禾镇', village: '梨树坪村', householder: '向守义', helper: '岑晓' },
  ]);
  const { prisma } = county.store;
  const asked = async (text: string, more: object) => {
    const id = await county.record('岑晓', 'question', '2026-05-14T09:00', { text });
    const { messageId, message } = await prisma.record.findUniqueOrThrow({
      where: { id },
      include: { message: true },
    });
    const { conversationId, contactId } = message;
    await prisma.questionHandover.create({
      data: { id: crypto.randomUUID(), messageId, conversationId, contactId, text, askedAt: new Date('2026-05-14T01:00:00Z'), ...more },
    }); // prettier-ignore
  };
  await asked('公益岗一个月多少钱', {});
  await asked('已经答过的', { state: 'answered' });
  await prisma.planDocument.create({
    data: { id: crypto.randomUUID(), file: 'f', sha256: '3fa9c1', title: '百日冲刺方案', draft: { actions: [{}], problems: [], warnings: [{}] } },
  }); // prettier-ignore
  const text = async (at: string) => {
    await county.tick(at);
    return (await county.told()).filter((one) => one.to === '盛夏').map((one) => one.text).join('\n'); // prettier-ignore
  };
  const monday = await text('2026-05-18T08:30');
  expect(monday).toMatch(/1个政策问题还没人答（\d+号“公益岗一个月多少钱”）/);
  expect(monday).toContain('1个方案等您确认（方案3fa9c1《百日冲刺方案》）');
  expect(monday).toContain('1人名下还没有联系户（靳松）');
  expect(await text('2026-05-19T08:30')).not.toContain('政策问题');
});

test('a plan that was saved is told to the county’s office in private, once, in working hours', async () => {
  await county.people([
    { name: '盛夏', unit: '临溪县乡村振兴局', role: 'clerk' },
    { name: '安小满', unit: '青禾镇乡村振兴办', role: 'clerk', villages: ['青禾镇'] },
    { name: '凌寒', unit: '县水利局', role: 'clerk' },
  ]);
  const say = async (at: string) => {
    await announcePlans(county.deps, fromLocal(at));
    return (await county.told()).map(({ to, text }) => [to, text]);
  };
  expect(await say('2026-05-18T09:00')).toEqual([]);
  await county.store.prisma.planDocument.create({
    data: { id: crypto.randomUUID(), file: 'f', sha256: 'abc123def', title: '冲刺方案', draft: { actions: [{}, {}], problems: [], warnings: [{}] } },
  }); // prettier-ignore
  expect(await say('2026-05-18T22:00')).toEqual([]);
  expect(await say('2026-05-19T09:00')).toEqual([
    ['盛夏', '方案《冲刺方案》已读出：行动2项，1处疑点待答。您确认之前不生效。\n看详细回“方案abc123”'],
  ]);
  expect(await say('2026-05-19T09:05')).toEqual([]);
});

test('the liaisons of the units that an action names get a copy, once before and once after', async () => {
  await county.people([
    { name: '童瑶', unit: '县教育局' },
    { name: '凌寒', unit: '县教育局', role: 'clerk' },
    { name: '左明', unit: '县水利局', role: 'clerk' },
  ]);
  await county.item({ ledger: 'actions', key: 'p|9', title: '扶志扶智教育', state: 'open', owner: '童瑶', leadUnit: '县教育局', units: ['县水利局', '各镇'], nextDue: '2026-05-28' }); // prettier-ignore
  const told = async (at: string) => {
    await county.tick(at);
    await county.store.prisma.outgoing.updateMany({ data: { state: 'sent' } });
    return (await county.told()).filter((one) => one.text.includes('方案节点'));
  };
  const first = await told('2026-05-18T08:30');
  expect(names(first)).toEqual(['凌寒', '左明', '童瑶'].sort());
  expect(first.find((one) => one.to === '左明')!.text).toMatch(
    /方案节点（5月28日前，抄送，责任人童瑶）：扶志扶智教育(?!\n　→)/,
  );
  for (const day of ['25', '27']) expect(names(await told(`2026-05-${day}T08:30`))).toEqual(['童瑶']);
  expect(names(await told('2026-05-29T08:30'))).toEqual(['凌寒', '左明', '童瑶'].sort());
});

test('responsibilities keep their history; a household has one main helper at a time', async () => {
  await county.people([
    { name: '童瑶', unit: '梨树坪村工作队', villages: ['梨树坪村'] },
    { name: '雷一鸣', unit: '青禾镇政府', villages: ['梨树坪村'] },
  ]);
  await county.homes([
    { code: 'A1', town: '青禾镇', village: '梨树坪村', householder: '向守义', helper: '童瑶、雷一鸣' },
  ]);
  await county.tick('2026-05-14T08:30');
  await county.store.prisma.household.updateMany({ data: { helper: '雷一鸣' } });
  await county.homes([]); // a new import
  await county.tick('2026-06-15T08:30');
  await county.tick('2026-06-15T16:00');
  const rows = await county.store.prisma.responsibility.findMany({
    where: { subjectKind: 'household', role: 'helper' },
    orderBy: { since: 'asc' },
  });
  expect(
    rows.map(({ name, since, until }) => [
      name,
      since.toISOString().slice(0, 10),
      until?.toISOString().slice(0, 10),
    ]),
  ).toEqual([
    ['童瑶', '2026-05-14', '2026-06-14'],
    ['雷一鸣', '2026-06-15', undefined],
  ]);
});

describe('what nobody answers for', () => {
  const gapsOf = async (at: string): Promise<string[]> => {
    await county.tick(at);
    const told = await county.told();
    const mine = told.filter((one) => one.to === '文思远').map((one) => one.text);
    return mine.filter((text) => text.includes('没有帮扶责任人'));
  };

  test('is told to the office once, again when it has changed, and after four weeks', async () => {
    await county.people([{ name: '文思远', unit: '县乡村振兴局', role: 'clerk' }]);
    await county.homes([{ code: 'H1', town: '清源镇', village: '枫树坪村', householder: '余国栋' }]);
    const [first] = await gapsOf('2026-05-11T08:30');
    expect(first).toContain('余国栋');
    expect(await gapsOf('2026-05-18T08:30')).toEqual([]);
    await county.homes([{ code: 'H2', town: '清源镇', village: '枫树坪村', householder: '卞水生' }]);
    const [changed] = await gapsOf('2026-05-25T08:30');
    expect(changed).toContain('卞水生');
    expect(await gapsOf('2026-06-01T08:30')).toEqual([]);
    expect(await gapsOf('2026-06-08T08:30')).toEqual([]);
    expect(await gapsOf('2026-06-15T08:30')).toEqual([]);
    expect(await gapsOf('2026-06-22T08:30')).toHaveLength(1);
  });
});
