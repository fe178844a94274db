import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rehearseCommand } from '../../src/cli/rehearse.js';
import { readConfig } from '../../src/core/config.js';
import { silentLog } from '../../src/core/ports.js';
import type { Line } from '../../src/rehearse/index.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

/** What is said about an issue and decides nothing is answered, and nothing moves. */

const ROOM = '溪口镇工作群';
const ROSTER = '镇,村,组,户编码,户主,户类型,人口,帮扶责任人\n溪口镇,渡口村,一组,XK-1,田秋生,脱贫户,3,沈青';
const PEOPLE = `姓名,单位,职务,角色,负责村,微信群昵称
沈青,溪口镇政府,干事,cadre,渡口村,沈青
安小满,县乡村振兴局,干事,clerk,,安小满`;

let dir: string;
let server: TestDatabase;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'undecided-'));
  server = await testDatabase({ empty: true });
  await writeFile(path.join(dir, 'roster.csv'), ROSTER);
  await writeFile(path.join(dir, 'people.csv'), PEOPLE);
});
afterAll(async () => {
  await server.drop();
  await rm(dir, { recursive: true, force: true });
});

/** What the clerk is answered, sentence by sentence, after the draft of Friday noon; and what the group hears of it. */
async function said(...texts: string[]): Promise<{ answers: string[]; published: string[] }> {
  const script = path.join(dir, 'script.jsonl');
  const events: object[] = [
    {
      at: '2026-05-06T09:10',
      room: ROOM,
      sender: '沈青',
      text: '【入户走访】户主：田秋生，今日入户，住房安全。',
    },
    { at: '2026-05-08T12:10' },
    ...texts.map((text, i) => ({ at: `2026-05-08T12:${String(11 + i)}`, person: '安小满', text })),
    { at: '2026-05-08T12:59' },
  ];
  await writeFile(script, events.map((event) => JSON.stringify(event)).join('\n'));
  const lines: Line[] = [];
  await rehearseCommand(
    { script, roster: path.join(dir, 'roster.csv'), people: path.join(dir, 'people.csv') },
    { config: readConfig({ DATABASE_URL: server.url }), log: silentLog, out: (line) => void lines.push(line), err: (line) => { throw new Error(line); } }, // prettier-ignore
  );
  const after = (line: Line) => line.at >= '2026-05-08T12:11';
  return {
    answers: lines.filter((line) => 'person' in line.to && line.to.person === '安小满' && after(line)).map((line) => line.text),
    published: lines.filter((line) => 'room' in line.to && after(line)).map((line) => line.text),
  }; // prettier-ignore
}

test('what is denied, asked or half said moves no issue, and is answered', async () => {
  const { answers, published } = await said(
    '先别发第1期',
    '第1期不要改了',
    '暂不同意发布第1期',
    '不要暂缓第1期入户走访',
    '第1期先不发',
    '第1期可以发了',
    '第1期能不能改',
    '同意发布第1期第2期',
  );
  expect(published).toEqual([]);
  expect(answers).toHaveLength(8);
  for (const answer of answers) expect(answer).toContain('第1期没有动');
  expect(answers[0]).toContain('没有同意就不会发。要发请回“同意发布 第1期”');
}, 60_000);

test('where an issue stands, and how a bulletin comes about', async () => {
  const { answers } = await said(
    '第1期发了没有',
    '改第1期入户走访这一节 进展平稳',
    '把第1期的入户走访去掉',
    '恢复第1期入户走访',
    '同意发布第1期',
    '第1期发了没有',
    '第1期不要改了',
    '周通报是怎么出的',
    '简报',
    '下一期简报什么时候出？',
  );
  expect(answers[0]).toContain('第1期还是草稿，没有发');
  expect(answers[1]).toContain('一、入户走访：进展平稳');
  expect(answers[1]).toContain('第1期第2稿');
  expect(answers[2]).not.toContain('入户走访：');
  expect(answers[3]).toContain('一、入户走访：进展平稳');
  expect(answers.find((text) => text.startsWith('第1期：已发'))).toBeDefined();
  expect(answers.at(-4)).toContain('已由安小满同意发布，不能再改');
  for (const answer of answers.slice(-3)) expect(answer).toContain('乡村振兴工作周通报：每周五12:00截止');
}, 60_000);
