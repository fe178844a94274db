import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { addDays } from '../src/calendar/index.js';

/** A county for a rehearsal of a whole quarter: register, officials and what is said in its groups. */
export interface Quarter {
  households: number;
  towns: number;
  villages: number; // of all towns
  people: number;
  items: number;
}

export const FULL: Quarter = { households: 20_000, towns: 20, villages: 200, people: 3_000, items: 2_000 };

/** The same county with a share of everything, or with more households only. */
export const quarterOf = (households: number): Quarter => {
  const share = Math.min(1, households / FULL.households);
  const part = (whole: number): number => Math.max(1, Math.round(whole * share));
  return { households, towns: part(20), villages: part(200), people: part(3_000), items: part(2_000) };
};

const FROM = '2026-04-01';
const TO = '2026-06-30';
const SURNAMES = [...'柏卞岑晁车池褚刁窦樊符葛耿龚缑郝花嵇蒯郎厉练蔺麻宓缪能裴屈冉'];
const GIVEN = [...'安本彬才长朝春存德帆芳福根光桂海禾恒红厚焕吉建江锦菊军康兰乐'];
const TREES = [...'栗柳桑槐楠樟枣杏柿榆椿竹梓桐枫棕梅松柏杉'];
const PLACES = [...'坪湾岭坳冲坝垭塘洞桥'];

const nameOf = (n: number): string =>
  SURNAMES[n % 30]! + GIVEN[Math.floor(n / 30) % 30]! + GIVEN[Math.floor(n / 900) % 30]!;

interface Event {
  at: string;
  room?: string;
  sender?: string;
  text?: string;
}

/** Writes roster.csv, people.csv and script.jsonl into `dir`; always the same for a size. Resolves with their paths and how much is said. */
export async function writeQuarter(dir: string, size: Quarter) {
  const towns = Array.from({ length: size.towns }, (_, i) => `${TREES[i % 20]!}河镇`);
  const villages = Array.from({ length: size.villages }, (_, i) => ({
    village: `${TREES[i % 20]!}${PLACES[Math.floor(i / 20) % 10]!}村`,
    town: towns[i % size.towns]!,
  }));
  const people = officials(size, towns, villages);
  const cadresOf = (village: string) => people.filter((one) => one.role === 'cadre' && one.place === village);
  const helpers = villages.map(({ village }) => cadresOf(village));
  const homes = Array.from({ length: size.households }, (_, i) => {
    const at = i % size.villages;
    const helper = helpers[at]![Math.floor(i / size.villages) % helpers[at]!.length]!;
    const category = i % 10 === 0 ? '监测户' : i % 3 === 0 ? '一般户' : '脱贫户';
    return { ...villages[at]!, code: `H${i}`, householder: nameOf(i), category, helper };
  });
  const events = said(size, homes, people, towns);
  const files = {
    roster: path.join(dir, 'roster.csv'),
    people: path.join(dir, 'people.csv'),
    script: path.join(dir, 'script.jsonl'),
  };
  await writeFile(
    files.roster,
    `镇,村,组,户编码,户主,户类型,人口,帮扶责任人\n${homes.map((h) => `${h.town},${h.village},一组,${h.code},${h.householder},${h.category},3,${h.helper.name}`).join('\n')}\n`,
  );
  await writeFile(
    files.people,
    `姓名,单位,职务,角色,负责村,微信群昵称\n${people.map((p) => `${p.name},${p.unit},${p.post},${p.role},${p.place},${p.name}`).join('\n')}\n`,
  );
  await writeFile(files.script, events.map((event) => JSON.stringify(event)).join('\n'));
  return { ...files, messages: events.length - 1 };
}

function officials(
  size: Quarter,
  towns: readonly string[],
  villages: readonly { town: string; village: string }[],
) {
  // Of every thirty one leads a town's work, one is its clerk, and the rest belong to villages.
  return Array.from({ length: size.people }, (_, i) => {
    const { village } = villages[i % villages.length]!;
    const name = nameOf(26_000 - i);
    if (i < size.towns)
      return { name, unit: `${towns[i]!}政府`, post: '副镇长', role: 'leader', place: towns[i]! };
    if (i < 2 * size.towns) return { name, unit: `${towns[i - size.towns]!}政府`, post: '干事', role: 'clerk', place: towns[i - size.towns]! }; // prettier-ignore
    return { name, unit: `${village}工作队`, post: '驻村队员', role: 'cadre', place: village };
  });
}

type Home = { town: string; village: string; code: string; householder: string; helper: { name: string } };

/** The open items are told at the start; then each village tells of visits on every working day, and each town reports once a week. */
function said(
  size: Quarter,
  homes: readonly Home[],
  people: ReturnType<typeof officials>,
  towns: readonly string[],
): Event[] {
  const events: Event[] = [];
  const room = (town: string): string => `${town}工作群`;
  const problems = Math.min(900, Math.floor(size.items / 2));
  const minute = (n: number): string => `${String(9 + Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`; // prettier-ignore
  for (let i = 0; i < size.items; i++) {
    const home = homes[i]!;
    const clerk = people[size.towns + (i % size.towns)]!;
    const due = addDays(FROM, 10 + ((i * 7) % 110));
    const on = `${Number(due.slice(0, 4))}年${Number(due.slice(5, 7))}月${Number(due.slice(8))}日`;
    const text =
      i < problems
        ? `${i + 1}号问题：${home.village}台账不全\n整改措施：逐户补齐\n责任领导：${people[i % size.towns]!.name}\n责任单位：${home.town}政府\n责任人：${home.helper.name}\n整改时限：${on}前完成`
        : `借款人：${home.householder}\n村：${home.village}\n贷款金额：5万元\n到期时间：${on}`;
    events.push({ at: `${FROM}T${minute(Math.floor((i * 300) / size.items))}`, room: room(clerk.place), sender: clerk.name, text }); // prettier-ignore
  }
  let visit = 0;
  for (let day = addDays(FROM, 1); day <= TO; day = addDays(day, 1)) {
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    if (weekday === 0 || weekday === 6) continue;
    const visits = Math.round(size.households / 250);
    for (let i = 0; i < visits; i++, visit++) {
      const home = homes[(visit * 7919) % homes.length]!;
      const text = `【入户走访】户主：${home.householder}（${home.village}一组）\n走访时间：${day}\n走访人：${home.helper.name}\n存在问题：无\n帮扶措施：继续关注`;
      events.push({ at: `${day}T${minute(Math.floor((i * 480) / visits))}`, room: room(home.town), sender: home.helper.name, text }); // prettier-ignore
    }
    if (weekday !== 4) continue;
    for (const [i, town] of towns.entries())
      events.push({
        at: `${day}T17:30`,
        room: room(town),
        sender: people[size.towns + i]!.name,
        text: `${town}周报（本周）\n走访农户：${20 + i}户\n存在问题：无\n下周计划：继续走访`,
      });
  }
  events.push({ at: `${TO}T19:00` });
  return events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
