import type { WireEntry } from './api.js';

/** How the page says the ledger's fields, kinds and checks. */

type Called = WireEntry['records'][number]['called'];

export const KINDS: Record<string, string> = {
  visit: '入户走访',
  'visit-summary': '走访汇总',
  'visit-claim': '走访（未列户名）',
  project: '项目进度',
  rectification: '问题整改',
  loan: '小额信贷',
  attendance: '公岗出勤',
  points: '积分',
  payment: '资金发放',
  'daily-log': '工作日志',
  'unit-report': '单位报告',
  'zero-report': '零报告',
  lead: '风险线索',
  relay: '接龙',
  leave: '请假',
  correction: '更正',
  retraction: '撤销',
  question: '提问',
  'status-query': '进度查询',
  notice: '通知',
  ack: '回复',
  chatter: '闲聊',
};

/** In the order in which a record shows them: whose or what first, then where and when, figures, at last the sentences. */
const FIELDS: Record<string, string> = {
  householder: '户主',
  alias: '别名',
  householdId: '户编码',
  project: '项目',
  borrower: '借款人',
  person: '姓名',
  household: '农户',
  number: '编号',
  title: '标题',
  unit: '单位',
  author: '填报人',
  town: '乡镇',
  village: '行政村',
  group: '村民小组',
  location: '地点',
  post: '岗位',
  category: '户类型',
  monitorKind: '监测类别',
  population: '人口',
  date: '日期',
  mode: '方式',
  visitors: '走访人',
  from: '起',
  to: '止',
  period: '时段',
  month: '月份',
  asOf: '截至',
  stage: '阶段',
  percent: '进度',
  event: '事项',
  amount: '金额',
  due: '期限',
  on: '日期',
  days: '天数',
  points: '积分',
  item: '项目',
  balance: '余额',
  households: '户数',
  failed: '失败户数',
  counts: '分类户数',
  total: '合计',
  investmentTotal: '总投资',
  fundsReceived: '到位资金',
  investmentDone: '完成投资',
  paid: '已支付',
  startedOn: '开工日期',
  plannedFinish: '计划完工',
  finishedOn: '完工日期',
  acceptedOn: '验收日期',
  acceptedBy: '验收单位',
  incomeTotal: '家庭年收入',
  incomePerCapita: '人均纯收入',
  incomeItems: '收入构成',
  safeguards: '两不愁三保障',
  outOfPocket: '自付费用',
  action: '动作',
  problem: '问题',
  leader: '责任领导',
  leadUnit: '牵头单位',
  units: '责任单位',
  owner: '责任人',
  longTerm: '长期坚持',
  source: '来源',
  progress: '进展',
  metrics: '指标',
  risk: '风险',
  about: '归口',
  respondedOn: '首次响应',
  responseHours: '响应用时（小时）',
  subject: '对象',
  detail: '详情',
  deadline: '截止',
  example: '示例',
  items: '条目',
  tail: '末尾',
  reason: '事由',
  approver: '批准人',
  changes: '更正内容',
  index: '第几条',
  text: '内容',
  scope: '范围',
  task: '任务',
  audience: '对象范围',
  problems: '存在问题',
  measures: '帮扶措施',
  needs: '诉求',
  followUps: '后续跟进',
  done: '已完成',
  plan: '计划',
  nextSteps: '下一步',
  next: '下一步',
  milestones: '时间节点',
  reporter: '报送人',
  photos: '照片',
  evidence: '佐证材料',
  reviewer: '审核人',
  closedOn: '销号日期',
  claimedOn: '报已整改日期',
  state: '状态',
  doneOn: '完成日期',
};

const WORDS: Record<string, string> = {
  home: '入户',
  phone: '电话',
  video: '视频',
  absent: '未遇',
  met: '达标',
  unmet: '未达标',
  doubtful: '存疑',
  food: '吃',
  clothing: '穿',
  education: '教育',
  medical: '医疗',
  housing: '住房',
  water: '饮水',
  income: '收入',
  disaster: '灾害',
  employment: '就业',
  sales: '销售',
  register: '登记',
  claim: '认领',
  'request-close': '申请销号',
  return: '退回',
  close: '销号',
  listed: '到期提醒',
  repaid: '已还',
  renew: '续贷',
  overdue: '逾期',
  notified: '已通知',
  'id-number': '身份证号',
  'bank-card': '银行卡号',
  passport: '护照号',
  health: '健康信息',
  minor: '未成年人信息',
  accusation: '指控',
};

const MONEY = new Set([
  'incomeTotal',
  'incomePerCapita',
  'outOfPocket',
  'investmentTotal',
  'fundsReceived',
  'investmentDone',
  'paid',
  'amount',
  'balance',
]);

const ORDER = new Map(Object.keys(FIELDS).map((field, at) => [field, at]));

/** A record's fields as the page shows them; the database keeps no order of its own. */
export function inOrder(data: Record<string, unknown>): [string, unknown][] {
  const at = (field: string) => ORDER.get(field) ?? ORDER.size;
  return Object.entries(data)
    .filter(([field]) => field !== 'kind')
    .sort(([a], [b]) => at(a) - at(b));
}

/** What stands for pictures and files where there is room for a few words only. */
export function attachedText(attachments: readonly { name: string; type: string }[]): string {
  const file = attachments.find((one) => !one.type.startsWith('image/'));
  return file ? `[文件] ${file.name}` : attachments.length > 0 ? '[图片]' : '';
}

/** How a kind and a field of it are called: as this page does, else as the definition of an added form says. */
export const kindName = (kind: string, called?: Called): string => KINDS[kind] ?? called?.title ?? kind;
export const fieldIn = (field: string, called?: Called): string =>
  FIELDS[field] ?? called?.fields[field] ?? fieldName(field);
export const fieldName = (field: string): string => FIELDS[field] ?? FIELDS[field.split('.')[0]!] ?? field;

/** A stored value as people read it: money in yuan, rates in percent, lists with commas. */
export function valueText(field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return '（空）';
  if (typeof value === 'number') {
    if (MONEY.has(field) || field === 'incomeItems') return `${value.toLocaleString('zh-CN')} 元`;
    return field === 'percent' ? `${value}%` : value.toLocaleString('zh-CN');
  }
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (field === 'state' && typeof value === 'string') return STATES[value]?.text ?? value;
  if (typeof value === 'string') return WORDS[value] ?? value.replace(/^(\d{4}-\d\d-\d\d)T/, '$1 ');
  if (Array.isArray(value)) return value.length ? value.map((v) => valueText(field, v)).join('；') : '无';
  return Object.entries(value)
    .filter(([, v]) => v !== null && v !== '' && v !== false)
    .map(([k, v]) =>
      (k === 'name' || k === 'action') && typeof v === 'string'
        ? v
        : `${WORDS[k] ?? FIELDS[k] ?? k} ${valueText(field === 'incomeItems' ? field : k, v)}`,
    )
    .join('，');
}

/** Whose or what a record is about: "彭世明". */
export function subjectOf(data: Record<string, unknown>): string {
  const [, subject] =
    inOrder(data).find(([field]) =>
      ['householder', 'alias', 'project', 'person', 'borrower', 'title'].includes(field),
    ) ?? [];
  return typeof subject === 'string' ? `“${subject}”` : '';
}

export const STATES: Record<string, { text: string; colour: string }> = {
  active: { text: '已入账', colour: 'green' },
  incomplete: { text: '待补充', colour: 'orange' },
  retracted: { text: '已撤销', colour: 'default' },
  superseded: { text: '已更新', colour: 'default' },
};

export const CAUSES: Record<string, string> = {
  answer: '补充',
  correction: '更正',
  recall: '撤回',
  retraction: '撤销',
  restore: '恢复',
};
