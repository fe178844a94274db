import { describe, expect, it } from 'vitest';
import type { PlanDraft, PlanWarning } from '../../src/plan/index.js';
import { draftOfText } from './gold.js';

const SIGNED = '青山县人民政府办公室\n2024年3月1日';
const plan = (body: string): PlanDraft => draftOfText(`青山县2024年帮扶工作方案\n${body}\n${SIGNED}`);
const told = (draft: PlanDraft, code: string): PlanWarning[] =>
  draft.warnings.filter((warning) => warning.code === code);

const ACTION = (text: string, title = '道路畅通行动', unit = '县交通局'): string =>
  `（一）${title}。${text}\n责任单位：${unit}、各镇`;
const withGoal = (goal: string, action: string, title?: string, unit?: string): PlanDraft =>
  plan(`一、工作目标\n${goal}\n二、重点任务\n${ACTION(action, title, unit)}`);

describe('the same goal with two days', () => {
  it('a month after a year’s end is of that year, and is compared', () => {
    const draft = withGoal(
      '到2024年底，群众满意度明显提高，农村公路10月底前全部完工。',
      '12月15日前农村公路全部完工通车。',
    );
    expect(draft.goals.map(({ due }) => due)).toContain('2024-10-31');
    expect(told(draft, 'conflicting-dates')).toMatchObject([{ at: ['一第3行', '（一）'] }]);
  });

  it('a stage after a written month goes on into the next year', () => {
    const draft = withGoal('稳步推进。', '2024年11月底前完成招标，3月底前完成路基20公里。');
    expect(draft.actions[0]!.milestones.map(({ due }) => due)).toEqual(['2024-11-30', '2025-03-31']);
  });

  it('over the turn of a year, in a field that no topic names', () => {
    const draft = withGoal(
      '2025年6月底前实现行政村光纤网络全覆盖。',
      '2024年底前实现行政村光纤网络全覆盖。',
      '通信网络行动',
      '县经信局',
    );
    expect(told(draft, 'conflicting-dates')).toMatchObject([{ at: ['一第3行', '（一）'] }]);
  });

  it.each([
    ['each year its own share', '2025年6月底前全面完成年度目标任务。', '2024年底前全面完成年度目标任务。'],
    ['another number', '2025年底前全部建成文化广场30个。', '2024年底前全部建成文化广场12个。'],
    ['a step before', '2024年底前农村公路全部完工。', '6月底前农村公路全部开工。'],
  ])('no warning of %s', (_, goal, action) => {
    expect(told(withGoal(goal, action, '建设行动'), 'conflicting-dates')).toEqual([]);
  });
});

const table = (...rows: string[]): PlanDraft =>
  plan(
    [
      '一、任务清单',
      '| 序号 | 工作任务 | 工作内容 | 责任领导 | 牵头单位 | 配合单位 | 完成时限 |',
      '|---|---|---|---|---|---|---|',
      ...rows,
      '',
    ].join('\n'),
  );

describe('tables', () => {
  it.each([
    ['5月底前全部竣工', '7月底前'],
    ['7月底前完成验收', '5月底前'],
  ])('content “%s” against 完成时限 “%s”', (content, due) => {
    const draft = table(`| 1 | 渠道维修 | 维修渠道3公里，${content} | 李山 | 县水利局 | 各镇 | ${due} |`);
    expect(told(draft, 'conflicting-dates')).toMatchObject([{ at: ['表第1项内容', '表第1项完成时限'] }]);
  });

  it.each([
    ['5月底前全部开工', '7月底前'],
    ['5月底前完成招标，7月底前全部竣工', '7月底前'],
    ['7月20日前全部竣工', '7月底前'],
    ['6月底前完成合同续签', '长期坚持'],
  ])('content “%s” goes with “%s”', (content, due) => {
    const draft = table(`| 1 | 渠道维修 | 维修渠道3公里，${content} | 李山 | 县水利局 | 各镇 | ${due} |`);
    expect(told(draft, 'conflicting-dates')).toEqual([]);
  });

  it('同上 is what stands above, also before others, and nothing in the first row', () => {
    const draft = table(
      '| 1 | 渠道维修 | 维修渠道3公里 | 李山 | 县水利局 | 同上 | 5月底前 |',
      '| 2 | 泵站检修 | 检修泵站2座 | 同上 | 〃 | 县财政局 | 6月底前 |',
      '| 3 | 水窖清淤 | 清淤水窖8口 | 同上 | 县水利局 | 同上、北沟镇 | 同上 |',
    );
    expect(draft.actions.map(({ units }) => units)).toEqual([
      ['县水利局'],
      ['县水利局', '县财政局'],
      ['县水利局', '县财政局', '北沟镇'],
    ]);
    expect(draft.actions.map(({ leader }) => leader)).toEqual(['李山', '李山', '李山']);
    expect(draft.actions[2]!.milestones.map(({ due }) => due)).toEqual(['2024-06-30']);
  });

  it('two bare days in one cell are two deadlines', () => {
    const draft = table('| 1 | 入学核查 | 开展两季入学核查 | 李山 | 县教育局 | 各镇 | 4月底前、9月底前 |');
    expect(draft.actions[0]!.milestones.map(({ due }) => due)).toEqual(['2024-04-30', '2024-09-30']);
  });
});

describe('lost hyphens outside actions', () => {
  it.each(['57月', '911月', '1112月'])('a stage’s heading with %s', (months) => {
    const draft = plan(
      `一、重点任务\n${ACTION('6月底前完成。')}\n二、阶段安排\n（一）攻坚阶段（2024年${months}）。全面推进。`,
    );
    const [warning, ...more] = told(draft, 'lost-hyphen');
    expect(warning!.detail).toContain(months);
    expect(more).toEqual([]);
    expect(draft.goals).toEqual([]);
  });

  it.each(['2024年5—7月', '2024年12月', '2024年11月-12月', '青农办〔2024〕12号'])('%s lost none', (words) => {
    const draft = plan(
      `一、重点任务\n${ACTION('6月底前完成。')}\n二、阶段安排\n（一）攻坚阶段（${words}）。全面推进。`,
    );
    expect([...told(draft, 'lost-hyphen'), ...told(draft, 'damaged-date')]).toEqual([]);
  });

  it('is told once where an action has it', () => {
    expect(told(withGoal('稳步推进。', '68月开展培训。'), 'lost-hyphen')).toHaveLength(1);
  });

  it('每村24名 is asked about, and not where it cannot be', () => {
    expect(told(withGoal('稳步推进。', '每村培育24名带头人。'), 'lost-hyphen')).toHaveLength(1);
    expect(told(withGoal('稳步推进。', '每个乡镇举办45场招聘会。'), 'lost-hyphen')).toHaveLength(1);
    for (const words of [
      '每村培育20名带头人',
      '每村培育53名带头人',
      '每村补助35万元',
      '全县培育35名带头人',
      '每村培育3—5名带头人',
    ])
      expect(told(withGoal('稳步推进。', `${words}。`), 'lost-hyphen')).toEqual([]);
  });

  it('in each town more than there are to be in all', () => {
    const goal = (total: number): string => `全县8个乡镇，三年建成样板村${total}个。`;
    const draft = withGoal(goal(20), '每个乡镇打造12个样板村。');
    expect(told(draft, 'suspect-number')).toMatchObject([{ at: ['（一）', '第3行'] }]);
    expect(told(withGoal(goal(20), '每个乡镇打造2个样板村。'), 'suspect-number')).toEqual([]);
    expect(told(withGoal(goal(96), '每个乡镇打造12个样板村。'), 'suspect-number')).toEqual([]);
  });
});

describe('figures', () => {
  it.each([
    ['年底前农村集中供水率达到93%以上。', '年底前集中供水率达到90%以上。'],
    ['年底前集中供水率达到93%。', '集中供水率稳定在90%以上。'],
    ['全县完成危房改造42户。', '11月底前完成45户危房改造任务。'],
    ['全县9个乡镇、96个行政村污水治理率达到55%。', '年底前污水治理率达到50%以上。'],
    ['年底前集中供水率达到95%。', '6月底前集中供水率达到90%，年底前达到93%。'],
    ['全年硬化通组路60公里。', '11月底前通组路硬化45公里。'],
  ])('%s %s', (goal, action) => {
    expect(told(withGoal(goal, action), 'conflicting-numbers')).toMatchObject([{ at: ['第3行', '（一）'] }]);
  });

  it.each([
    ['年底前集中供水率达到93%。', '6月底前集中供水率达到90%。'], // a stage
    ['年底前集中供水率达到93%。', '目前集中供水率为90%。'], // what is
    ['集中供水率达到93%。', '6月底前集中供水率达到90%，年底前达到93%。'], // the first on the way to the second
    ['集中供水率达到93%。', '6月底前集中供水率达到90%，年底前集中供水率达到93%。'],
    ['年底前小学入学率达到100%。', '年底前中学入学率达到99%。'], // another measure
    ['年底前脱贫人口参保率达到100%。', '年底前全县参保率达到97%。'], // a part
    ['年底前集中供水率达到93%。', '年底前集中供水率达到93%以上。'],
    ['全县完成危房改造42户。', '北沟镇完成危房改造12户。'],
  ])('%s and %s are in order', (goal, action) => {
    expect(told(withGoal(goal, action), 'conflicting-numbers')).toEqual([]);
  });

  it('villages one by one are no contradiction', () => {
    const draft = plan(
      `一、重点任务\n（一）危房改造一片。6月底前完成危房改造12户。\n责任单位：北沟镇\n（二）危房改造二片。6月底前完成危房改造9户。\n责任单位：南沟镇`,
    );
    expect(told(draft, 'conflicting-numbers')).toEqual([]);
  });

  it.each([
    ['全县共辖96个村（社区）。', '全县98个村实现通车。', 1],
    ['全县共辖96个行政村。', '年底前全县95个行政村实现通车。', 1],
    ['全县共辖96个村（社区）。', '全县90个村实现通车。', 0],
    ['全县共辖96个行政村。', '年底前30个行政村实现通车。', 0],
    ['全县共辖96个行政村。', '全县12个乡镇实现通车。', 0],
  ])('%s %s', (goal, action, count) => {
    expect(told(withGoal(goal, action), 'count-mismatch')).toHaveLength(count);
  });
});

it('of several deadlines in a sentence each is about its own words', () => {
  const goal = '8月底前光伏电站全部并网发电，12月中旬前农村电网改造全面完工。';
  const grid = withGoal(goal, '10月底前完成变压器增容36台，12月中旬前农村电网改造全面完工。', '电网改造行动');
  expect(told(grid, 'conflicting-dates')).toEqual([]);
  const sun = withGoal(goal, '10月底前光伏电站全部并网发电。', '光伏管护行动');
  expect(told(sun, 'conflicting-dates')).toHaveLength(1);
});

it.each([
  ['6月底前完成核验，9月底前全部兑付', '7月底前', 1],
  ['5月20日前安装护栏300米', '5月底前', 0],
  ['9月底前全部兑付', '立行立改', 0],
])('measures “%s” against 整改时限 “%s”', (measures, due, count) => {
  const draft = draftOfText(
    `北沟镇整改台账\n| 序号 | 存在问题 | 整改措施 | 责任人 | 整改时限 |\n|---|---|---|---|---|\n| 1 | 奖补慢 | ${measures} | 吴小满 | ${due} |\n\n北沟镇人民政府 2024年3月1日`,
  );
  expect(told(draft, 'conflicting-dates')).toHaveLength(count);
});

const ledger = (head: string, count: number): PlanDraft =>
  draftOfText(
    [
      '北沟镇整改台账',
      head,
      ...Array.from(
        { length: count },
        (_, i) =>
          `问题${i + 1}：台账第${'甲乙丙丁戊己'[i]!}处不清。\n整改措施：补齐。\n责任人：吴小满\n整改时限：2024年6月底`,
      ),
    ].join('\n'),
  );

it.each([
  ['现将6个问题的整改分工印发如下。', 4, 1],
  ['现将3个问题的整改分工印发如下。', 4, 1],
  ['经排查，共梳理问题6个。', 4, 1],
  ['经排查，共梳理问题4个。', 4, 0],
  ['现将4个问题的整改分工印发如下。', 4, 0],
  ['第一批共反馈3个问题，现已全部认领。', 4, 0],
])('%s %i listed', (head, count, warnings) => {
  expect(told(ledger(head, count), 'count-mismatch')).toHaveLength(warnings);
});

describe('who leads, in a sentence', () => {
  const one = (text: string): PlanDraft['actions'][number] =>
    plan(`一、重点工作\n1.促进就业。${text}\n2.修好道路。由县交通局牵头，6月底前完成。`).actions[0]!;

  it.each([
    ['由副县长周晓明挂帅，县人社局牵头，县工商联参与，年底前完成。', '周晓明', ['县人社局', '县工商联']],
    ['由副县长周晓明牵头，县人社局、县工商联配合，年底前完成。', '周晓明', ['县人社局', '县工商联']],
    ['由副县长负责牵头，县人社局配合，年底前完成。', undefined, undefined],
    ['由县人社局牵头，县工商联配合，年底前完成。', undefined, ['县人社局', '县工商联']],
  ])('%s', (text, leader, units) => {
    const action = one(text);
    expect(action.leader).toBe(leader);
    if (units) expect(action.units).toEqual(units);
  });

  it('two halves with a lead each, and who supports both', () => {
    const draft = plan(
      '一、重点工作\n1.做强产业。茶叶由县林业局牵头，菌菇由县农业农村局牵头，县财政局予以支持，年底前完成。\n2.修好道路。由县交通局牵头，6月底前完成。',
    );
    expect(draft.actions[0]!.units).toEqual(['县林业局', '县农业农村局', '县财政局']);
    expect(told(draft, 'several-leads')).toHaveLength(1);
  });
});

describe('who issued it', () => {
  const dated = (end: string): PlanDraft =>
    draftOfText(
      `青山县帮扶实施意见\n（2024年3月1日）\n一、重点任务\n${ACTION('6月底前完成。')}\n二、工作要求\n压实责任。\n${end}`,
    );

  it.each([
    '青山县委农村工作领导小组',
    '印发机关：青山县委农村工作领导小组',
    '青山县委农村工作领导小组\n附件：名单',
  ])('%s at the end, the date at the head', (end) => {
    expect(dated(end)).toMatchObject({ issuer: '青山县委农村工作领导小组', issued: '2024-03-01' });
  });

  it.each(['请各单位遵照执行。', '报送单位：\n青山县委农村工作领导小组'])('%s names none', (end) => {
    expect(dated(end).issuer).toBeUndefined();
  });
});
