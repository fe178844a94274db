import type { WorkRecord } from '../../../src/core/records.js';
import { random, type Composed } from './compose.js';

type Pick = (below: number) => number;
const one = <T>(pick: Pick, list: readonly T[]): T => list[pick(list.length)]!;

const NAMES = [
  '枫树坪村产业路硬化',
  '石门寨村油茶加工厂',
  '柏木冲村便民桥',
  '大田垅村冷库',
  '松岭镇蔬菜大棚',
  '石门寨村安全饮水工程',
  '枫树坪村文化广场',
  '柏木冲村水渠维修项目',
];
const STAGES = { 未开工: '未开工', 在建: '正在施工', 停工: '停工', 完工待验收: '已完工', 已验收: '已验收' };

interface Said {
  labels: string[];
  words: string;
  field: string;
  value: unknown;
}

function shuffle<T>(pick: Pick, list: T[]): T[] {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i--) {
    const j = pick(i + 1);
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}

/** Money in yuan, in 10,000 yuan, with or without 元. */
function money(pick: Pick, tenThousands: number): string {
  return one(pick, [
    `${tenThousands}万元`,
    `${tenThousands}万`,
    `${tenThousands * 10000}元`,
    `${tenThousands}.0万元`,
  ]);
}

function project(pick: Pick, name: string): Said[] {
  const total = 20 + pick(300);
  const percent = 1 + pick(99);
  const done = Math.max(1, Math.round((total * percent) / 100));
  const received = 1 + pick(total);
  const paid = Math.min(received, 1 + pick(total));
  const stage = one(pick, Object.keys(STAGES) as (keyof typeof STAGES)[]);
  return [
    {
      labels: ['总投资', '项目总投资', '计划投资', '投资总额'],
      words: money(pick, total),
      field: 'investmentTotal',
      value: total * 10000,
    },
    {
      labels: ['完成投资', '已完成投资', '累计完成投资'],
      words: money(pick, done),
      field: 'investmentDone',
      value: done * 10000,
    },
    {
      labels: ['到位资金', '资金到位', '已到位资金'],
      words: money(pick, received),
      field: 'fundsReceived',
      value: received * 10000,
    },
    {
      labels: ['已支付', '已拨付资金', '支付资金'],
      words: money(pick, paid),
      field: 'paid',
      value: paid * 10000,
    },
    {
      labels: ['形象进度', '进度', '工程进度', '完成比例'],
      words: one(pick, [`${percent}%`, `约${percent}%`, `${percent}％`]),
      field: 'percent',
      value: percent,
    },
    { labels: ['项目状态', '建设状态', '项目阶段'], words: STAGES[stage], field: 'stage', value: stage },
    {
      labels: ['开工时间', '开工日期'],
      words: one(pick, ['2026年3月8日', '2026-03-08', '2026.3.8', '3月8日']),
      field: 'startedOn',
      value: '2026-03-08',
    },
    {
      labels: ['计划竣工时间', '计划完工时间', '预计完工', '预计竣工时间'],
      words: one(pick, ['2026年9月30日', '9月底', '2026-09-30', '9月30日前']),
      field: 'plannedFinish',
      value: '2026-09-30',
    },
    {
      labels: ['存在问题', '存在困难', '主要问题'],
      words: '石料运输不畅',
      field: 'problems',
      value: ['石料运输不畅'],
    },
    {
      labels: ['下步计划', '下一步工作', '下一步计划'],
      words: '抓紧备料复工',
      field: 'nextSteps',
      value: ['抓紧备料复工'],
    },
    { labels: ['填报人', '报送人', '填报'], words: '简宁', field: 'reporter', value: '简宁' },
  ]
    .filter(() => pick(4) > 0)
    .map((s) => ({ ...s, key: name }));
}

/** One project: any labels, any order, lines or one line. */
export function oneProject(seed: number): Composed {
  const pick = random(seed ^ 0x9e3779b9);
  const name = one(pick, NAMES);
  const rest = project(pick, name);
  const between = one(pick, ['\n', ';', '；', '\n\n', '。']);
  const colon = one(pick, [':', '：', ': ']);
  const fields = [
    { labels: ['项目名称', '项目', '工程名称'], words: name },
    ...(pick(2) ? shuffle(pick, rest) : rest),
  ];
  let text = fields.map((f) => `${one(pick, f.labels)}${colon}${f.words}`).join(between);
  if (pick(3) === 0) text = `【项目进度】${one(pick, ['', '\n'])}${text}`;
  return { text, records: [record(name, rest)] };
}

/** Several projects: blocks, a table with its units in the heads, or short lines with the state of each. */
export function severalProjects(seed: number): Composed {
  const pick = random(seed ^ 0x85ebca6b);
  const names = shuffle(pick, NAMES).slice(0, 2 + pick(3));
  const style = pick(3);
  if (style === 0) {
    const all = names.map((name) => ({
      name,
      rest: project(pick, name).filter((s) => s.field !== 'reporter'),
    }));
    const blocks = all.map(
      ({ name, rest }, i) =>
        `${one(pick, ['', `${i + 1}.`])}项目名称：${name}\n${shuffle(pick, rest)
          .map((f) => `${one(pick, f.labels)}：${f.words}`)
          .join('\n')}`,
    );
    return { text: blocks.join('\n'), records: all.map(({ name, rest }) => record(name, rest)) };
  }
  const rows = names.map((name) => ({ name, total: 20 + pick(300), percent: 1 + pick(99) }));
  if (style === 1) {
    const text = `项目名称\t总投资（万元）\t形象进度\t存在问题\n${rows.map((r) => `${r.name}\t${r.total}\t${r.percent}%\t无`).join('\n')}`;
    return {
      text,
      records: rows.map((r) => ({
        kind: 'project',
        project: r.name,
        investmentTotal: r.total * 10000,
        percent: r.percent,
      })),
    };
  }
  const states = rows.map((r) => ({
    name: r.name,
    said: one(pick, [
      { words: `${r.percent}%`, percent: r.percent },
      { words: '未开工', stage: '未开工' },
      { words: '已完工待验收', stage: '完工待验收' },
      { words: '停工', stage: '停工' },
    ]),
  }));
  const between = one(pick, ['\n', '；', ' ']);
  const text = `截至5月5日项目进展：${one(pick, ['\n', ''])}${states.map((s, i) => `${'①②③④⑤'.charAt(i)}${s.name} ${s.said.words}`).join(between)}`;
  return {
    text,
    records: states.map(({ name, said: { words: _, ...rest } }) => ({
      kind: 'project',
      project: name,
      ...rest,
      asOf: '2026-05-05',
    })),
  };
}

function record(name: string, said: readonly Said[]): WorkRecord {
  return { kind: 'project', project: name, ...Object.fromEntries(said.map((s) => [s.field, s.value])) };
}
