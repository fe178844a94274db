import { describe, expect, it } from 'vitest';
import { cleanLines } from '../../src/plan/clean.js';
import { labelsIn } from '../../src/plan/labels.js';
import { markOf } from '../../src/plan/marks.js';
import { measuresOf } from '../../src/plan/problems.js';
import { targetOf } from '../../src/plan/targets.js';
import { bracketUnits, unitsOf } from '../../src/plan/units.js';
import { draftOfText, vocabulary } from './gold.js';
import iconv from 'iconv-lite';

describe('units', () => {
  it.each([
    ['县委办、县委组织部、各镇', ['县委办', '县委组织部', '各镇'], []],
    [
      '县财政局、县农业农村局(牵头)、各乡镇(街道)',
      ['县财政局', '县农业农村局', '各乡镇(街道)'],
      ['县农业农村局'],
    ],
    ['县教育和科技局和县人社局', ['县教育和科技局', '县人社局'], []],
    ['县水利局牵头,各镇、县财政局配合', ['县水利局', '各镇', '县财政局'], ['县水利局']],
    [
      '县工信局、县商务局分别牵头,县移动公司配合',
      ['县工信局', '县商务局', '县移动公司'],
      ['县工信局', '县商务局'],
    ],
    ['县民政局、县残联等部门按职责分工负责', ['县民政局', '县残联'], []],
  ])('%s', (text, units, leads) => {
    expect(unitsOf(text, vocabulary)).toMatchObject({ units, leads });
  });

  it.each(['水泥路', '镇', '5月—8月', '详见附件1', '含3个社区', '每半年召开一次会'])(
    '(%s) is no list of units',
    (inner) => {
      expect(bracketUnits(inner, true, vocabulary)).toBeUndefined();
    },
  );
});

describe('numbers before headings', () => {
  it.each([
    ['(十九)村组道路', 'cn-paren', 19],
    ['二十一、其他', 'cn-dot', 21],
    ['3.加强管理', 'dot', 3],
    ['问题12:进度慢', 'named', 12],
    ['行动三:饮水', 'named', 3],
    ['②复核', 'circle', 2],
  ])('%s', (text, style, value) => {
    expect(markOf(text, vocabulary)).toMatchObject({ style, value });
  });

  it.each(['1.8万名群众', '2020.3完成', '3户农户', '43个村', '一是加强领导', '十八届三中全会', '908户危房'])(
    '%s has none',
    (text) => {
      expect(markOf(text, vocabulary)).toBeUndefined();
    },
  );
});

describe('labels', () => {
  it('reads those with a slip, and no others', () => {
    const labels = (text: string): string[][] =>
      labelsIn(text, vocabulary).map(({ role, value }) => [role, value]);
    expect(labels('责任领导:甲某 整政时限:5月底前')).toEqual([
      ['leader', '甲某'],
      ['due', '5月底前'],
    ]);
    expect(labels('人:乙某')).toEqual([['owner', '乙某']]);
    expect(labels('(牵头单位:县农业局;配合单位:县财政局、各镇)')).toEqual([
      ['lead', '县农业局'],
      ['support', '县财政局、各镇'],
    ]);
    expect(labels('工作目标明确:人人有责')).toEqual([]);
  });
});

it('counts measures by their numbers, else by paragraphs', () => {
  const pieces = (...texts: string[]) => texts.map((text, i) => ({ line: i + 1, text }));
  expect(measuresOf(pieces('1.甲。2.乙;3.丙'))).toEqual(['甲', '乙', '丙']);
  expect(measuresOf(pieces('一是甲;二是乙。'))).toEqual(['甲', '乙']);
  expect(measuresOf(pieces('(1)甲', '续上', '(2)乙'))).toEqual(['甲续上', '乙']);
  expect(measuresOf(pieces('投入1.2万元,改造3户。'))).toEqual(['投入1.2万元,改造3户']);
  expect(measuresOf(pieces('甲。', '乙。'))).toEqual(['甲', '乙']);
});

it.each([
  ['建成5个以上示范点', 5, '个'],
  ['比例达到100%', 100, '%'],
  ['新建基地1.2万亩', 12000, '亩'],
])('the target of %s', (words, value, unit) => expect(targetOf(words)).toEqual({ value, unit }));
it.each(['2018年计划退出', '第三批', '培育3--5名', '“三保障”'])('%s is no target', (words) =>
  expect(targetOf(words)).toBeUndefined(),
);

describe('damage', () => {
  const clean = (text: string) => cleanLines('a', [{ text }]);

  it('removes readings, not other brackets', () => {
    expect(clean('脱(tuo)贫(pín)攻堅(jiān)(pdf)(一)').lines[0]!.text).toBe('脱贫攻坚(pdf)(一)');
  });

  it('turns back what was read in the wrong encoding, and says so', () => {
    const garbled = iconv.decode(Buffer.from('责任单位：县水利局'), 'gb18030');
    const { lines, damage } = clean(garbled);
    expect(lines[0]!.text).toBe('责任单位:县水利局');
    expect(damage).toMatchObject([{ code: 'recovered' }]);
  });

  it('marks what cannot be read, but not a question', () => {
    expect(clean('确保??顚S谩').damage).toMatchObject([{ code: 'unreadable' }]);
    expect(clean('还有哪些困难?请说明').damage).toEqual([]);
  });

  it('keeps the text of a UTF-8 file with a broken byte', () => {
    const bytes = Buffer.concat([
      Buffer.from('一、任务\n（一）修路行动。2024年6月底前完'),
      Buffer.from([0xe6]),
      Buffer.from('工。\n责任单位：县交通局\n'),
    ]);
    const draft = draftOfText(bytes.toString('utf8'));
    expect(draft.actions).toMatchObject([{ leadUnit: '县交通局' }]);
    expect(draft.warnings.map((w) => w.code)).toContain('unreadable');
  });
});

describe('what is never settled', () => {
  const plan = (body: string): ReturnType<typeof draftOfText> =>
    draftOfText(`青山县工作方案\n一、目标任务\n${body}\n青山县人民政府办公室 2024年3月1日印发`);
  const codes = (draft: ReturnType<typeof draftOfText>): string[] => draft.warnings.map((w) => w.code);

  it('two days for the same thing stand as written, with a warning for both places', () => {
    const draft = plan(
      '8月底前危房改造全部完工。\n二、重点任务\n（一）危房改造行动。9月底前危房改造全部竣工。\n责任单位：县住建局',
    );
    expect(draft.goals.map((g) => g.due)).toEqual(['2024-08-31']);
    expect(draft.actions[0]!.milestones.map((m) => m.due)).toEqual(['2024-09-30']);
    expect(draft.warnings.find((w) => w.code === 'conflicting-dates')!.at).toEqual(['一第3行', '（一）']);
  });

  it('a step before the end is no contradiction', () => {
    const draft = plan(
      '8月底前危房改造全部完工。\n二、重点任务\n（一）危房改造行动。6月底前完成鉴定。\n责任单位：县住建局',
    );
    expect(codes(draft)).not.toContain('conflicting-dates');
  });

  it('damaged, relative and open days are told and not used', () => {
    const draft = plan(
      '总体推进。\n二、重点任务\n（一）培训行动。68月开展培训，次年3月底前总结，X月底前验收，具体时间以通知为准。\n责任单位：县人社局',
    );
    expect(draft.actions[0]!.milestones).toEqual([]);
    expect(codes(draft)).toEqual(
      expect.arrayContaining(['lost-hyphen', 'relative-date', 'placeholder', 'tentative-date']),
    );
  });

  it('a deadline without any year in the document is not used', () => {
    const draft = draftOfText(
      '青山县工作方案\n一、重点任务\n（一）修路行动。6月底前完成。\n责任单位：县交通局',
    );
    expect(draft.actions[0]!.milestones).toEqual([]);
    expect(codes(draft)).toContain('year-missing');
  });

  it('a deadline before the day of issue is kept as written and queried', () => {
    const draft = plan('总体推进。\n二、重点任务\n（一）修路行动。2月底前完成。\n责任单位：县交通局');
    expect(codes(draft)).toContain('past-deadline');
  });

  it('a long text is read in time', () => {
    const one =
      '（一）修路行动。6月底前完成通组路12公里，每周五前由县交通局报县政府办。\n责任单位：县交通局、各镇\n';
    const started = performance.now();
    plan(`总体推进。\n二、重点任务\n${one.repeat(600)}`);
    expect(performance.now() - started).toBeLessThan(8000);
  });
});
