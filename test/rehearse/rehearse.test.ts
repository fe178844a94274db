import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rehearseCommand } from '../../src/cli/rehearse.js';
import { readConfig } from '../../src/core/config.js';
import { silentLog } from '../../src/core/ports.js';
import type { Line } from '../../src/rehearse/index.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

let dir: string;
let server: TestDatabase;
const ROSTER = `镇,村,组,户编码,户主,户类型,人口,帮扶责任人
溪口镇,渡口村,一组,XK-01,田秋生,脱贫户,3,沈青
溪口镇,渡口村,二组,XK-02,罗桂香,监测户,2,沈青`;
const PEOPLE = `姓名,单位,职务,角色,负责村,微信群昵称
沈青,溪口镇政府,干事,cadre,渡口村,渡口-沈青`;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'rehearse-'));
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
    {
      config: readConfig({ DATABASE_URL: server.url }),
      log: silentLog,
      out: (line) => void lines.push(line),
      err: (line) => {
        throw new Error(line);
      },
    },
  );
  return lines;
}

const ROOM = '溪口镇工作群';
const visit = '【入户走访】户主：田秋生，渡口村一组，今日入户，家中3口人，住房安全，饮水正常。';

test('plays a group: receipts by the clock of the script, causes by its ids', async () => {
  const all = await play([
    { at: '2026-05-08T09:10', id: 'm1', room: ROOM, sender: '渡口-沈青', text: visit },
    { at: '2026-05-08T09:12', room: ROOM, sender: '渡口-沈青', text: '收到' },
    { at: '2026-05-08T10:00', recall: 'm1' },
    { at: '2026-05-11T10:00' },
  ]);
  // Whoever has something to do is reminded meanwhile, in private.
  const lines = all.filter((line) => 'room' in line.to);
  const inRoom = lines.filter((line) => 'room' in line.to); // to-dos go to people
  expect(inRoom.map((line) => [line.at, line.to])).toEqual([
    ['2026-05-08T09:10', { room: ROOM }],
    ['2026-05-08T10:00', { room: ROOM }],
  ]);
  expect(lines[0]!.text).toContain('田秋生');
  expect(lines[0]!.text).toContain('5月8日');
  expect(lines[0]!.because).toMatchObject({ message: 'm1' });
  expect(lines[1]!.because).toMatchObject({ recalls: 'm1' });
});

test('the same script gives the same lines', async () => {
  const script = [
    { at: '2026-05-08T09:10', room: ROOM, sender: '沈青', text: visit },
    { at: '2026-05-08T09:10', person: '沈青', text: '【入户走访】户主：罗桂香，今日入户，2口人。' },
  ];
  const first = await play(script);
  expect(first).toHaveLength(2);
  expect(await play(script)).toEqual(first);
});

test('whoever asks for their to-dos is answered within the same minute, at night and in the group’s stead in private', async () => {
  const lines = await play([
    { at: '2026-05-09T21:30', id: 'q1', person: '沈青', text: '我的待办' },
    { at: '2026-05-09T21:31', id: 'q2', room: ROOM, sender: '渡口-沈青', text: '@小助手 我还有什么没做' },
    { at: '2026-05-09T21:32', id: 'q3', person: '不在册的人', text: '待办' },
  ]);
  expect(lines.map(({ at, because }) => [at, (because as { message: string }).message])).toEqual([
    ['2026-05-09T21:30', 'q1'],
    ['2026-05-09T21:31', 'q2'],
    ['2026-05-09T21:32', 'q3'],
  ]);
  expect(lines[0]!.to).toEqual({ person: '沈青' });
  expect(lines[0]!.text).toContain('田秋生');
  expect(lines[1]!.to).toEqual({ person: '渡口-沈青' });
  expect(lines[1]!.text).toContain('田秋生');
  expect(lines[2]!.text).toContain('没有对上干部花名册');
});
