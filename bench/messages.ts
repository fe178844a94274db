import type { Household } from '../src/core/household.js';
import { localDay } from '../src/core/time.js';

export const ROOMS = 27;
const PER_ROOM = 4;
const CADRES = ROOMS * PER_ROOM;
const DAY_MS = 86_400_000;

/** One message of the stream, and who says it where. */
export interface Post {
  room: string;
  sender: string;
  text: string;
}

export const roomIds: readonly string[] = Array.from({ length: ROOMS }, (_, n) => `room-${n}`);

/** The members of each room, and what they are called. */
export const people: ReadonlyMap<string, string> = new Map(
  Array.from({ length: CADRES }, (_, n) => [`cadre-${n}`, `干部${String.fromCharCode(0x4e00 + n)}`]),
);

export const membersOf = (room: number): string[] =>
  Array.from({ length: PER_ROOM }, (_, k) => `cadre-${room * PER_ROOM + k}`);

const NOISE = [
  '收到', '好的', '收到，马上落实', '👍👍', '大家辛苦了', '明天早上八点半村部开会，请各位准时参加', '今天雨大，路上注意安全', '谁那里有多余的雨衣',
  '请各村今天下班前把表报上来', '食堂今天吃饺子', '[图片]', '刚才停电了，晚点发', '转发：预计明后两天有中到大雨，请注意防范', '好的，谢谢主任', '哈哈',
]; // prettier-ignore
const PROBLEMS = [
  '无',
  '屋后排水沟堵塞',
  '想学养蜂，缺技术',
  '小儿子待业在家',
  '灶房瓦片破了几处',
  '腿脚不便，买药难',
];
const MEASURES = [
  '已联系村里清理',
  '报镇里安排培训',
  '推荐到镇上车间面试',
  '本周内请人修补',
  '由邻居代买',
  '继续关注',
];
const WORKS = [
  '产业路硬化',
  '蓄水池修建',
  '便民桥改造',
  '活动广场',
  '冷库建设',
  '灌溉渠整修',
  '路灯安装',
  '烤房改造',
];
const STAGES = ['在建', '前期准备', '完工待验收', '未开工'];
const NEXT = ['下周完成路基', '月底前浇筑', '尽快组织验收', '本月完成招标'];

/**
 * The n-th message of an endless stream as 27 work groups have it on a busy evening: of ten messages six are labelled
 * visits (one in twelve of them lacks the householder and is asked for it), one is the state of a project, three are small talk, notices or
 * "收到". No person reports the same household for the same day twice: repeats would be dropped, and be cheap.
 */
export function post(n: number, households: readonly Household[], now: Date): Post {
  const cadre = (n * 29) % CADRES;
  const at = Math.floor(n / 10);
  const place = { room: `room-${Math.floor(cadre / PER_ROOM)}`, sender: `cadre-${cadre}` };
  const turn = n % 10;
  if (turn < 6) return { ...place, text: visit(at * 6 + turn, cadre, households, now) };
  if (turn === 6) return { ...place, text: project(at, cadre, households) };
  return { ...place, text: NOISE[(at * 3 + turn) % NOISE.length]! };
}

function visit(n: number, cadre: number, households: readonly Household[], now: Date): string {
  // Strides without a common divisor with the size spread the visits over the whole register.
  const round = Math.floor(n / households.length);
  const one = households[(n * 104_729) % households.length]!;
  const day = localDay(new Date(now.getTime() - (round % 6) * DAY_MS));
  const place = `${one.village}${one.group}`;
  const income = 9000 + ((n * 37) % 20_000);
  return [
    '【入户走访】',
    `走访时间：${day}`,
    `走访人：${people.get(`cadre-${cadre}`)!}`,
    n % 12 === 0 ? `家庭住址：${place}` : `户主：${one.householder}（${place}）`,
    `户类型：${one.category}`,
    `家庭人口：${one.population ?? 1}人`,
    `收入情况：去年人均纯收入${income}元`,
    '两不愁三保障：均达标，饮水安全',
    `存在问题：${PROBLEMS[n % PROBLEMS.length]!}`,
    `帮扶措施：${MEASURES[n % MEASURES.length]!}`,
  ].join('\n');
}

function project(n: number, cadre: number, households: readonly Household[]): string {
  const { village } = households[(n * 104_729) % households.length]!;
  const total = 20 + (n % 180);
  return [
    '【项目进度】',
    `项目名称：${village}${WORKS[n % WORKS.length]!}${Math.floor(n / WORKS.length) + 1}期`,
    `建设进度：${STAGES[n % STAGES.length]!}，完成${5 + (n % 90)}%`,
    `总投资：${total}万元，已支付${Math.floor(total / 3)}万元`,
    `存在问题：${PROBLEMS[n % PROBLEMS.length]!}`,
    `下步计划：${NEXT[n % NEXT.length]!}`,
    `填报人：${people.get(`cadre-${cadre}`)!}`,
  ].join('\n');
}
