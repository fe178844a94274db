import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openHarness, ROOM, type Harness } from './harness.js';

let h: Harness;
beforeAll(async () => {
  h = await openHarness();
});
afterAll(() => h.close());

const visit = (name: string, more = '') =>
  `【入户走访】\n户主：${name}\n${more}走访时间：2026年3月18日\n走访人：田禾\n存在问题：无`;
const last = async (kind = 'visit') => (await h.records({ kind })).at(-1)!;

describe('a report becomes a record and one receipt', () => {
  test('a labelled visit', async () => {
    const heard = await h.say(visit('田有根', '家庭人口：4人\n'));
    expect(heard).toEqual(['已记走访：田有根（枫树坪村二组），3月18日']);
    const row = await last();
    expect(row).toMatchObject({
      kind: 'visit',
      state: 'active',
      village: '枫树坪村',
      subject: '田有根',
      missing: [],
    });
    expect(row.occurredOn.toISOString().slice(0, 10)).toBe('2026-03-18');
    expect(row.data).toMatchObject({
      householder: '田有根',
      householdId: 'QY01-0201',
      population: 4,
      visitors: ['田禾'],
    });
    expect(row.householdId).not.toBeNull();
    const [said] = (await h.outgoing()).slice(-1);
    expect(said!.because).toMatchObject({ message: row.messageId });
  });

  test('a project', async () => {
    const heard = await h.say(
      '【项目进度】\n项目名称：枫树坪村产业路\n总投资：86万元\n形象进度：60%\n开工时间：2026.2.20',
    );
    expect(heard).toHaveLength(1);
    expect(heard[0]).toContain('枫树坪村产业路');
    expect((await last('project')).data).toMatchObject({
      project: '枫树坪村产业路',
      investmentTotal: 860000,
      percent: 60,
      startedOn: '2026-02-20',
    });
  });

  test('several households in one message get one receipt', async () => {
    const before = (await h.records({ kind: 'visit' })).length;
    const heard = await h.say(
      '3月17日走访：\n1、顾长明（脱贫户）无异常\n2、毛秀英 无异常\n3、章立群 电话联系，都好',
    );
    expect(heard).toHaveLength(1);
    expect(heard[0]).toContain('3户');
    expect((await h.records({ kind: 'visit' })).length - before).toBe(3);
  });
});

describe('it asks once and takes the answer', () => {
  test('a name that fits two households', async () => {
    const heard = await h.say(visit('李小芳'));
    expect(heard).toHaveLength(1);
    expect(heard[0]).toContain('李小芳有2户（枫树坪村一组、大樟村三组），是哪一户？');
    expect(await last()).toMatchObject({ state: 'incomplete', householdId: null });
    expect(await h.say('收到')).toEqual([]);
    expect(await h.say('大樟的')).toEqual(['已补全：李小芳（大樟村三组）']);
    const row = await last();
    expect(row).toMatchObject({ state: 'active', village: '大樟村' });
    expect(row.data).toMatchObject({ householdId: 'QY02-0301' });
    // The question is settled: the same words now mean nothing to it.
    expect(await h.say('枫树坪的')).toEqual([]);
    expect((await last()).data).toMatchObject({ householdId: 'QY02-0301' });
  });

  test('somebody else’s words are no answer', async () => {
    await h.say(visit('李小芳', '家庭人口：2人\n'));
    expect(await h.say('枫树坪的', { sender: 'p2' })).toEqual([]);
    expect(await last()).toMatchObject({ state: 'incomplete' });
    expect(await h.say('枫树坪村')).toEqual(['已补全：李小芳（枫树坪村一组）']);
  });

  test('a new report while a question is open is a report, and the question stays', async () => {
    await h.say(visit('李小芳', '家庭人口：7人\n'));
    const asked = await last();
    expect((await h.say('今天走访了余国栋家，都好'))[0]).toContain('余国栋（大樟村三组）');
    expect((await h.store.prisma.record.findUniqueOrThrow({ where: { id: asked.id } })).state).toBe(
      'incomplete',
    );
    expect(await h.say('大樟的')).toEqual(['已补全：李小芳（大樟村三组）']);
  });

  test('what a report raises beside itself is kept and not read out', async () => {
    const heard = await h.say('【入户走访】户主：毛秀英 走访时间：2026年3月2日 存在问题：灶房漏雨，墙体开裂');
    expect(heard).toEqual(['已记走访：毛秀英（枫树坪村三组），3月2日']);
    expect((await h.records({ kind: 'lead' })).length).toBeGreaterThan(0);
  });

  test('more about the same visit is put into the record', async () => {
    await h.say('【入户走访】户主：章立群 走访时间：2026年3月3日 存在问题：无');
    const count = (await h.records({ kind: 'visit' })).length;
    const heard = await h.say('【入户走访】户主：章立群 走访时间：2026年3月3日 家庭人口：4人 照片3张');
    expect(heard).toEqual(['已补全：章立群（大樟村一组）']);
    expect(await h.records({ kind: 'visit' })).toHaveLength(count);
    expect((await last()).data).toMatchObject({ population: 4, photos: 3 });
  });

  test('a question to the bot without a source is answered honestly, others are left alone', async () => {
    expect((await h.say('@小助手 临时救助一次给几千？', { mentions: ['bot'] }))[0]).toContain('没有查到依据');
    expect(await h.say('临时救助一次给几千？')).toEqual([]);
  });

  test('a household the register does not have is stored under no other name', async () => {
    const heard = await h.say(visit('郝满仓'));
    expect(heard[0]).toContain('花名册里没有“郝满仓”');
    expect(await last()).toMatchObject({ state: 'incomplete', householdId: null, subject: '郝满仓' });
  });

  test('a slip and a homophone are understood and said', async () => {
    expect((await h.say(visit('余国东')))[0]).toContain('余国栋（大樟村三组）');
    expect((await h.say(visit('张立群')))[0]).toContain('章立群（大樟村一组）');
  });
});

describe('nothing is said twice', () => {
  test('the same report again', async () => {
    const text = visit('卞水生');
    await h.say(text);
    const count = (await h.records()).length;
    expect((await h.say(text))[0]).toContain('没有重复记');
    expect((await h.say(text.replaceAll('：', ':').replaceAll('\n', '\n\n')))[0]).toContain('没有重复记');
    expect(await h.records()).toHaveLength(count);
  });

  test('the same delivery three times', async () => {
    const count = (await h.records()).length;
    const at = h.clock.now();
    const text = '【入户走访】户主：顾长明 走访时间：3月16日 存在问题：无';
    const id = h.far.emitMessage({ room: ROOM, text, at });
    h.far.emitMessage({ room: ROOM, text, at, id });
    h.far.emitMessage({ room: ROOM, text, at, id: `${id}-again` });
    h.far.emitMessage({ room: ROOM, text, at, id });
    await h.say('好的');
    expect((await h.records()).length - count).toBe(1);
    expect(h.far.said.filter((s) => s.text.includes('顾长明（枫树坪村二组），3月16日'))).toHaveLength(1);
  });

  test('notices, small talk and 收到 are met with silence', async () => {
    const count = (await h.records()).length;
    for (const text of [
      '收到',
      '好的👌',
      '1',
      '[抱拳]',
      '早上好',
      '@所有人 请各村今天17:00前报走访情况，收到请回复',
      '中午食堂有红烧肉',
      '',
    ]) {
      expect(await h.say(text), text).toEqual([]);
    }
    expect(await h.records()).toHaveLength(count);
  });
});

describe('corrections and recalls', () => {
  test('a correction changes the sender’s own record and says so', async () => {
    await h.say(visit('毛秀英', '家庭人口：5人\n'));
    const heard = await h.say('更正：毛秀英家人口是4人不是5人');
    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatch(/^已更正：毛秀英 .*5→4$/);
    const row = await last();
    expect(row.data).toMatchObject({ population: 4 });
    const changes = await h.store.prisma.recordChange.findMany({ where: { recordId: row.id } });
    expect(changes).toMatchObject([{ cause: 'correction', field: 'population', before: 5, after: 4 }]);
  });

  test('a recall takes the record back, and an answer given with it', async () => {
    const count = (await h.records({ kind: 'visit' })).filter((r) => r.state === 'active').length;
    const id = h.far.emitMessage({
      room: ROOM,
      text: visit('田有根', '家庭人口：4人\n住房：安全\n').replace('18日', '11日'),
    });
    await h.settled();
    await h.say('好的');
    h.heard();
    h.far.recall(id);
    expect(await h.say('好')).toEqual(['已按撤回取消1条记录：田有根']);
    expect((await last()).state).toBe('retracted');
    expect((await h.records({ kind: 'visit' })).filter((r) => r.state === 'active')).toHaveLength(count);
  });

  test('a recall of the answer opens the record again', async () => {
    await h.say(visit('李小芳', '家庭人口：6人\n'));
    const id = h.far.emitMessage({ room: ROOM, text: '李小芳是大樟村的' });
    await h.say('好的');
    expect((await last()).state).toBe('active');
    h.far.recall(id);
    expect(await h.say('好')).toEqual(['已按撤回恢复原样：李小芳']);
    expect(await last()).toMatchObject({ state: 'incomplete', householdId: null });
  });

  test('a retraction voids the sender’s last report; a later one is new', async () => {
    const text = visit('顾长明', '家庭人口：3人\n');
    await h.say(text);
    expect(await h.say('发错了，上一条作废')).toEqual(['已作废1条记录：顾长明（走访，3月18日）']);
    expect((await last()).state).toBe('retracted');
    expect((await h.say(text))[0]).toContain('已记走访：顾长明');
    expect((await last()).state).toBe('active');
  });

  const p2 = { sender: 'p2' };

  test('what had been answered can be answered anew after its recall', async () => {
    await h.say(visit('李小芳', '家庭人口：2人\n'), p2);
    const id = h.far.emitMessage({ room: ROOM, sender: 'p2', text: '枫树坪村' });
    await h.say('好的');
    expect((await last()).data).toMatchObject({ householdId: 'QY01-0101' });
    h.far.recall(id);
    await h.say('好');
    expect((await last()).state).toBe('incomplete');
    expect(await h.say('大樟村', p2)).toEqual(['已补全：李小芳（大樟村三组）']);
    expect((await last()).data).toMatchObject({ householder: '李小芳', householdId: 'QY02-0301' });
  });

  test('a corrected name is not answered with a household of the old one', async () => {
    await h.say(visit('李小芳', '家庭人口：7人\n'), p2);
    expect(await h.say('更正：户主是顾长明，不是李小芳', p2)).toHaveLength(1);
    expect(await last()).toMatchObject({
      state: 'active',
      subject: '顾长明',
      data: { householdId: 'QY01-0202' },
    });
    expect(await h.say('大樟村', p2)).toEqual([]);
    expect((await last()).data).toMatchObject({ householder: '顾长明', householdId: 'QY01-0202' });
  });

  test('a name corrected to one that fits two households is asked about', async () => {
    await h.say(visit('卞水生', '家庭人口：8人\n'), p2);
    const [said] = await h.say('更正：户主是李小芳，不是卞水生', p2);
    expect(said).toContain('李小芳有2户');
    expect((await last()).state).toBe('incomplete');
    expect(await h.say('大樟村', p2)).toEqual(['已补全：李小芳（大樟村三组）']);
    expect(await last()).toMatchObject({
      state: 'active',
      data: { householder: '李小芳', householdId: 'QY02-0301', population: 8 },
    });
  });

  test('said twice, a retraction voids one report', async () => {
    await h.say('【入户走访】户主：余国栋 走访时间：2026年3月5日 存在问题：无');
    await h.say('【入户走访】户主：卞水生 走访时间：2026年3月5日 存在问题：无');
    expect(await h.say('上一条作废')).toEqual(['已作废1条记录：卞水生（走访，3月5日）']);
    expect(await h.say('发错了，上一条作废')).toEqual([]);
    const rows = await h.records({ kind: 'visit' });
    const kept = rows.filter(
      (r) => r.subject === '余国栋' && r.occurredOn.toISOString().startsWith('2026-03-05'),
    );
    expect(kept.map((r) => r.state)).toEqual(['active']);
  });

  test('a recall that overtakes its message keeps it out', async () => {
    const count = (await h.records()).length;
    h.far.recall('late-1', { room: ROOM, sender: 'p1' });
    await h.say('好');
    h.far.emitMessage({ id: 'late-1', room: ROOM, text: visit('章立群').replace('18日', '9日') });
    await h.say('好的');
    expect(await h.records()).toHaveLength(count);
  });
});

describe('people’s data', () => {
  test('numbers are masked in the room, sealed at rest, and the sender is told in private once a day', async () => {
    const number = '110101199003070715';
    await h.say(`上门看了卞水生，证号${number}先记一下，电话13812345678`);
    const room = h.far.said.filter((s) => s.to === ROOM);
    expect(room.every((s) => !s.text.includes(number) && !s.text.includes('13812345678'))).toBe(true);
    const hints = () => h.far.said.filter((s) => s.to === 'p1' && s.text.includes('证件号'));
    expect(hints()).toHaveLength(1);
    const message = (await h.store.prisma.message.findMany({ where: { sealed: { not: null } } })).at(-1)!;
    expect(message.text).not.toContain(number);
    expect(h.sealer.open(message.sealed!)).toContain(number);
    await h.say(`再发一次 ${number}`);
    expect(hints()).toHaveLength(1);
    // Nowhere in the database does it stand readable.
    const tables = await h.store.prisma.$queryRaw<
      { t: string }[]
    >`SELECT table_name AS t FROM information_schema.tables WHERE table_schema = 'public'`;
    for (const { t } of tables) {
      const found = await h.store.prisma.$queryRawUnsafe<unknown[]>(
        `SELECT 1 FROM "${t}" x WHERE x::text LIKE '%${number}%' OR x::text LIKE '%13812345678%'`,
      );
      expect(found, t).toEqual([]);
    }
  });
});

test('what is registered in private is answered, and what was asked is taken', async () => {
  const inPrivate = (text: string) => h.say(text, { room: undefined });
  const [heard] = await inPrivate('【事项登记】事项：路灯不亮；责任单位：大樟村；时限：12月底');
  expect(heard).toContain('是哪一类');
  expect(await inPrivate('环境')).toEqual(['已补全：路灯不亮']);
});
