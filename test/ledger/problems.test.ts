import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Harness } from '../pipeline/harness.js';
import { item, openLedger } from './county.js';

let h: Harness;
beforeAll(async () => {
  h = await openLedger();
});
afterAll(() => h.close());

const inPrivate = (text: string, sender: string) => h.say(text, { sender, room: undefined });

describe('a problem from registration to closing', () => {
  test('is registered with its owner and deadline', async () => {
    const said = await h.say(
      '9号问题：五组饮水点没挂水质公示牌\n整改措施：补做公示牌\n责任领导：沈青\n责任单位：枫树坪村委会\n责任人：田禾\n整改时限：2026年12月底前完成',
      { sender: 'p3' },
    );
    expect(said.join('\n')).toContain('9号问题已进台账，责任人田禾，12月31日前完成');
    const row = await item(h, 'problems', '9');
    expect(row).toMatchObject({ number: 9, state: 'open', owner: '田禾', leader: '沈青', dueClass: 'dated' });
    expect(row!.nextDue!.toISOString().slice(0, 10)).toBe('2026-12-31');
    const who = await h.store.prisma.responsibility.findMany({
      where: { subjectId: row!.id, until: null },
      include: { person: true },
      orderBy: { role: 'asc' },
    });
    expect(who.map((r) => [r.role, r.person?.name])).toEqual([
      ['leader', '沈青'],
      ['owner', '田禾'],
    ]);
  });

  test('“已整改” in the group only leads to review, and says who reviews and what is missing', async () => {
    const said = await h.say('9号问题已整改到位，请沈青复核', { sender: 'p1' });
    expect(said.join('\n')).toContain('9号问题转“待复核”，还缺佐证材料：请沈青私聊我复核');
    expect((await item(h, 'problems', '9'))!.state).toBe('review');
  });

  test('nothing said in the group closes it', async () => {
    const said = await h.say('同意9号问题销号，佐证2份已核', { sender: 'p2' });
    expect(said.join('\n')).toContain('群里说的不算');
    expect((await item(h, 'problems', '9'))!.state).toBe('review');
  });

  test('the owner cannot close it, nor can a cadre', async () => {
    expect((await inPrivate('9号 同意销号，佐证2份已核', 'p1')).join()).toContain(
      '要由名册里的领导或文书来定',
    );
    expect((await item(h, 'problems', '9'))!.state).toBe('review');
  });

  test('without evidence it stays; the named reviewer closes exactly one, in private', async () => {
    expect((await inPrivate('9号 同意销号', 'p2')).join()).toContain('还不能销号，缺佐证材料');
    const said = await inPrivate('9号 同意销号，佐证2份已核', 'p2');
    expect(said.join()).toMatch(/9号问题已销号：复核人沈青，\d+月\d+日，佐证2份/);
    const row = await item(h, 'problems', '9');
    expect(row).toMatchObject({ state: 'closed', nextDue: null });
    expect(row!.closedAt).not.toBeNull();
    expect(row!.data).toMatchObject({ reviewer: '沈青', evidence: 2 });
  });

  test('it can be returned, and is open again', async () => {
    const said = await inPrivate('9号 退回，公示牌掉了', 'p3');
    expect(said.join()).toContain('9号问题退回，继续整改，责任人田禾');
    expect(await item(h, 'problems', '9')).toMatchObject({ state: 'doing', closedAt: null });
  });
});

describe('the four questions of a review', () => {
  test('are asked once with the closing; one that does not hold keeps it open', async () => {
    await h.say('31号问题：账目没有公开\n整改措施：补公开\n责任人：田禾', { sender: 'p3' });
    await h.say('31号问题已整改完毕，佐证1份', { sender: 'p1' });
    expect((await inPrivate('同意31号问题销号，四问：是、否、是、是', 'p2')).join()).toContain(
      '31号问题还不能销号：您答了问题根源挖透没有做到',
    );
    expect(await item(h, 'problems', '31')).toMatchObject({ state: 'review' });
    const closed = (await inPrivate('同意31号问题销号', 'p2')).join();
    expect(closed).toContain('31号问题已销号：复核人沈青');
    expect(closed).toContain('都做到了回“31号问题四问都是”');
    expect((await inPrivate('31号问题四问都是', 'p2')).join()).toContain('31号问题复核四问已记');
    const { data } = (await item(h, 'problems', '31'))!;
    expect(data).toMatchObject({ settled: '是', rooted: '是', mended: '是', learned: '是' });
  });
});

describe('a decision said again', () => {
  test('counts where it was refused before and what was lacking has come; said twice it is taken once', async () => {
    await h.say('20号问题：公示栏破损\n整改措施：换新\n责任人：田禾', { sender: 'p3' });
    await h.say('20号问题已整改完毕', { sender: 'p1' });
    expect((await inPrivate('20号 同意销号', 'p2')).join()).toContain('还不能销号，缺佐证材料');
    expect((await inPrivate('20号 同意销号', 'p2')).join()).toContain('还不能销号，缺佐证材料');
    await h.say('20号问题佐证材料2份', { sender: 'p1' });
    expect((await inPrivate('20号 同意销号', 'p2')).join()).toContain('20号问题已销号：复核人沈青');
    expect(await item(h, 'problems', '20')).toMatchObject({ state: 'closed' });
    await inPrivate('20号 退回', 'p2');
    await h.say('20号问题已整改到位，佐证3份', { sender: 'p1' });
    expect((await h.say('20号问题已整改到位，佐证3份', { sender: 'p1' })).join()).toContain('没有重复记');
    expect((await inPrivate('20号 同意销号', 'p2')).join()).toContain('20号问题已销号：复核人沈青');
    expect((await inPrivate('20号 退回', 'p2')).join()).toContain('20号问题退回');
  });
});

describe('words of consent that decide nothing', () => {
  let number = 201;
  test.each([
    '没人同意50号问题销号',
    '我没说同意50号问题销号',
    '我不太同意50号问题销号',
    '同意50号问题销号是不可能的',
    '等水泵换了再同意50号问题销号',
    '如果照片属实，同意50号问题销号',
    '50号问题同意销号的话要先看现场',
    '下周同意50号问题销号',
    '听说应局同意50号问题销号了',
    '应局同意50号问题销号',
    '转发：“同意50号问题销号”',
    '50号问题还没复核，先同意销号',
    '经镇党委研究同意50号销号',
    '经镇党委会研究，同意50号问题销号',
    '按照县委要求，50号问题予以销号',
    '会议决定50号问题销号',
    '50号问题会上通过销号',
    '组织上同意50号销号',
    '50号问题水利局验收合格',
    '50号问题已经县督查组复核通过',
    '书记点头了，50号问题可以销号',
    '50号问题先别销号',
    '先别退回50号问题',
    '听说50号问题被退回了',
  ])('%s', async (words) => {
    const n = String(number++);
    const text = words.replace('50', n);
    await h.say(`${n}号问题：公示栏破损\n整改措施：换新\n责任人：田禾`, { sender: 'p3' });
    await h.say(`${n}号问题已整改完毕，佐证1份`, { sender: 'p1' });
    const before = await item(h, 'problems', n);
    expect((await inPrivate(text, 'p2')).join()).toContain(`${n}号问题没有动`);
    expect(await item(h, 'problems', n)).toMatchObject({ state: before!.state, closedAt: null });
    // Said once: nothing has happened since.
    expect(await inPrivate(`听说${n}号问题销号了，没人同意${n}号问题销号`, 'p2')).toEqual([]);
  });

  test.each([
    '经复核，50号问题已整改到位，同意销号',
    '经研究，同意50号问题销号',
    '我现场看过了，同意50号问题销号',
  ])('one’s own plain word does: %s', async (words) => {
    const n = String(number++);
    await h.say(`${n}号问题：公示栏破损\n整改措施：换新\n责任人：田禾`, { sender: 'p3' });
    await h.say(`${n}号问题已整改完毕，佐证1份`, { sender: 'p1' });
    const closed = await inPrivate(words.replace('50', n), 'p2');
    expect(closed.join()).toContain(`${n}号问题已销号：复核人沈青`);
  });

  test('what a body verified is claimed, not closed', async () => {
    const n = String(number++);
    await h.say(`${n}号问题：公示栏破损\n整改措施：换新\n责任人：田禾`, { sender: 'p3' });
    await h.say(`${n}号问题第三方验收合格，申请销号，佐证1份`, { sender: 'p1' });
    expect(await item(h, 'problems', n)).toMatchObject({ state: 'review' });
  });
});

describe('what is asked and refused', () => {
  test('several owners are none: one is asked for, and the answer is taken', async () => {
    const said = await h.say('10号问题：公示栏破损\n整改措施：换新\n责任人：田禾、骆小雨', { sender: 'p3' });
    expect(said.join('\n')).toContain('10号问题的责任人是哪一位');
    expect((await item(h, 'problems', '10'))!.owner).toBeNull();
    await h.say('田禾', { sender: 'p3' });
    expect((await item(h, 'problems', '10'))!.owner).toBe('田禾');
  });

  test('several numbers at once are refused, each with what it lacks', async () => {
    await h.say('11号问题：台账缺页\n整改措施：补录\n责任人：田禾', { sender: 'p3' });
    const said = await h.say('10、11号问题申请销号', { sender: 'p1' });
    expect(said.join('\n')).toContain(
      '一次只销一个，这几个都没有动，请逐个报：10号（缺佐证材料）、11号（缺佐证材料）',
    );
    expect((await item(h, 'problems', '10'))!.state).toBe('open');
  });

  test('a problem that is not in the ledger is not made up', async () => {
    expect((await h.say('77号问题已整改完毕', { sender: 'p1' })).join()).toContain('台账里没有77号问题');
    expect(await item(h, 'problems', '77')).toBeNull();
  });
});

describe('recall and correction', () => {
  test('who had a hand in what was closed is told once when it is open again', async () => {
    const told = async () =>
      (await h.outgoing()).filter((one) => one.key.startsWith('undone:')).map((one) => one.text);
    await h.say('30号问题：公示栏破损\n整改措施：换新\n责任人：田禾', { sender: 'p3' });
    const claim = h.far.emitMessage({ room: 'r1', sender: 'p1', text: '30号问题已整改完毕，佐证1份' });
    await h.say('好的', { sender: 'p2' });
    await inPrivate('30号 同意销号', 'p2');
    expect(await item(h, 'problems', '30')).toMatchObject({ state: 'closed' });
    expect(await told()).toEqual([]);
    h.far.recall(claim);
    await h.say('好的', { sender: 'p2' });
    expect(await item(h, 'problems', '30')).toMatchObject({ state: 'open' });
    // The reviewer hears of it; the owner took it back himself.
    expect(await told()).toEqual(['30号问题不再是“已销号”：田禾撤回了自己的话，现在是“待整改”']);
    await h.say('30号问题已整改完毕，佐证2份', { sender: 'p1' });
    await inPrivate('30号 同意销号，佐证2份已核', 'p2');
    expect((await inPrivate('那条不算', 'p2')).join()).toContain('已作废');
    expect((await told()).slice(1)).toEqual(['30号问题不再是“已销号”：沈青撤回了自己的话，现在是“待复核”']);
  });

  test('a signature that is taken back, or whose report is, is told to the other one', async () => {
    const told = async () =>
      (await h.outgoing()).filter((one) => one.key.startsWith('undone:')).map((one) => one.text);
    const before = (await told()).length;
    await h.say(
      '云岭县水利局周报（11月9日至11月15日）\n本周工作：巡查水厂3处\n存在问题：无\n下周计划：继续巡查',
    );
    const signing = h.far.emitMessage({ sender: 'p4', text: '同意签字' });
    await h.say('好的', { sender: 'p2' });
    h.far.recall(signing);
    await h.say('好的', { sender: 'p2' });
    expect((await told()).slice(before)).toEqual([expect.stringContaining('又待签字')]);
    await inPrivate('已阅，同意签字', 'p4');
    await h.say('上一条作废');
    expect((await told()).slice(before + 1)).toEqual([expect.stringContaining('签字不再作数')]);
  });

  test('a recalled report leaves no trace', async () => {
    const id = h.far.emitMessage({ room: 'r1', sender: 'p3', text: '12号问题：路灯不亮\n责任人：田禾' });
    await h.say('好的', { sender: 'p2' });
    expect(await item(h, 'problems', '12')).not.toBeNull();
    h.far.recall(id);
    await h.say('好的', { sender: 'p2' });
    expect(await item(h, 'problems', '12')).toBeNull();
    expect(await h.store.prisma.responsibility.count({ where: { subjectKind: 'item', name: '12' } })).toBe(0);
  });

  test('a recalled claim takes the item back to what it was', async () => {
    const id = h.far.emitMessage({ room: 'r1', sender: 'p1', text: '11号问题已整改完毕，佐证1份' });
    await h.say('好的', { sender: 'p2' });
    expect((await item(h, 'problems', '11'))!.state).toBe('review');
    h.far.recall(id);
    await h.say('好的', { sender: 'p2' });
    expect(await item(h, 'problems', '11')).toMatchObject({ state: 'open' });
  });
});
