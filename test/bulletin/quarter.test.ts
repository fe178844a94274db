import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays } from '../../src/calendar/index.js';
import { rehearseCommand } from '../../src/cli/rehearse.js';
import { readConfig } from '../../src/core/config.js';
import { silentLog } from '../../src/core/ports.js';
import type { Line } from '../../src/rehearse/index.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

let dir: string;
let server: TestDatabase;
/** Thirty names of their own. */
const HOMES = Array.from(
  { length: 30 },
  (_, i) => `${'田罗向沈秦岑'[i % 6]!}${'秋桂大春明'[Math.floor(i / 6)]!}生`,
);
const ROSTER = ['镇,村,组,户编码,户主,户类型,人口,帮扶责任人', ...HOMES.map((name, i) => `溪口镇,${i < 15 ? '渡口村' : '枫坪村'},一组,XK-${i + 10},${name},脱贫户,3,沈青`)].join('\n'); // prettier-ignore
const PEOPLE = `姓名,单位,职务,角色,负责村,微信群昵称
沈青,溪口镇政府,干事,cadre,渡口村,沈青
安小满,县乡村振兴局,干事,clerk,,安小满
方知,县乡村振兴局,干事,clerk,,方知`;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'quarter-'));
  server = await testDatabase({ empty: true });
  await writeFile(path.join(dir, 'roster.csv'), ROSTER);
  await writeFile(path.join(dir, 'people.csv'), PEOPLE);
});
afterAll(async () => {
  await server.drop();
  await rm(dir, { recursive: true, force: true });
});

async function play(events: object[]): Promise<Line[]> {
  const script = path.join(dir, 'script.jsonl');
  await writeFile(script, events.map((event) => JSON.stringify(event)).join('\n'));
  const lines: Line[] = [];
  await rehearseCommand(
    { script, roster: path.join(dir, 'roster.csv'), people: path.join(dir, 'people.csv') },
    { config: readConfig({ DATABASE_URL: server.url }), log: silentLog, out: (line) => void lines.push(line), err: (line) => { throw new Error(line); } }, // prettier-ignore
  );
  return lines;
}

const ROOM = '溪口镇工作群';
const visit = (name: string) => `【入户走访】户主：${name}，今日入户，住房安全，饮水正常。`;
const said = (lines: Line[], person: string) => lines.filter((line) => 'person' in line.to && line.to.person === person).map((line) => line.text); // prettier-ignore
const published = (lines: Line[]) => lines.filter((line) => 'room' in line.to && line.text.startsWith('【乡村振兴工作周通报')); // prettier-ignore

test('thirteen issues: what was published and corrected adds up to the ledger, late and recalled reports included', async () => {
  const dice = fc.sample(fc.infiniteStream(fc.nat(1_000_000)), { numRuns: 1, seed: 11 })[0]!;
  const roll = (n: number): number => (dice.next().value as number) % n;
  const events: { at: string }[] = [];
  const standing = new Set<string>();
  let friday = '2026-03-06';
  for (let week = 1; week <= 13; week++, friday = addDays(friday, 7)) {
    const homes = [...HOMES.keys()].sort(() => roll(3) - 1).slice(0, 3 + roll(4));
    for (const [i, home] of homes.entries()) {
      const day = addDays(friday, -4 + roll(5));
      const at = `${day}T${day === friday && roll(2) ? '1' : '0'}${8 + (i % 2)}:${String(10 + i).padStart(2, '0')}`; // on Fridays also after noon
      const id = `w${week}-${i}`;
      events.push({ at, id, room: ROOM, sender: '沈青', text: visit(HOMES[home]!) } as { at: string });
      standing.add(id);
      if (roll(6) === 0) {
        events.push({ at: `${addDays(friday, roll(4))}T20:0${i % 10}`, recall: id } as { at: string });
        standing.delete(id);
      }
    }
    events.push({ at: `${friday}T14:00`, person: '安小满', text: `同意发布 第${week}期` } as { at: string });
  }
  // What came after the last noon shows in the issue after it.
  events.push({ at: `${friday}T14:00`, person: '安小满', text: '同意发布 第14期' } as { at: string });
  events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const lines = await play(events);
  const issues = published(lines);
  expect(issues.map((line) => /第(\d+)期】/.exec(line.text)![1])).toEqual(
    Array.from({ length: 14 }, (_, i) => String(i + 1)),
  );
  let sum = 0;
  for (const { text } of issues) {
    sum += Number(/走访次数(\d+)户次/.exec(text)![1]);
    for (const [, was, is] of text.matchAll(/“走访次数”(\d+)户次，截止后补报，现为(\d+)户次/g))
      sum += Number(is) - Number(was);
  }
  expect(sum).toBe(standing.size);
}, 120_000);

test('only numbers that were computed, only those who may, and what was read is what is approved', async () => {
  const lines = await play([
    { at: '2026-05-06T09:10', room: ROOM, sender: '沈青', text: visit(HOMES[0]!) },
    { at: '2026-05-08T12:10', person: '沈青', text: '同意发布 第1期' },
    { at: '2026-05-08T12:11', person: '安小满', text: '改 第1期 入户走访：本周走访99户' },
    { at: '2026-05-08T12:12', person: '安小满', text: `改 第1期 入户走访：${HOMES[0]!}家已走访` },
    { at: '2026-05-08T12:13', person: '安小满', text: '改 第1期 入户走访：本周走访1户，进展平稳' },
    { at: '2026-05-08T12:13', person: '方知', text: '应局同意发布第1期' },
    { at: '2026-05-08T12:14', person: '方知', text: '同意发布 第1期' },
    { at: '2026-05-08T12:15', person: '方知', text: '同意发布 第1期' },
    { at: '2026-05-08T12:16', person: '安小满', text: '同意发布 第1期' },
    { at: '2026-05-08T12:17', person: '安小满', text: '第1期 走访 怎么来的' },
    { at: '2026-05-08T12:17', person: '安小满', text: '不要撤回 第1期' },
    { at: '2026-05-08T12:18', person: '安小满', text: '撤回 第1期 数字有误' },
    { at: '2026-05-08T12:30' },
  ]);
  const unmoved = (who: string) => said(lines, who).filter((text) => text.includes('第1期没有动'));
  expect([unmoved('方知').length, unmoved('安小满').length]).toEqual([1, 1]);
  expect(said(lines, '沈青').at(-1)).toContain('由县里的审核人定');
  const clerk = said(lines, '安小满');
  expect(clerk.find((text) => text.includes('99'))).toContain('不是算出来的');
  expect(clerk.find((text) => text.includes('户主姓名'))).toContain(HOMES[0]!);
  const other = said(lines, '方知');
  expect(other.find((text) => text.includes('已改成第2稿'))).toBeDefined();
  expect(other.at(-1)).toContain('已定稿（方知同意）');
  expect(clerk.find((text) => text.includes('已由方知同意发布'))).toBeDefined();
  expect(clerk.find((text) => text.includes('口径'))).toContain('走访1户');
  const issue = published(lines);
  expect(issue).toHaveLength(1);
  expect(issue[0]!.text).toContain('一、入户走访：本周走访1户，进展平稳');
  expect(issue[0]!.because).toHaveProperty('bulletin');
  expect(lines.find((line) => 'room' in line.to && line.text.includes('第1期撤回'))!.text).toContain(
    '数字有误',
  );
}, 60_000);

test('a wording is chosen by a person, for places and units, never for people', async () => {
  const lines = await play([
    { at: '2026-05-06T09:10', room: ROOM, sender: '沈青', text: visit(HOMES[0]!) },
    { at: '2026-05-08T12:11', person: '安小满', text: '表扬用语 第1期 入户走访：沈青' },
    { at: '2026-05-08T12:12', person: '安小满', text: '提醒用语 第1期' },
    { at: '2026-05-08T12:13', person: '安小满', text: '表扬用语 第1期 入户走访：县水利局' },
    { at: '2026-05-08T12:16', person: '安小满', text: '同意发布 第1期' },
    { at: '2026-05-08T12:30' },
  ]);
  const clerk = said(lines, '安小满');
  expect(clerk.find((text) => text.includes('不点个人'))).toContain('“沈青”');
  expect(clerk.find((text) => text.includes('请写明哪一节'))).toBeDefined();
  const [issue] = published(lines);
  expect(issue!.text).toMatch(/一、入户走访：.*走访1户.*。县水利局工作扎实、进展较好，予以肯定。/);
  expect(issue!.text).not.toContain('沈青');
}, 60_000);

test('an approval that names no issue approves nothing and is answered; an issue is shown as what became of it', async () => {
  const lines = await play([
    { at: '2026-05-06T09:10', room: ROOM, sender: '沈青', text: visit(HOMES[0]!) },
    { at: '2026-05-08T12:10', person: '沈青', text: '同意发布' },
    { at: '2026-05-08T12:11', person: '安小满', text: '同意发布' },
    { at: '2026-05-08T12:12', person: '安小满', text: '看第1期' },
    { at: '2026-05-08T12:13', person: '安小满', text: '同意发布 第1期' },
    { at: '2026-05-08T12:14', person: '安小满', text: '看第1期' },
    { at: '2026-05-08T12:15', person: '安小满', text: '撤回 第1期 数字有误' },
    { at: '2026-05-08T12:16', person: '安小满', text: '看第1期' },
  ]);
  expect(said(lines, '沈青').filter((text) => text.includes('第1期'))).toEqual([]);
  const clerk = said(lines, '安小满').filter((text) => !text.includes('待办'));
  const unnamed = clerk.findIndex((text) => text.includes('说的是第1期'));
  expect(clerk[unnamed]).toContain('同意请回“同意发布 第1期”');
  const shown = clerk.slice(unnamed + 1);
  expect(shown[0]).toContain('还没发');
  expect(shown.find((text) => text.includes('以上是发布稿'))).toContain('第1期已由安小满同意发布');
  expect(shown.at(-1)).toContain('第1期已撤回，以上内容不再作数');
  expect(published(lines)).toHaveLength(1);
}, 60_000);

test('what a unit states is compared with the ledger of the days it is about, in the issue by whose cut-off it came', async () => {
  const lines = await play([
    { at: '2026-05-05T09:00', room: ROOM, sender: '沈青', text: visit(HOMES[0]!) },
    { at: '2026-05-06T09:00', room: ROOM, sender: '沈青', text: visit(HOMES[1]!) },
    {
      at: '2026-05-07T16:00',
      room: ROOM,
      sender: '沈青',
      text: '溪口镇政府周报：本周走访农户5户，存在问题：无',
    },
    { at: '2026-05-08T13:00', person: '安小满', text: '同意发布 第1期' },
    { at: '2026-05-12T09:00', room: ROOM, sender: '沈青', text: visit(HOMES[2]!) },
    {
      at: '2026-05-14T16:00',
      room: ROOM,
      sender: '沈青',
      text: '溪口镇政府周报：本周走访农户1户，存在问题：无',
    },
    { at: '2026-05-15T13:00' },
  ]);
  const [first, second] = ['1', '2'].map((n) => said(lines, '安小满').find((text) => text.includes(`这是第${n}期第1稿`))); // prettier-ignore
  expect(first).toContain('溪口镇政府自报“走访农户”5，台账是2');
  expect(second).not.toContain('自报');
});

test('asked for a figure that the issue has not, it names those it has, and traces no other', async () => {
  const lines = await play([
    { at: '2026-05-05T09:00', room: ROOM, sender: '沈青', text: visit(HOMES[0]!) },
    { at: '2026-05-08T13:01', person: '安小满', text: '第1期 危改完工率 怎么来的' },
    { at: '2026-05-08T13:02', person: '安小满', text: '第1期 完工率 怎么来的' },
  ]);
  const [none, rate] = said(lines, '安小满').slice(-2);
  expect(none).toContain('没认出问的是哪个数，这期有：');
  expect(rate).toContain('的完工0个');
});
