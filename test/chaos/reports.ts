import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/process.js';

/** One numbered report of the stream: no two speak of the same household and day. */
export interface Report {
  n: number;
  room: string;
  sender: string;
  householder: string;
  code: string;
  text: string;
}

const DAYS = 40; // enough numbers for a slow machine, too
const ROOMS: Record<string, string[]> = {
  qinghe: ['闵开颜', '安小满', '雷一鸣', '童瑶', '靳松', '方可欣'],
  fenglin: ['裴立群', '凌寒', '左明', '尚文静', '聂海涛'],
  lishuping: ['雷一鸣', '童瑶', '安小满'],
  projects: ['应如松', '盛夏', '闵开颜', '裴立群'],
};
export const ROOM_IDS = Object.keys(ROOMS);

interface Row {
  code: string;
  householder: string;
}

/** Householders of the demo county whose name nobody shares: a name that fits two would be asked back. */
function households(): Row[] {
  const [head, ...lines] = readFileSync(path.join(ROOT, 'demo/households.csv'), 'utf8').trim().split(/\r?\n/);
  const columns = head!.replace(/^\ufeff/, '').split(',');
  const [code, name] = [columns.indexOf('户编码'), columns.indexOf('户主')];
  const rows = lines.map((line) => line.split(',')).map((f) => ({ code: f[code]!, householder: f[name]! }));
  return rows.filter((row) => rows.filter((other) => other.householder === row.householder).length === 1);
}

/** Reports 0, 1, 2… `most` says how many there are before they would repeat. */
export function reports(): { most: number; report(n: number): Report } {
  const rows = households();
  const today = new Date();
  return {
    most: rows.length * DAYS * ROOM_IDS.length,
    report(n) {
      const at = n % ROOM_IDS.length;
      const room = ROOM_IDS[at]!;
      const k = Math.floor(n / ROOM_IDS.length);
      const { code, householder } = rows[k % rows.length]!;
      // Each group has its own days, since some people are in several groups.
      const back = 1 + (Math.floor(k / rows.length) % DAYS) * ROOM_IDS.length + at;
      const day = new Date(today.getTime() - back * 86_400_000);
      const date = `${day.getFullYear()}年${day.getMonth() + 1}月${day.getDate()}日`;
      const text = `【入户走访】户主：${householder} 走访时间：${date} 存在问题：无`;
      return { n, room, sender: ROOMS[room]![k % ROOMS[room]!.length]!, householder, code, text };
    },
  };
}
