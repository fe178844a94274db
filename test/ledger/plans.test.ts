import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import path from 'node:path';
import { newId } from '../../src/core/ids.js';
import { rebuildLedger } from '../../src/inbox/rebuild.js';
import { loadLedgerRules } from '../../src/ledger/index.js';
import { packageRoot } from '../../src/files/package-root.js';
import { planDraftSchema, type PlanDraft } from '../../src/plan/index.js';
import { savePlan } from '../../src/store/plans.js';
import { confirmPlanCommand } from '../../src/cli/plans.js';
import type { Harness } from '../pipeline/harness.js';
import { item, openLedger } from './county.js';

const rules = loadLedgerRules(path.join(packageRoot(), 'intents'));
const lines = { from: 1, to: 2 };
const draft = (over: Partial<PlanDraft>): PlanDraft =>
  planDraftSchema.parse({
    file: 'plan.txt',
    title: '云岭县秋季行动方案',
    actions: [],
    problems: [],
    duties: [],
    goals: [],
    warnings: [],
    ...over,
  });

const ACTIONS = draft({
  actions: [
    {
      number: 1,
      title: '饮水提升行动',
      leader: '沈青',
      leadUnit: '县水利局',
      units: ['县水利局', '各镇'],
      milestones: [
        { what: '水质检测', due: '2026-12-31' },
        { what: '全部达标', due: '2027-03-31', soft: true },
      ],
      text: lines,
    },
    {
      number: 2,
      title: '道路畅通行动',
      leader: '分管交通副县长',
      leadUnit: '县交通局',
      units: ['县交通局'],
      milestones: [],
      longTerm: true,
      text: lines,
    },
  ],
  goals: [{ what: '全部完工', due: '2026-12-31', text: lines }],
  stages: [
    { name: '攻坚阶段', from: '2026-09-01', to: '2026-12-31', text: lines },
    { name: '清零阶段', from: '2027-01-01', to: '2027-03-31', text: lines },
  ],
  warnings: [
    { code: 'contradiction', detail: '完工写了8月底和9月底', at: ['一', '（十五）'] },
    { code: 'unit', detail: '责任单位与上一项相同，请核对', at: ['（十二）'] },
  ],
});
const PROBLEMS = draft({
  title: '云岭县整改方案',
  problems: [
    {
      number: 9,
      problem: '公示不及时',
      measures: ['补公示', '定期抽查'],
      units: ['县民政局'],
      leadUnit: '县民政局',
      owner: '田禾',
      milestones: [
        { what: '阶段成效', due: '2026-12-31' },
        { what: '完成', due: '2027-06-30' },
      ],
      longTerm: false,
      text: lines,
    },
    {
      number: 10,
      problem: '台账不全',
      measures: ['补录'],
      units: [],
      milestones: [],
      longTerm: true,
      text: lines,
    },
  ],
});

let h: Harness;
const shorts = { ACTIONS: '', PROBLEMS: '', AGAIN: '' };
beforeAll(async () => {
  h = await openLedger();
  const again = draft({ ...PROBLEMS, title: '另一份方案' });
  for (const [name, one] of [
    ['ACTIONS', ACTIONS],
    ['PROBLEMS', PROBLEMS],
    ['AGAIN', again],
  ] as const) {
    const sha256 = createHash('sha256').update(name).digest('hex');
    shorts[name] = (
      await savePlan(h.store.prisma, { id: newId(), file: name, sha256, title: one.title!, draft: one })
    ).short;
  }
});
afterAll(() => h.close());

const inPrivate = async (text: string, sender: string) =>
  (await h.say(text, { sender, room: undefined })).join('\n');
const items = (ledger: string) =>
  h.store.prisma.item.findMany({ where: { ledger }, orderBy: { key: 'asc' } });

describe('a plan is confirmed by a person', () => {
  test('nothing of a saved plan is in force', async () => {
    expect(await h.store.prisma.item.count()).toBe(0);
  });

  test('only a leader or clerk, and only in private', async () => {
    expect(await inPrivate(`确认方案 ${shorts.ACTIONS}`, 'p1')).toContain('要由名册里的领导或文书');
    expect((await h.say(`确认方案 ${shorts.ACTIONS}`, { sender: 'p3' })).join()).toContain('私聊');
    expect(await items('actions')).toHaveLength(0);
  });

  test('the clerk sees the list and the warnings, and cannot pass over them', async () => {
    expect(await inPrivate('方案', 'p3')).toContain(
      `${shorts.ACTIONS}《云岭县秋季行动方案》，行动2项，2处疑点待答`,
    );
    const said = await inPrivate(`确认方案${shorts.ACTIONS}`, 'p3');
    expect(said).toContain('疑点1：完工写了8月底和9月底（一、（十五））');
    expect(await items('actions')).toHaveLength(0);
  });

  test('answered one by one and acknowledged, it becomes items with those who answer for them', async () => {
    expect(await inPrivate(`方案${shorts.ACTIONS} 疑点1：以9月底为准`, 'p3')).toContain('答：以9月底为准');
    expect(await inPrivate(`确认方案${shorts.ACTIONS}，疑点已知悉`, 'p3')).toContain(
      '已确认，5项进了台账：行动2项，阶段2个，总目标1项',
    );
    const rows = await items('actions');
    expect(rows.map((row) => [row.number, row.title, row.leader, row.leadUnit, row.dueClass])).toEqual([
      [1, '饮水提升行动', '沈青', '县水利局', 'dated'],
      [2, '道路畅通行动', '分管交通副县长', '县交通局', 'standing'],
      [null, '云岭县秋季行动方案总目标', null, null, 'dated'],
    ]);
    expect(rows[0]!.nextDue!.toISOString().slice(0, 10)).toBe('2026-12-31');
    expect(rows[1]!.nextDue).toBeNull();
    expect(rows.map((row) => (row.data as { stages?: string[] }).stages)).toEqual([
      ['攻坚阶段', '清零阶段'],
      undefined,
      undefined,
    ]);
    expect(
      (await items('stages')).map((row) => [row.title, row.nextDue?.toISOString().slice(0, 10)]),
    ).toEqual([
      ['攻坚阶段', '2026-12-31'],
      ['清零阶段', '2027-03-31'],
    ]);
    const post = await h.store.prisma.responsibility.findFirst({ where: { subjectId: rows[1]!.id } });
    expect(post).toMatchObject({ name: '分管交通副县长', personId: null, role: 'leader' });
    const plan = await h.store.prisma.planDocument.findFirstOrThrow({ where: { file: 'ACTIONS' } });
    expect(plan).toMatchObject({ state: 'confirmed', decidedBy: '骆小雨' });
    expect((plan.draft as { answers: object[] }).answers).toMatchObject([
      { warning: 1, text: '以9月底为准' },
      { warning: 2, text: '' },
    ]);
    expect(await inPrivate(`确认方案${shorts.ACTIONS}`, 'p3')).toContain('以前办过了');
  });

  test('an action goes on by number', async () => {
    expect((await h.say('1号行动 进展：已完成检测3村', { sender: 'p1' })).join()).toContain(
      '1号行动进展已记',
    );
    expect((await items('actions'))[0]).toMatchObject({ state: 'doing' });
  });

  test('a clerk says which waits for which; how much is done is kept', async () => {
    expect((await h.say('2号行动在1号行动之后', { sender: 'p3' })).join()).toContain('群里说的不算');
    expect(await inPrivate('2号行动在1号行动之后', 'p3')).toContain('2号行动的先后已记');
    await h.say('1号行动进展：完成60%', { sender: 'p1' });
    const [first, second] = await items('actions');
    expect(second!.data).toMatchObject({ after: 1 });
    expect(first).toMatchObject({ state: 'doing', data: { percent: 60 } });
  });

  test('by command, with tasks: the problem closes when its tasks are closed', async () => {
    const out: string[] = [];
    const deps = {
      store: h.store,
      clock: h.clock,
      intents: path.join(packageRoot(), 'intents'),
      out: (line: string) => void out.push(line),
    };
    await expect(confirmPlanCommand(shorts.PROBLEMS, { by: '田禾' }, deps)).rejects.toThrow(
      'expected a leader or clerk',
    );
    await confirmPlanCommand(shorts.PROBLEMS, { by: '沈青', tasks: true }, deps);
    expect(JSON.parse(out[0]!)).toMatchObject({ confirmed: true, items: 4 });
    expect(await item(h, 'problems', '9')).toMatchObject({ owner: '田禾', dueClass: 'dated', state: 'open' });
    expect(await item(h, 'problems', '10')).toMatchObject({ dueClass: 'standing', nextDue: null });
    await h.say('9号问题已整改到位，佐证2份', { sender: 'p1' });
    expect(await inPrivate('9号 同意销号，佐证2份已核', 'p2')).toContain('还有2项任务没有办结');
    for (const task of await items('tasks')) {
      await h.say(`任务${task.number ?? 0}号已完成，材料1份`, { sender: 'p1' });
      await inPrivate(`任务${task.number ?? 0}号同意销号`, 'p2');
    }
    expect((await items('tasks')).map((task) => task.state)).toEqual(['closed', 'closed']);
    expect(await inPrivate('9号问题同意销号，佐证2份已核对', 'p2')).toContain('9号问题已销号');
    // Numbers that are taken are not given twice.
    await expect(confirmPlanCommand(shorts.AGAIN, { by: '沈青' }, deps)).rejects.toThrow(
      'problem numbers 9, 10 are taken',
    );
    await confirmPlanCommand(shorts.AGAIN, { by: '沈青', numberFrom: 101 }, deps);
    expect(await item(h, 'problems', '101')).toMatchObject({ title: '公示不及时' });
  });

  test('made anew, what was confirmed is still there', async () => {
    const before = await h.store.prisma.item.findMany({ orderBy: { id: 'asc' } });
    await rebuildLedger(h.store, rules, h.clock.now());
    const after = await h.store.prisma.item.findMany({ orderBy: { id: 'asc' } });
    const bare = (rows: typeof before) => rows.map(({ updatedAt: _, ...row }) => row);
    expect(bare(after)).toEqual(bare(before));
  });
});
