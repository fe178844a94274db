import type { WorkRecord } from '../../../src/core/records.js';

/** A form written down in one of the ways people write it, and what it says. */
export interface Composed {
  text: string;
  records: WorkRecord[];
}

/** A small seeded generator: the same seed, the same forms. */
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
}

interface Said {
  labels: string[];
  words: string;
  field: string;
  value: unknown;
}

const HOUSEHOLDS = [
  { householder: '谢长庚', householdId: 'LX01-0101', village: '枫树坪村' },
  { householder: '彭七斤', householdId: 'LX01-0301', village: '枫树坪村' },
  { householder: '向世安', householdId: 'LX02-0102', village: '石门寨村' },
  { householder: '田二妹', householdId: 'LX02-0201', village: '石门寨村' },
  { householder: '邓满秋', householdId: 'SL01-0101', village: '柏木冲村' },
  { householder: '滕秀英', householdId: 'SL02-0201', village: '大田垅村' },
  { householder: '梁冬至', householdId: 'SL02-0302', village: '大田垅村' },
];
const PROBLEMS = ['入户路泥泞', '猪圈漏雨', '缺少启动资金', '老人行动不便', '孩子上学路远', '旱季缺水'];
const MEASURES = ['宣传防返贫政策', '联系合作社代销', '协助申请公益岗', '发放慰问品一份', '上报镇民政办'];
const NEEDS = ['希望学一门技术', '想申请小额信贷', '盼望硬化入户路'];
const TYPES = ['脱贫户', '监测户', '一般户', '低保户', '特困户'];

type Pick = (below: number) => number;
const one = <T>(pick: Pick, list: readonly T[]): T => list[pick(list.length)]!;

/** The fields of one visit, in any order, with any of their labels. */
function visit(pick: Pick, used: Set<string>): { key: Said; rest: Said[]; record: WorkRecord } {
  const free = HOUSEHOLDS.filter((h) => !used.has(h.householder));
  const home = one(pick, free);
  used.add(home.householder);
  const people = 1 + pick(8);
  const income = 8000 + 100 * pick(500);
  const category = one(pick, TYPES);
  const problem = one(pick, PROBLEMS);
  const measure = one(pick, MEASURES);
  const need = one(pick, NEEDS);
  const rest: Said[] = [
    {
      labels: ['家庭人口', '人口', '人口数', '家庭人口数'],
      words: one(pick, [`${people}人`, `${people}`, `${people}口人`]),
      field: 'population',
      value: people,
    },
    { labels: ['户类型', '类别', '农户类型', '户别'], words: category, field: 'category', value: category },
    {
      labels: ['人均收入', '人均纯收入', '年人均收入'],
      words: `${income}元`,
      field: 'incomePerCapita',
      value: income,
    },
    {
      labels: ['存在问题', '存在困难', '主要困难', '反映问题', '困难问题'],
      words: problem,
      field: 'problems',
      value: [problem],
    },
    {
      labels: ['帮扶措施', '措施', '解决措施', '已采取措施'],
      words: measure,
      field: 'measures',
      value: [measure],
    },
    { labels: ['需求', '诉求', '群众诉求', '主要诉求'], words: need, field: 'needs', value: [need] },
    {
      labels: ['所在村', '村', '行政村', '家庭住址'],
      words: home.village,
      field: 'village',
      value: home.village,
    },
  ];
  const kept = rest.filter(() => pick(3) > 0);
  const record: WorkRecord = { kind: 'visit', householder: home.householder, householdId: home.householdId };
  for (const said of kept) record[said.field] = said.value;
  return {
    key: {
      labels: ['户主', '户主姓名', '农户姓名', '走访对象', '走访户'],
      words: home.householder,
      field: 'householder',
      value: home.householder,
    },
    rest: kept,
    record,
  };
}

function shuffle<T>(pick: Pick, list: T[]): T[] {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i--) {
    const j = pick(i + 1);
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}

const WIDE: Record<string, string> = { ':': '：', ';': '；', ',': '，' };
function wide(text: string): string {
  return text
    .replace(/[:;,]/g, (c) => WIDE[c]!)
    .replace(/[0-9]/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0));
}

/** One visit: labels in any order, on lines of their own or in one line, half or full width. */
export function oneVisit(seed: number): Composed {
  const pick = random(seed);
  const { key, rest, record } = visit(pick, new Set());
  const day = 1 + pick(6);
  const fields = shuffle(pick, [
    key,
    ...rest,
    {
      labels: ['走访时间', '走访日期', '入户时间', '时间', '日期'],
      words: one(pick, [`2026年5月${day}日`, `5月${day}日`, `2026.5.${day}`, `2026-05-0${day}`]),
      field: 'date',
      value: `2026-05-0${day}`,
    },
    {
      labels: ['走访人', '入户干部', '走访人员', '帮扶责任人'],
      words: one(pick, ['罗平', '罗平、简宁', '罗平 简宁']),
      field: 'visitors',
      value: [],
    },
  ]);
  const visitors = fields.find((f) => f.field === 'visitors')!.words.split(/[、 ]/);
  const between = one(pick, ['\n', '\n', ';', '；', ' ', '  ', '\n\n', '。']);
  const colon = one(pick, [':', '：', ': ', ' ：']);
  const numbered = between.startsWith('\n') && pick(4) === 0;
  let text = fields
    .map(
      (f, i) =>
        `${numbered ? `${i + 1}${one(pick, ['.', '、'])}` : ''}${one(pick, f.labels)}${colon}${f.words}`,
    )
    .join(between);
  if (pick(3) === 0) text = `${one(pick, ['【走访记录】', '走访登记\n', '【走访情况】\n'])}${text}`;
  if (pick(5) === 0) text = wide(text);
  return { text, records: [{ ...record, date: `2026-05-0${day}`, visitors }] };
}

/** Several visits in one message: blocks, numbered lines, or a table pasted with tabs; day and visitors said once. */
export function severalVisits(seed: number): Composed {
  const pick = random(seed ^ 0x5bd1e995);
  const used = new Set<string>();
  const visits = Array.from({ length: 2 + pick(3) }, () => visit(pick, used));
  const day = 1 + pick(6);
  const shared = { date: `2026-05-0${day}`, visitors: ['罗平'] };
  const records = visits.map((v) => ({ ...v.record, ...shared }));
  const head = `走访时间：5月${day}日\n走访人：罗平`;
  const style = pick(3);
  if (style === 0) {
    const between = one(pick, ['\n', '；', ' ']);
    const blocks = visits.map(
      (v, i) =>
        `${one(pick, ['', `${i + 1}、`])}${[v.key, ...shuffle(pick, v.rest)].map((f) => `${one(pick, f.labels)}：${f.words}`).join(between)}`,
    );
    return { text: `${head}\n${blocks.join('\n')}`, records };
  }
  if (style === 1) {
    const columns = ['population', 'category', 'problems', 'measures'] as const;
    const names = { population: '家庭人口', category: '户类型', problems: '存在问题', measures: '帮扶措施' };
    const rows = visits.map((v) =>
      [v.key.words, ...columns.map((c) => v.rest.find((f) => f.field === c)?.words ?? '')].join('\t'),
    );
    const inTable = records.map(
      (r) =>
        Object.fromEntries(
          Object.entries(r).filter(([k]) =>
            ['kind', 'householder', 'householdId', 'date', 'visitors', ...columns].includes(k),
          ),
        ) as WorkRecord,
    );
    return {
      text: `走访时间：5月${day}日\n户主\t${columns.map((c) => names[c]).join('\t')}\n${rows.join('\n')}\n走访人：罗平`,
      records: inTable,
    };
  }
  const short = visits.map((v) => {
    const said = ['category', 'population']
      .map((f) => v.rest.find((x) => x.field === f))
      .filter((f) => f !== undefined);
    const words = said.map((f) => (f.field === 'population' ? `${String(f.value)}人` : f.words));
    const record: WorkRecord = {
      kind: 'visit',
      householder: v.record['householder'],
      householdId: v.record['householdId'],
    };
    for (const f of said) record[f.field] = f.value;
    return {
      words: `${v.key.words}${words.length > 0 ? `（${words.join('，')}）` : ''}，一切正常`,
      record: { ...record, ...shared },
    };
  });
  const mark = one(pick, ['.', '、', ')']);
  const items = one(pick, [
    short.map((s, i) => `${i + 1}${mark}${s.words}`).join('\n'),
    short.map((s, i) => `${i + 1}${mark}${s.words}；`).join(''),
  ]);
  return { text: `5月${day}日走访情况：\n${items}\n走访人：罗平`, records: short.map((s) => s.record) };
}
